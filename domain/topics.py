"""What someone wants to hear about open roles: their topics, and how often."""

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

# A weekly round-up covers the time since the last one, but never more than this.
LONGEST_LOOK_BACK: Final = timedelta(days=14)
# A word of a topic with at least this many letters also finds longer words that begin with it.
MIN_PREFIX_LENGTH: Final = 3


class RoundupChoice(StrEnum):
    """How often someone hears about open roles. The values are stored."""

    WEEKLY = "weekly"
    HOT_TOO = "hot"  # also each hot role at once


@dataclass(frozen=True, slots=True)
class RoleNews:
    """What a round-up shows to someone. `openings` are those that suit the topics."""

    openings: tuple[Opening, ...]
    topics: tuple[str, ...]


def parse_topics(typed: str) -> tuple[str, ...]:
    """The topics between commas or on lines of their own, each once."""
    topics = (" ".join(each.split()) for each in re.split(r"[,;、，\n]", typed))
    return tuple(dict.fromkeys(topic for topic in topics if topic))


def find_topic_errors(topics: Sequence[str]) -> list[FieldError]:
    if len(topics) > TOPICS_MAX:
        return [FieldError("topics", "too_many", str(TOPICS_MAX))]
    is_long = any(len(each) > TOPIC_MAX for each in topics)
    return [FieldError("topics", "too_long", str(TOPIC_MAX))] if is_long else []


def suits_topics(opening: Opening, topics: Sequence[str]) -> bool:
    """Whether the opening has all words of at least one topic. Without topics all openings suit."""
    text = " ".join((opening.title, opening.team, opening.place, opening.must_haves)).casefold()
    text_words = re.findall(r"[\w+#.&-]+", text)
    return not topics or any(
        all(_has_word(text, text_words, word) for word in topic.casefold().split())
        for topic in topics
    )


def _has_word(text: str, text_words: Sequence[str], word: str) -> bool:
    """Whether a word of the text is `word`, or begins with it if `word` is long enough.

    A `word` with a letter outside ASCII may be anywhere in the text, because some languages, such
    as Japanese, are written without spaces.
    """
    if not word.isascii():
        return word in text
    may_be_prefix = len(word) >= MIN_PREFIX_LENGTH
    return any(each == word or (may_be_prefix and each.startswith(word)) for each in text_words)
