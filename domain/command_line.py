"""The command line: what somebody means by the words after `/refer`.

Starts from the text as Slack sends it, ends with a Command or, for a word that means nothing
here, Unknown with the nearest one. Nobody is ever met with silence.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, get_args

from domain.refs import parse_ref

Name = Literal[
    "refer", "post", "jobs", "mine", "help", "ask", "bench", "desk", "thanks", "stats",
    "settings", "privacy",
]  # fmt: skip

_NAMES: Final[dict[str, Name]] = {name: name for name in get_args(Name)}
# Words that people try first; offered, not obeyed, so that each thing keeps one name.
_MEANT: Final[dict[str, Name]] = {
    "config": "settings", "create": "post", "delete": "privacy", "erase": "privacy",
    "list": "jobs", "manual": "help", "me": "mine", "my": "mine", "new": "post",
    "openings": "jobs", "options": "settings", "preferences": "settings", "queue": "desk",
    "roles": "jobs", "search": "jobs", "status": "mine", "usage": "help", "vouch": "refer",
}  # fmt: skip
# Only for these is a leading ref set apart; for the others it is a word like any other.
_WITH_REF: Final[frozenset[Name]] = frozenset({"refer", "post", "ask"})

# These are said to or about a colleague, who is named by a mention.
WITH_PERSON: Final[frozenset[Name]] = frozenset({"ask"})

# difflib's own default: "jbos" (0.75) is found, "grace" and "privacy" (0.5) are not.
_CLOSE: Final = 0.6
# A capitalised word is likelier a name: "Ben" is 0.75 near to "bench", "Setings" 0.93 to
# "settings".
_VERY_CLOSE: Final = 0.85
# Not the joiners U+200C and U+200D: Persian names and some emoji are spelled with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Command:
    """What to do. `ref` is canonical (`ENG-12`); `words` is the rest with single spaces."""

    name: Name
    ref: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is no command, as typed, and the command that may have been meant."""

    word: str
    suggestion: Name | None = None


def parse(text: str) -> Command | Unknown:
    """The command in `text`; never raises. The first rule that fits decides:

    1. nothing: refer.
    2. the first word is a command, in any case: that command with the rest as its words.
    3. a ref stands first (`ENG-12`, `eng12`, `eng 12`), or last with a hyphen: refer for it, the
       rest is the candidate's name.
    4. a single word with an @, a slash or a point in it: refer, it is a contact.
    5. a single word in lower case, or without any letter: Unknown.
    6. a single word that begins like a command and is very close to it (`Setings`): Unknown.
    7. everything else, so two words or more and any other capitalised word: refer, it is a name.

    A person named like a command is reached by `refer Mine Okafor`.
    """
    words = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split()
    if not words:
        return Command("refer")
    name = _NAMES.get(_key(words[0])) or ("help" if set(words[0]) <= {"?", "？"} else None)
    if name is not None:
        ref, rest = _ref_first(words[1:]) if name in _WITH_REF else (None, words[1:])
        return Command(name, ref, " ".join(rest))
    ref, rest = _ref_first(words)
    if ref is None:
        ref, rest = _ref_last(words)
    if ref is None and len(words) == 1:
        unknown = _unknown(words[0])
        if unknown is not None:
            return unknown
    return Command("refer", ref, " ".join(rest))


def _key(word: str) -> str:
    """A word as commands are compared: any width and case, without marks around it."""
    return unicodedata.normalize("NFKC", word).casefold().lstrip("/-").rstrip("?!.,:;")


def _ref_first(words: list[str]) -> tuple[str | None, list[str]]:
    if not words:
        return None, words
    ref = parse_ref(words[0].rstrip(",:;"))
    if ref is not None:
        return ref, words[1:]
    if len(words) > 1 and words[0].isalpha():
        ref = parse_ref(f"{words[0]} {words[1]}")
        if ref is not None:
            return ref, words[2:]
    return None, words


def _ref_last(words: list[str]) -> tuple[str | None, list[str]]:
    """`Ada Lovelace ENG-12`; only with a hyphen, as names may well end in a number."""
    ref = parse_ref(words[-1]) if "-" in words[-1] else None
    return (ref, words[:-1]) if ref is not None else (None, words)


def _unknown(word: str) -> Unknown | None:
    """Unknown, or None when the single word is to be read as a name or a contact."""
    if any(mark in word for mark in "@/."):
        return None
    key = _key(word)
    if word.islower() or not any(c.isalpha() for c in word):
        near = difflib.get_close_matches(key, _NAMES, n=1, cutoff=_CLOSE)
        return Unknown(word, _MEANT.get(key) or (_NAMES[near[0]] if near else None))
    alike: list[str] = [name for name in _NAMES if name[0] == key[:1]]
    same_letters: list[str] = [name for name in alike if sorted(name) == sorted(key)]
    near = same_letters or difflib.get_close_matches(key, alike, n=1, cutoff=_VERY_CLOSE)
    return Unknown(word, _NAMES[near[0]]) if near else None
