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

# A weekly round-up covers the time since the last one, and at most this time.
LOOKS_BACK: Final = timedelta(days=14)
SHORTEST_BEGINNING: Final = 3  # letters of a topic that may be the beginning of a longer word


class RoundupChoice(StrEnum):
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
    """Whether the opening has every word of any topic. Without topics, each opening suits."""
    text = " ".join((opening.title, opening.team, opening.place, opening.must_haves)).casefold()
    known = re.findall(r"[\w+#.&-]+", text)
    return not topics or any(
        all(_has_word(text, known, word) for word in topic.casefold().split()) for topic in topics
    )


def _has_word(text: str, known: Sequence[str], word: str) -> bool:
    """Whether a word of the text begins with `word`, or is `word` where that is short.

    Texts in other scripts may have no spaces, so `word` may be anywhere in them.
    """
    if not word.isascii():
        return word in text
    long = len(word) >= SHORTEST_BEGINNING
    return any(each == word or (long and each.startswith(word)) for each in known)
