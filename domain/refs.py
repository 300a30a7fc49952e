"""Refs: the short names of openings, such as ENG-12.

Starts from a team's name or from what somebody typed, ends with a prefix or a canonical ref.
"""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

MAX_PREFIX: Final = 5
_FALLBACK: Final = "TEAM"
_SHAPE = re.compile(r"#?([A-Za-z]{2,5})\s*[-_‐–—−]?\s*([0-9]{1,6})")
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "und", "et", "de", "y", "e"})
# Letters that Unicode does not take apart into a Latin letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# Nobody wants these in front of a number in every announcement.
_UNKIND = frozenset(
    {"ANAL", "ASS", "ASSES", "CUM", "DIE", "FAG", "KKK", "SEX", "SHIT", "TIT", "TITS"}
)


def prefix_for_team(team: str, taken: Mapping[str, str]) -> str:
    """A prefix of 2 to 5 upper-case letters for that team; `taken` maps prefixes to their teams.

    The same team (capitals and spaces aside) gets its prefix again; another team never gets one
    that is taken. One word gives its first three letters, several give their initials; when that
    is taken, more letters of the name, then letters counted up. A name without Latin letters
    gives TEAM. The caller stores the pair.
    """
    key = _same(team)
    used = {prefix.upper(): _same(other) for prefix, other in taken.items()}
    own = sorted(prefix for prefix, other in used.items() if other == key)
    if own:
        return own[0]
    return next(p for p in _proposals(team) if p not in used and p not in _UNKIND)


def format_ref(prefix: str, number: int) -> str:
    """The ref of the opening with that number: `ENG-12`.

    Raises ValueError when nobody could type it back: a prefix that is not 2 to 5 Latin letters,
    a number outside 1 to 999,999.
    """
    ref = f"{prefix.upper()}-{number}"
    if parse_ref(ref) != ref:
        raise ValueError(f"no ref can be made of {prefix!r} and {number}")
    return ref


def parse_ref(text: str) -> str | None:
    """The canonical ref if `text` is one and nothing else, or None.

    `eng-12`, `ENG12`, `eng 12`, `#ENG-12`, `ENG-012` and full-width letters all mean ENG-12.
    """
    found = _SHAPE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or int(found[2]) == 0:
        return None
    return f"{found[1].upper()}-{int(found[2])}"


def _same(team: str) -> str:
    return "".join(unicodedata.normalize("NFKC", team).casefold().split())


def _latin_words(team: str) -> list[str]:
    """The words of the name in plain Latin letters, without the small ones between them."""
    apart = unicodedata.normalize("NFKD", team).casefold().translate(_LETTERS)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    words = re.findall(r"[a-z]+", plain)
    return [word for word in words if word not in _SMALL_WORDS] or words


def _proposals(team: str) -> Iterator[str]:
    words = [word.upper() for word in _latin_words(team)]
    letters = "".join(words)
    if len(letters) < 2:
        words = [letters] = [_FALLBACK]
    if len(words) == 1:
        base = letters if letters == _FALLBACK else letters[:3]
        longer = [letters[:length] for length in range(len(base), MAX_PREFIX + 1)]
    else:
        base = "".join(word[0] for word in words)[:MAX_PREFIX]
        longer = [base + words[-1][1 : 1 + more] for more in range(MAX_PREFIX - len(base) + 1)]
    yield from longer
    for width in range(1, MAX_PREFIX + 1):
        for ending in itertools.product(string.ascii_uppercase, repeat=width):
            counted = base[: MAX_PREFIX - width] + "".join(ending)
            if len(counted) >= 2:
                yield counted
