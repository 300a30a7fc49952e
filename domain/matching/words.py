"""People's texts as words that can be compared: accents off, clauses kept, known phrases found.

Starts from a text as somebody typed it, ends with the phrases of a vocabulary found in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_]+(?:[+#]+|(?:[.'’][^\W_]+)*)|\.net\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.()|•·\n/&]|\s[-–]\s|\b(?:and|or|und|oder|et|ou|y|o|e)\b", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATES = word_set(
    "no not never without nor hardly kein keine keinen nie ohne nicht pas jamais sans sin nunca sem"
)
_WEAKENS = word_set(
    "little some basic basics course courses beginner interested wants curious bit etwas kurs "
    "interessiert peu poco"
)
_REACH = 3  # words back to which a "never" or "a little" speaks of what follows
LONGEST_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Word:
    """`typed` as it stands there, `plain` for comparing; words of one list item share a clause."""

    typed: str
    plain: str
    clause: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the vocabulary, at the word `at`. `weak`: said to be small or only wished for."""

    name: str
    at: int
    size: int
    weak: bool = False


def entries(table: str) -> list[str]:
    """The entries of a table in a text: one a line, and an indented line goes on with the last."""
    return re.sub(r"\n[ ]+", " ", table.strip()).splitlines()


def plain(text: str) -> str:
    """Casefolded, without accents: "Zürich" and "zurich" are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[Word]:
    """Every word with its clause, so that "Go, Kubernetes" is known to be a list of two."""
    ends = [match.end() for match in _CLAUSE.finditer(text)]
    found, clause, passed = [], 0, 0
    for match in _WORD.finditer(text):
        while passed < len(ends) and ends[passed] <= match.start():
            passed += 1
            clause += 1
        typed = match.group().strip("'’")
        found.append(Word(typed, plain(typed).removesuffix("'s").removesuffix("’s"), clause))
    return found


def stem(word: str) -> str:
    """The plural and the singular of a longer word are one: enough for English job texts."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Vocabulary:
    """Phrases and what they stand for. A phrase with a capital in `table` is an ordinary word too
    ("Go", "Swift"): it counts in that very form, or where it stands alone in a list."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._table = table

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], list[tuple[str, str]]]:
        """Made when first needed: a start should not wait for a thousand phrases."""
        found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for name, phrases in self._table.items():
            for phrase in phrases:
                key = tuple(stem(word.plain) for word in words(phrase))
                own_form = phrase if phrase != phrase.lower() else ""
                found.setdefault(key, []).append((name, own_form))
        return found

    def find(self, said: list[Word]) -> list[Found]:
        """The longest phrase at each place, in order; what is negated is not there at all."""
        stems = [stem(word.plain) for word in said]
        found: list[Found] = []
        at = 0
        while at < len(said):
            size = self._longest(said, stems, at, found)
            at += size or 1
        return found

    def _longest(self, said: list[Word], stems: list[str], at: int, found: list[Found]) -> int:
        for size in range(min(LONGEST_PHRASE, len(said) - at), 0, -1):
            for name, own_form in self._phrases.get(tuple(stems[at : at + size]), ()):
                if own_form and not _meant(said, at, own_form):
                    continue
                before = {word.plain for word in said[max(0, at - _REACH) : at]}
                if not before & _NEGATES:
                    found.append(Found(name, at, size, weak=bool(before & _WEAKENS)))
                return size
        return 0


def _meant(said: list[Word], at: int, own_form: str) -> bool:
    """Whether an ordinary word is meant as the name: written so, or alone between commas."""
    word = said[at]
    alone = all(
        not 0 <= beside < len(said) or said[beside].clause != word.clause
        for beside in (at - 1, at + 1)
    )
    return word.typed == own_form or (alone and word.typed == word.typed.lower())
