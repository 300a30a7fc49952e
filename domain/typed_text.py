"""Removes invisible characters from typed texts.

People paste such characters from web pages and word processors without knowing. A text that has no
others counts as empty, and a word with one inside still equals the same word without it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters, marks and symbols by their category that are drawn as nothing: Hangul and Khmer fillers,
# the empty Braille pattern, the object replacement character, and the marks among Unicode's
# Default_Ignorable_Code_Point (https://www.unicode.org/reports/tr44/).
_BLANK: Final = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U0001d159\U000e0100-\U000e01ef"
)
_BLANK_CHARACTER: Final = re.compile(f"[{_BLANK}]")
_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Cs", "Zs", "Zl", "Zp"})
# What is removed at both ends of a text. Joiners, variation selectors, tags and marks of direction
# stay, because the letter or emoji before them may need them.
_SURROUNDING: Final = (
    r"\s\x00-\x1f\x7f\u00ad\u034f\u115f\u1160\u200b\u2060-\u2064\u2800\u3164\ufeff\uffa0\ufffc"
)
_AT_START: Final = re.compile(f"[{_SURROUNDING}]+")
_IGNORED: Final = re.compile(
    f"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0001-\U000e007f{_BLANK}]"
)


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of the text."""
    return any(
        unicodedata.category(char) not in _UNSEEN_CATEGORIES and not _BLANK_CHARACTER.match(char)
        for char in text
    )


def strip_unseen(text: str) -> str:
    """The text without white space and invisible characters around it; "" if nothing is visible.

    Inside the text everything stays: these are the person's own words.
    """
    if not is_visible(text):
        return ""
    start = _AT_START.match(text)
    end = _AT_START.match(text[::-1])
    return text[start.end() if start else 0 : len(text) - (end.end() if end else 0)]


def remove_unseen(text: str) -> str:
    """The text without invisible characters, also within words, for comparing it with others.

    Spaces and line ends stay.
    """
    return _IGNORED.sub("", text)
