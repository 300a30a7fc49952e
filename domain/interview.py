"""What helps a candidate to prepare: questions to walk through, from what the opening asks for."""

from __future__ import annotations

import re

from domain.graphemes import shorten
from domain.introduction import in_a_letter
from domain.openings import Opening

MOST = 5  # questions; half an hour
FROM_NEEDS = 3
OF_EACH = 2
PIECE = 160  # characters of one thing that the opening asks for

GOOD_ONES = (
    "What are you proudest of in the last two years, and what was your own part in it?",
    "What went wrong on your watch, and what did you change afterwards?",
    "When did you and a colleague disagree, and how did it end?",
    "Why this role, and why now?",
    "What do you want to know from the team before you would say yes?",
)


def questions(opening: Opening | None) -> tuple[str, ...]:
    """Five at most: from the must-haves and the fit brief first, then ones that are always good."""
    asked: list[str] = []
    if opening is not None:
        asked += [
            f"When did you last show this: “{need}”? What did you do, and what came of it?"
            for need in pieces(opening.must_haves)[:OF_EACH]
        ]
        asked += [
            f"The team hopes for “{hope}”. Where could one have seen that in you?"
            for hope in pieces(opening.fit_brief)[:OF_EACH]
        ]
    return (*asked[:FROM_NEEDS], *GOOD_ONES)[:MOST]


def pieces(text: str) -> list[str]:
    """The single things in a list or a few sentences, in order, without bullets and full stops."""
    found = re.split(r"\n+|(?<=[.!?;])\s+", text)
    flat = (re.sub(r"^[\s\-*•–\d.)]+(?=\S)", "", each).strip(" .;-*•–") for each in found)
    return [shorten(each, PIECE) for each in flat if each]


def message(called: str, title: str | None, advocate: str) -> str:
    """To the candidate, to be copied."""
    role = f"for “{title}”" if title else "at the team"
    return (
        f"Hello {in_a_letter(called)},\n\nyou are going to meet people here {role}. I can tell you "
        "what they care about, and we can walk through a few questions together: half an hour is "
        f"enough. When suits you?\n\n{in_a_letter(advocate)}"
    )
