"""The topics on which a person wants to hear about open roles, and how often they hear.

An open role is an opening that takes referrals. A topic is a word or phrase such as "data".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from domain.errors import FieldError
from domain.limits import TOPIC_MAX, TOPICS_MAX
from domain.openings import Opening

# A weekly round-up shows the openings posted since the last round-up, but none older than this.
LONGEST_LOOK_BACK: Final = timedelta(days=14)
# A word of a topic with at least this many letters also finds longer words that begin with it.
MIN_PREFIX_LENGTH: Final = 3


class RoundupChoice(StrEnum):
    """How often someone hears about open roles. The values are stored."""

    WEEKLY = "weekly"
    HOT_TOO = "hot"  # also each hot role at once


@dataclass(frozen=True, slots=True)
class RoleNews:
    """The content of one person's round-up: new openings that suit one of the `topics`."""

    openings: tuple[Opening, ...]
    topics: tuple[str, ...]


def parse_topics(typed: str) -> tuple[str, ...]:
    """The topics that a person typed, separated by commas, semicolons or line breaks, each once."""
    trimmed = (" ".join(topic.split()) for topic in re.split(r"[,;、，\n]", typed))
    return tuple(dict.fromkeys(topic for topic in trimmed if topic))


def find_topic_errors(topics: Sequence[str]) -> list[FieldError]:
    if len(topics) > TOPICS_MAX:
        return [FieldError("topics", "too_many", str(TOPICS_MAX))]
    if any(len(topic) > TOPIC_MAX for topic in topics):
        return [FieldError("topics", "too_long", str(TOPIC_MAX))]
    return []


def suits_topics(opening: Opening, topics: Sequence[str]) -> bool:
    """Whether the opening has all words of at least one topic. Without topics all openings suit."""
    if not topics:
        return True
    text = " ".join((opening.title, opening.team, opening.place, opening.must_haves)).casefold()
    text_words = re.findall(r"[\w+#.&-]+", text)
    return any(
        all(_has_word(text, text_words, word) for word in topic.casefold().split())
        for topic in topics
    )


def _has_word(text: str, text_words: Sequence[str], word: str) -> bool:
    """Whether `text_words`, the words of `text`, include `word` or a longer word beginning with it.

    Only a `word` of at least `MIN_PREFIX_LENGTH` letters finds longer words.

    A `word` with a letter outside ASCII may be anywhere in `text`, because some languages, such as
    Japanese, are written without spaces.
    """
    if not word.isascii():
        return word in text
    may_be_prefix = len(word) >= MIN_PREFIX_LENGTH
    return any(each == word or (may_be_prefix and each.startswith(word)) for each in text_words)
