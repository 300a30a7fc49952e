"""The command line: parses the words after `/refer`.

`parse_command` accepts every text. It returns a Command or, for a word that is not a command, an
UnknownCommand with the most similar command.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from domain.refs import parse_ref
from domain.typed_text import strip_unseen

CommandName = Literal[
    "refer", "post", "jobs", "mine", "search", "help", "ask", "bench", "desk", "thanks", "stats",
    "settings", "privacy",
]  # fmt: skip

# The lines of the help: what a person can type, and what it does.
USAGES: Final[tuple[tuple[str, str], ...]] = (
    ("/refer", "refer someone"),
    ("/refer Ada Lovelace for ENG-12", "the same, with the name and up to three roles filled in"),
    ("/refer jobs [words]", "open roles"),
    ("/refer mine", "my referrals and what's next"),
    ("/refer search hopper", "find a person or a role among my referrals and on my bench"),
    ("/refer ask [@colleague]", "ask a colleague to vouch, for someone or for yourself"),
    ("/refer bench", "people you'd vouch for; only you can see them"),
    ("/refer desk [words]", "referrals to answer (recruiters and hiring managers)"),
    ("/refer post", "post an opening (recruiters and hiring managers)"),
    ("/refer settings", "your own hours, time zone, pause and how much you hear from me"),
    ("/refer thanks [@colleague]", "thank a colleague for what they did"),
    ("/refer stats", "figures: how referrals fare, and how yours did"),
    ("/refer privacy", "what I hold about you, and who erases it"),
    ("/refer help", "this page"),
)

# Each name maps to itself, so that a type checker knows that a found value is a `CommandName`.
_NAMES: Final[dict[str, CommandName]] = {name: name for name in get_args(CommandName)}
# Words that people try first. They are suggested but not accepted: each command has one name.
_SYNONYMS: Final[dict[str, CommandName]] = {
    "away": "settings", "config": "settings", "create": "post", "delete": "privacy",
    "erase": "privacy", "find": "search", "list": "jobs", "lookup": "search", "manual": "help",
    "me": "mine", "mute": "settings", "my": "mine", "new": "post", "openings": "jobs",
    "options": "settings", "pause": "settings", "preferences": "settings", "queue": "desk",
    "roles": "jobs", "status": "mine", "stop": "settings", "usage": "help", "vouch": "refer",
}  # fmt: skip
# Besides `refer`, only these commands take the ref of an opening, as their first word. After any
# other command, a ref is a word like the others.
_COMMANDS_WITH_REF: Final[frozenset[CommandName]] = frozenset({"post", "ask"})

# After these commands a person can mention a colleague.
COMMANDS_WITH_PERSON: Final[frozenset[CommandName]] = frozenset({"ask", "desk"})

# The similarity of two words is between 0 and 1. This limit is difflib's default: "jbos" (0.75)
# suggests "jobs", and "grace" (0.5) does not suggest "privacy".
_MIN_SIMILARITY: Final = 0.6
# The limit for words with a capital, which are probably names: "Setings" (0.93) suggests
# "settings", and "Ben" (0.75) does not suggest "bench".
_MIN_SIMILARITY_WITH_CAPITAL: Final = 0.85
_FOR: Final = "for"
_REF_SEPARATORS: Final = frozenset({"and", "&", "+", ",", "or"})
_QUOTES: Final = '"“”„‟«»‹›「」『』'
_APOSTROPHES: Final = ("'", "‘", "’", "‚")
_PUNCTUATION: Final = ",;: "
# The punctuation of East Asian keyboards, after which people type no space.
_FULL_WIDTH_PUNCTUATION: Final = str.maketrans({"，": ", ", "、": ", ", "；": "; ", "：": ": "})
# The zero-width joiners U+200C and U+200D are not here: Persian names and some emoji contain them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Command:
    """A parsed command. `text` is what follows its name and refs, with single spaces.

    `refs` are written as `ENG-12`. Only `refer` may have several.
    """

    name: CommandName
    refs: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A word that is not a command, as typed. `suggestion` is a similar command, or None."""

    word: str
    suggestion: CommandName | None = None


def parse_command(text: str) -> Command | UnknownCommand:
    """The command in `text`. Never raises. The first rule that applies decides:

    1. No text: `refer`.
    2. The first word is a command, in upper or lower case: that command, with the other words.
       A question mark means `help`.
    3. The text begins with refs (`ENG-12`, `eng12`, `eng 12`), or ends with refs that have a hyphen
       or follow "for": `refer` for these openings. The other words are the candidate's name.
    4. A single word with an @, a slash or a full stop: `refer`, and the word is a contact.
    5. A single word in lower case, or without a letter: UnknownCommand.
    6. A single word that is very similar to a command (`Setings`): UnknownCommand.
    7. All other texts: `refer`, and the text is the candidate's name.

    If a name begins like a command, `refer` must be typed before it: `refer Mine Okafor`.
    """
    typed = strip_unseen(unicodedata.normalize("NFC", text))
    words = _INVISIBLE.sub("", typed).translate(_FULL_WIDTH_PUNCTUATION).split()
    if not words:
        return Command("refer")
    is_question_mark = set(words[0]) <= {"?", "？"}
    name = "help" if is_question_mark else _NAMES.get(_normalise_word(words[0]))
    if name is None:
        return _parse_referral(words, refer_typed=False)
    if name == "refer":
        return _parse_referral(words[1:], refer_typed=True)
    if name not in _COMMANDS_WITH_REF:
        return Command(name, (), " ".join(words[1:]))
    ref, rest = _split_ref(words[1:])
    return Command(name, (ref,) if ref else (), " ".join(rest))


