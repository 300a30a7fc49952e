"""Shortens texts without cutting a grapheme, which is what people see as one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_JOINER = "\u200d"  # the zero-width joiner
# In code points. The emoji of a family of five has nine; a letter with hundreds of accents is cut.
_MAX_GRAPHEME_LENGTH = 40
# Emoji and other symbols are above this code point. The letters of scripts that use joiners are
# below it.
_FIRST_SYMBOL = 0x2000


def split_graphemes(text: str) -> Iterator[str]:
    """Yields each grapheme of a text, such as a letter with its accents or an emoji with its parts.

    This follows only the part of Unicode's rules (UAX 29, https://unicode.org/reports/tr29/) that
    is needed to cut a text without breaking a grapheme.
    """
    start = 0
    while start < len(text):
        end = start + 1
        has_next = end < len(text)
        if has_next and _is_flag_letter(text[start]) and _is_flag_letter(text[end]):
            end += 1
        while end < len(text) and end - start < _MAX_GRAPHEME_LENGTH:
            # A joiner connects symbols to one grapheme, but not letters.
            is_joined = text[end - 1] == _JOINER and ord(text[end]) > _FIRST_SYMBOL
            if not (is_joined or _extends_grapheme(text[end])):
                break
            end += 1
        yield text[start:end]
        start = end


def _is_flag_letter(char: str) -> bool:
    """Whether `char` is a regional indicator. Two of them make the emoji of one flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _extends_grapheme(char: str) -> bool:
    """Whether `char` is an accent, variation selector, joiner, skin tone or flag tag."""
    return (
        char == _JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")  # accents and variation selectors
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags, which spell the region of a flag
    )


def truncate(text: str, limit: int) -> str:
    """The beginning of a text, at most `limit` code points, cut between graphemes."""
    end = 0
    # A grapheme that begins within the limit ends within this slice.
    for grapheme in split_graphemes(text[: limit + _MAX_GRAPHEME_LENGTH]):
        if end + len(grapheme) > limit:
            break
        end += len(grapheme)
    return text[:end]


def shorten(text: str, limit: int) -> str:
    """The text on one line, at most `limit` code points. A cut text ends with an ellipsis.

    The text is cut after a word, or within the first word if that is too long.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = truncate(line, max(limit - len(ELLIPSIS), 0))
    whole_words = cut.rpartition(" ")[0]
    return (whole_words or cut).rstrip(" ,;:") + ELLIPSIS
