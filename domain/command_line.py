"""The command line: parses the words after `/refer`.

`parse_command` returns a Command or, for a word that is no command, an UnknownCommand with the most
similar command. Every text gives one of the two.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, get_args

from domain.refs import parse_ref
from domain.typed_text import strip_unseen

CommandName = Literal[
    "refer", "post", "jobs", "mine", "help", "ask", "bench", "desk", "thanks", "stats",
    "settings", "privacy",
]  # fmt: skip

_NAMES: Final[dict[str, CommandName]] = {name: name for name in get_args(CommandName)}
# Words that people try first. They are suggested but not accepted: each command has one name.
_SYNONYMS: Final[dict[str, CommandName]] = {
    "config": "settings", "create": "post", "delete": "privacy", "erase": "privacy",
    "list": "jobs", "manual": "help", "me": "mine", "my": "mine", "new": "post",
    "openings": "jobs", "options": "settings", "preferences": "settings", "queue": "desk",
    "roles": "jobs", "search": "jobs", "status": "mine", "usage": "help", "vouch": "refer",
}  # fmt: skip
# Only these commands take a ref first. For the others, a ref is a word like any other.
_COMMANDS_WITH_REF: Final[frozenset[CommandName]] = frozenset({"refer", "post", "ask"})

# These commands can name a colleague with a mention.
COMMANDS_WITH_PERSON: Final[frozenset[CommandName]] = frozenset({"ask", "desk"})

# Similarities from 0 to 1. This one is the default of difflib: "jbos" (0.75) suggests "jobs", and
# "grace" (0.5) does not suggest "privacy".
_MIN_SIMILARITY: Final = 0.6
# A capitalised word is probably a name: "Ben" has a similarity of 0.75 to "bench", and "Setings"
# one of 0.93 to "settings".
_MIN_SIMILARITY_OF_NAMES: Final = 0.85
# The joiners U+200C and U+200D are not here: Persian names and some emoji contain them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Command:
    """A parsed command. `ref` is canonical (`ENG-12`); `words` is the rest, with single spaces."""

    name: CommandName
    ref: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A word that is no command, as typed, with the command that was probably meant."""

    word: str
    suggestion: CommandName | None = None


def parse_command(text: str) -> Command | UnknownCommand:
    """The command in `text`. Never raises. The first rule that applies decides:

    1. No text: `refer`.
    2. The first word is a command, in upper or lower case: that command, with the other words.
    3. The first word is a ref (`ENG-12`, `eng12`, `eng 12`), or the last one is a ref with a
       hyphen: `refer` for that opening, and the other words are the candidate's name.
    4. One word that contains an @, a slash or a full stop: `refer`, the word is a contact.
    5. One word in lower case, or without a letter: UnknownCommand.
    6. One word that is very similar to a command (`Setings`): UnknownCommand.
    7. All other texts: `refer`, the text is the candidate's name.

    `refer Mine Okafor` refers a candidate whose name begins like a command.
    """
    typed = strip_unseen(unicodedata.normalize("NFC", text))
    words = _INVISIBLE.sub("", typed).split()
    if not words:
        return Command("refer")
    name = _NAMES.get(_normalise_word(words[0])) or (
        "help" if set(words[0]) <= {"?", "？"} else None
    )
    if name is not None:
        ref, rest = (
            _split_leading_ref(words[1:]) if name in _COMMANDS_WITH_REF else (None, words[1:])
        )
        return Command(name, ref, " ".join(rest))
    ref, rest = _split_leading_ref(words)
    if ref is None:
        ref, rest = _split_trailing_ref(words)
    if ref is None and len(words) == 1:
        unknown = _find_unknown_command(words[0])
        if unknown is not None:
            return unknown
    return Command("refer", ref, " ".join(rest))


def _normalise_word(word: str) -> str:
    """The word normalised for comparison: full-width letters, case and punctuation removed."""
    return unicodedata.normalize("NFKC", word).casefold().lstrip("/-").rstrip("?!.,:;")


def _split_leading_ref(words: list[str]) -> tuple[str | None, list[str]]:
    """The ref at the beginning, in one word or in two (`eng 12`), and the other words."""
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


def _split_trailing_ref(words: list[str]) -> tuple[str | None, list[str]]:
    """The ref at the end, as in `Ada Lovelace ENG-12`, and the other words.

    It must have a hyphen, because a name can end in a number.
    """
    ref = parse_ref(words[-1]) if "-" in words[-1] else None
    return (ref, words[:-1]) if ref is not None else (None, words)


def _find_unknown_command(word: str) -> UnknownCommand | None:
    """An UnknownCommand for a single word, or None if the word is a name or a contact."""
    if any(mark in word for mark in "@/."):
        return None
    key = _normalise_word(word)
    if word.islower() or not any(c.isalpha() for c in word):
        closest = difflib.get_close_matches(key, _NAMES, n=1, cutoff=_MIN_SIMILARITY)
        return UnknownCommand(word, _SYNONYMS.get(key) or (_NAMES[closest[0]] if closest else None))
    same_initial: list[str] = [name for name in _NAMES if name[0] == key[:1]]
    same_letters: list[str] = [name for name in same_initial if sorted(name) == sorted(key)]
    closest = same_letters or difflib.get_close_matches(
        key, same_initial, n=1, cutoff=_MIN_SIMILARITY_OF_NAMES
    )
    return UnknownCommand(word, _NAMES[closest[0]]) if closest else None