def _parse_referral(words: list[str], *, refer_typed: bool) -> Command | UnknownCommand:
    """Parses refs and a candidate's name.

    Without a typed "refer", a single word may be an unknown command instead of a name.
    """
    refs, rest = _split_leading_refs(_separate_refs(words))
    if not refs:
        refs, rest = _split_trailing_refs(rest)
    if not refs and len(words) == 1 and not refer_typed:
        unknown = _find_unknown_command(words[0])
        if unknown is not None:
            return unknown
    return Command("refer", tuple(dict.fromkeys(refs)), _strip_punctuation(" ".join(rest)))


def _normalise_word(word: str) -> str:
    """The word in lower case and in letters of normal width, without punctuation around it."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return plain.strip(_QUOTES).lstrip("/-").rstrip("?!.,:;")


def _separate_refs(words: list[str]) -> list[str]:
    """The words, with `ENG-1,ENG-3` and `ENG-1:Ada` split. Other commas stay in their words."""
    separate: list[str] = []
    for word in words:
        before, _, after = word.partition(":")
        parts = [part for part in re.split("[,;/+&]", word) if part]
        if after and _parse_one_ref(before):
            separate += [before, after]
        elif len(parts) > 1 and all(map(_parse_one_ref, parts)):
            separate += parts
        else:
            separate.append(word)
    return separate


def _split_ref(words: list[str]) -> tuple[str | None, list[str]]:
    """The first ref, in one word or two (`eng 12`), and the words after it.

    If the words do not begin with a ref, returns None and all words.
    """
    if not words:
        return None, words
    ref = _parse_one_ref(words[0])
    if ref is not None:
        return ref, words[1:]
    if len(words) > 1 and words[0].isalpha():
        ref = _parse_one_ref(f"{words[0]} {words[1]}")
        if ref is not None:
            return ref, words[2:]
    return None, words


def _split_leading_refs(words: list[str]) -> tuple[list[str], list[str]]:
    """The refs at the beginning (`ENG-1, ENG-3 and OPS-2`, `for ENG-1`) and the other words."""
    ref_after_first_word, _ = _split_ref(words[1:])
    begins_with_for = bool(ref_after_first_word) and words[0].casefold() == _FOR
    rest = words[1:] if begins_with_for else words
    refs: list[str] = []
    while True:
        is_separated = bool(refs and rest and rest[0].casefold() in _REF_SEPARATORS)
        ref, after_ref = _split_ref(rest[1:] if is_separated else rest)
        if ref is None:
            return refs, rest
        refs.append(ref)
        rest = after_ref


def _split_trailing_refs(words: list[str]) -> tuple[list[str], list[str]]:
    """The refs at the end, as in `Ada Lovelace ENG-12`, and the other words.

    Without a "for" before it, a ref must have a hyphen, because a name can end in a number.
    """
    for_indexes = [index for index, word in enumerate(words) if word.casefold() == _FOR]
    for index in reversed(for_indexes):
        if index == 0:  # `_split_leading_refs` has tried the refs after a "for" at the beginning.
            continue
        refs, rest = _split_leading_refs(words[index + 1 :])
        if refs and not rest:
            return refs, words[:index]
    refs, end = [], len(words)
    while end and "-" in words[end - 1] and (ref := _parse_one_ref(words[end - 1])):
        refs.insert(0, ref)
        end -= 1
        if end and words[end - 1].casefold() in _REF_SEPARATORS:
            end -= 1
    return refs, words[:end]


def _strip_punctuation(text: str) -> str:
    """The text without quotes around it, and without punctuation that separates it from a ref."""
    plain = text.strip(_QUOTES + _PUNCTUATION).lstrip("-–—").strip(_QUOTES + " ")
    # An apostrophe at one end only belongs to the name, as in "'t Hart".
    is_quoted = plain.startswith(_APOSTROPHES) and plain.endswith(_APOSTROPHES)
    return plain[1:-1] if is_quoted else plain


def _parse_one_ref(word: str) -> str | None:
    return parse_ref(_strip_punctuation(word).rstrip(".!?"))


def _find_unknown_command(word: str) -> UnknownCommand | None:
    """An UnknownCommand for a single word, or None if the word is a name or a contact."""
    if any(mark in word for mark in "@/."):
        return None
    key = _normalise_word(word)
    if word.islower() or not any(char.isalpha() for char in word):
        suggestion = _SYNONYMS.get(key) or _find_similar(key, _NAMES, _MIN_SIMILARITY)
        return UnknownCommand(word, suggestion)
    # A word with a capital is probably a name, so only a command with the same initial is meant.
    same_initial = [name for name in _NAMES.values() if name[0] == key[:1]]
    same_letters = [name for name in same_initial if sorted(name) == sorted(key)]  # as in "Hlep"
    if same_letters:
        return UnknownCommand(word, same_letters[0])
    suggestion = _find_similar(key, same_initial, _MIN_SIMILARITY_WITH_CAPITAL)
    return UnknownCommand(word, suggestion) if suggestion else None


def _find_similar(key: str, names: Iterable[str], min_similarity: float) -> CommandName | None:
    closest = difflib.get_close_matches(key, names, n=1, cutoff=min_similarity)
    return _NAMES[closest[0]] if closest else None
