"""Refs: the short names of openings, such as ENG-12.

A team has one prefix, and its openings are numbered. People type refs in commands and forms.
"""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

MAX_PREFIX: Final = 5  # letters
_FALLBACK: Final = "TEAM"  # for a name without two Latin letters
_REF_PATTERN = re.compile(r"#?([A-Za-z]{2,5})\s*(?:[-_‐–—−]\s*)?([0-9]{1,6})")
# Words that add no letter to a prefix.
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "und", "et", "de", "y", "e"})
# Letters that Unicode does not decompose into a Latin letter and a mark.
_LATIN_EQUIVALENTS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_OFFENSIVE = frozenset(
    {"ANAL", "ASS", "ASSES", "CUM", "DIE", "FAG", "KKK", "SEX", "SHIT", "TIT", "TITS"}
)


def choose_prefix(team: str, taken: Mapping[str, str]) -> str:
    """A prefix of 2 to 5 upper-case letters for a team. `taken` maps prefixes to their teams.

    A team keeps its prefix, and no other team gets it. Case and spaces in names are ignored. The
    prefix is the first three letters of a single word, or the initials of several words. If it is
    taken, more letters of the name are added, and after that A, B, C and so on. A name without
    two Latin letters gives TEAM. The caller stores the result.
    """
    normalised = _normalise_team(team)
    team_by_prefix = {prefix.upper(): _normalise_team(name) for prefix, name in taken.items()}
    existing = sorted(prefix for prefix, name in team_by_prefix.items() if name == normalised)
    if existing:
        return existing[0]
    unavailable = _OFFENSIVE | team_by_prefix.keys()
    return next(prefix for prefix in _propose_prefixes(team) if prefix not in unavailable)


def format_ref(prefix: str, number: int) -> str:
    """The ref of an opening, such as `ENG-12`.

    Raises ValueError unless the prefix has 2 to 5 Latin letters and the number is between 1 and
    999,999.
    """
    ref = f"{prefix.upper()}-{number}"
    if parse_ref(ref) != ref:  # The pattern has the limits.
        raise ValueError(f"no ref can be made of {prefix!r} and {number}")
    return ref


def parse_ref(text: str) -> str | None:
    """The canonical ref if the whole `text` is a ref, else None.

    `eng-12`, `ENG12`, `eng 12`, `#ENG-12`, `ENG-012` and full-width letters all mean ENG-12.
    """
    match = _REF_PATTERN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or int(match[2]) == 0:
        return None
    return f"{match[1].upper()}-{int(match[2])}"


def _normalise_team(team: str) -> str:
    return "".join(unicodedata.normalize("NFKC", team).casefold().split())


def _latin_words(team: str) -> list[str]:
    """The words of a name in plain Latin letters, without small words such as "of".

    If all words of the name are small, they are kept.
    """
    decomposed = unicodedata.normalize("NFKD", team).casefold().translate(_LATIN_EQUIVALENTS)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"[a-z]+", plain)
    return [word for word in words if word not in _SMALL_WORDS] or words


def _propose_prefixes(team: str) -> Iterator[str]:
    """Possible prefixes, the best first. There are millions, so some prefix is always free."""
    words = [word.upper() for word in _latin_words(team)]
    letters = "".join(words)
    if len(letters) < 2:
        words, letters = [_FALLBACK], _FALLBACK
    if len(words) == 1:
        base = letters if letters == _FALLBACK else letters[:3]
        from_name = [letters[:length] for length in range(len(base), MAX_PREFIX + 1)]
    else:
        base = "".join(word[0] for word in words)[:MAX_PREFIX]
        from_name = [base + words[-1][1 : 1 + extra] for extra in range(MAX_PREFIX - len(base) + 1)]
    yield from from_name
    for ending_length in range(1, MAX_PREFIX + 1):
        for ending in itertools.product(string.ascii_uppercase, repeat=ending_length):
            prefix = base[: MAX_PREFIX - ending_length] + "".join(ending)
            if len(prefix) >= 2:
                yield prefix
