"""Splits texts into graphemes (what people see as one character) and cuts between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_JOINER = "\u200d"
_MAX_GRAPHEME_LENGTH = 40  # code points; the emoji of a family of five has nine


def split_graphemes(text: str) -> Iterator[str]:
    """The graphemes of a text: a letter with its accents, an emoji with all its parts.

    It follows a small part of Unicode's rules (UAX 29, https://unicode.org/reports/tr29/), which is
    enough to cut a text without breaking a character that people see.
    """
    start = 0
    while start < len(text):
        end = start + 1
        if _is_flag_letter(text[start]) and text[end : end + 1] and _is_flag_letter(text[end]):
            end += 1
        while end < len(text) and end - start < _MAX_GRAPHEME_LENGTH:
            # A joiner connects symbols and emoji. Letters after one begin a grapheme of their own.
            is_joined = text[end - 1] == _JOINER and ord(text[end]) > 0x2000
            if not (is_joined or _extends_grapheme(text[end])):
                break
            end += 1
        yield text[start:end]
        start = end


def _is_flag_letter(char: str) -> bool:
    """Whether `char` is a regional indicator; two of them make one flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _extends_grapheme(char: str) -> bool:
    """Whether `char` is an accent, variation selector, joiner, skin tone or flag tag."""
    return (
        char == _JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def truncate(text: str, limit: int) -> str:
    """The beginning of a text, at most `limit` code points, cut between graphemes."""
    fitting: list[str] = []
    size = 0
    for grapheme in split_graphemes(text[: limit + _MAX_GRAPHEME_LENGTH]):
        size += len(grapheme)
        if size > limit:
            break
        fitting.append(grapheme)
    return "".join(fitting)


def shorten(text: str, limit: int) -> str:
    """The text on one line. If it is longer than `limit`, it ends after a word with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = truncate(flat, max(limit - len(ELLIPSIS), 0))
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + ELLIPSIS
