"""What a reader sees as one sign, and texts that are cut between signs, never inside one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_JOINER = "\u200d"
_LONGEST_CLUSTER = 40  # code points; a family of five is ten, a flag of a region seven


def clusters(text: str) -> Iterator[str]:
    """What a reader sees as one sign: a letter with its accents, an emoji with its parts.

    A plain-words version of Unicode's UAX 29: enough to cut nowhere that can be seen.
    """
    at = 0
    while at < len(text):
        end = at + 1
        if _is_flag(text[at]) and text[end : end + 1] and _is_flag(text[end]):
            end += 1
        while end < len(text) and end - at < _LONGEST_CLUSTER:
            joined = text[end - 1] == _JOINER and ord(text[end]) > 0x2000
            if not (joined or _goes_on(text[end])):
                break
            end += 1
        yield text[at:end]
        at = end


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _goes_on(char: str) -> bool:
    """Accents, variation selectors, joiners, skin tones and the tags of a region's flag."""
    return (
        char == _JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def first(text: str, limit: int) -> str:
    """The beginning of a text, cut where no sign is cut in two."""
    kept: list[str] = []
    size = 0
    for cluster in clusters(text[: limit + _LONGEST_CLUSTER]):
        size += len(cluster)
        if size > limit:
            break
        kept.append(cluster)
    return "".join(kept)


def shorten(text: str, limit: int) -> str:
    """On one line, at most `limit` long: cut after a word, with an ellipsis, where it is longer."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = first(flat, max(limit - len(ELLIPSIS), 0))
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + ELLIPSIS
