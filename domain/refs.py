"""Refs: the short names of openings, such as ENG-12.

This file chooses a prefix for a team's name, and parses refs that people type.
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
_REF_PATTERN = re.compile(r"#?([A-Za-z]{2,5})\s*[-_‐–—−]?\s*([0-9]{1,6})")
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "und", "et", "de", "y", "e"})
# Letters that Unicode does not decompose into a Latin letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# Offensive words, which no announcement should contain.
_OFFENSIVE = frozenset(
    {"ANAL", "ASS", "ASSES", "CUM", "DIE", "FAG", "KKK", "SEX", "SHIT", "TIT", "TITS"}
)


def choose_prefix(team: str, taken: Mapping[str, str]) -> str:
    """A prefix of 2 to 5 upper-case letters for a team. `taken` maps prefixes to their teams.

    The same team (capitals and spaces aside) gets its prefix again, and no other team gets it. The
    prefix of one word is its first three letters, and of several words their initials. If that is
    taken, more letters of the name are added, then counted letters. A name without Latin letters
    gives TEAM. The caller stores the result.
    """
    key = _normalise_team(team)
    used = {prefix.upper(): _normalise_team(other) for prefix, other in taken.items()}
    existing = sorted(prefix for prefix, other in used.items() if other == key)
    if existing:
        return existing[0]
    return next(p for p in _propose_prefixes(team) if p not in used and p not in _OFFENSIVE)


def format_ref(prefix: str, number: int) -> str:
    """The ref of an opening, such as `ENG-12`.

    Raises ValueError unless the prefix has 2 to 5 Latin letters and the number is between 1 and
    999,999.
    """
    ref = f"{prefix.upper()}-{number}"
    if parse_ref(ref) != ref:
        raise ValueError(f"no ref can be made of {prefix!r} and {number}")
    return ref


def parse_ref(text: str) -> str | None:
    """The canonical ref when `text` is a ref and nothing else, or None.

    `eng-12`, `ENG12`, `eng 12`, `#ENG-12`, `ENG-012` and full-width letters all mean ENG-12.
    """
    match = _REF_PATTERN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or int(match[2]) == 0:
        return None
    return f"{match[1].upper()}-{int(match[2])}"


def _normalise_team(team: str) -> str:
    return "".join(unicodedata.normalize("NFKC", team).casefold().split())


def _latin_words(team: str) -> list[str]:
    """The words of a name in plain Latin letters, without words such as "of" and "the"."""
    decomposed = unicodedata.normalize("NFKD", team).casefold().translate(_LETTERS)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.findall(r"[a-z]+", plain)
    return [word for word in words if word not in _SMALL_WORDS] or words


def _propose_prefixes(team: str) -> Iterator[str]:
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
