"""The kit for preparing an interview: likely questions, and a message to the candidate."""

from __future__ import annotations

import re

from domain.graphemes import shorten
from domain.introduction import first_name, format_name
from domain.openings import Opening

MAX_QUESTIONS = 5  # as many as fit into half an hour
MAX_QUESTIONS_FROM_OPENING = 3
MAX_QUESTIONS_FROM_TEXT = 2
MAX_REQUIREMENT_LENGTH = 160  # characters

GENERAL_QUESTIONS = (
    "What are you proudest of in the last two years, and what was your own part in it?",
    "What went wrong on your watch, and what did you change afterwards?",
    "When did you and a colleague disagree, and how did it end?",
    "Why this role, and why now?",
    "What do you want to know from the team before you'd say yes?",
)


def interview_questions(opening: Opening | None) -> tuple[str, ...]:
    """At most `MAX_QUESTIONS` questions.

    Questions about the must-haves and the fit brief come first, then general ones.
    """
    specific: list[str] = []
    if opening is not None:
        specific += [
            f"When did you last show this: “{requirement}”? What did you do, and what came of it?"
            for requirement in split_requirements(opening.must_haves)[:MAX_QUESTIONS_FROM_TEXT]
        ]
        specific += [
            f"The team wants “{quality}”. When have you shown that?"
            for quality in split_requirements(opening.fit_brief)[:MAX_QUESTIONS_FROM_TEXT]
        ]
    return (*specific[:MAX_QUESTIONS_FROM_OPENING], *GENERAL_QUESTIONS)[:MAX_QUESTIONS]


def split_requirements(text: str) -> list[str]:
    """The requirements in a list or in a few sentences, without bullets and full stops."""
    lines = re.split(r"\n+|(?<=[.!?;])\s+", text)
    cleaned = (re.sub(r"^[\s\-*•–\d.)]+(?=\S)", "", line).strip(" .;-*•–") for line in lines)
    return [shorten(line, MAX_REQUIREMENT_LENGTH) for line in cleaned if line]


def draft_invitation(candidate_name: str, title: str | None, advocate: str) -> str:
    """A message to the candidate that the advocate can copy. `title` is None without a role."""
    role = f" for the {title} role" if title else ""
    return (
        f"Hi {first_name(candidate_name)},\n\nYou're about to meet people here{role}. "
        "I can tell you what they care about, and we can walk through a few questions together: "
        f"half an hour is enough. When would suit you?\n\n{format_name(advocate)}"
    )
