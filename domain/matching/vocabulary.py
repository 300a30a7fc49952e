"""Listed phrases, found in people's words in one pass, whatever they are a phrase of.

Starts from the lists in `trades`, ends with the phrases that a text holds. Three marks in the
lists: a phrase with a capital ("Go", "Swift") is an ordinary word too, and counts in that form
only, or alone in a list; "gcp !clinical" does not count where the text has "clinical"; "gcp
?clinical" counts only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.matching.common import REAL_WORDS
from domain.matching.qualifiers import Qualifier, qualify
from domain.matching.words import Word, american, is_japanese, plain, word_set, words

SKILL, CRAFT, LANGUAGE, LEVEL, PLACE = range(5)
_KINDS = 5
_TYPO_FROM = 6  # letters: shorter words have too many neighbours
# Whoever is this to a craft is not of it: a physician assistant, an electrician's helper.
HELPERS = word_set("assistant assistants helper recruiter advocate agency staffing union software")
_NEGATIVE_PREFIX = word_set("non post pre anti ex semi pseudo")
_COMPOUND_MIN = 9  # letters of a German compound that is cut into a listed part and the rest


@dataclass(slots=True)
class Scan:
    """A text, its words, a qualifier for each of them, and the listed phrases in it."""

    text: str
    said: list[Word]
    qualifiers: list[Qualifier]
    found: list[Found]

    def shown(self, each: Found) -> str:
        """The phrase as it is typed in the text."""
        return self.text[self.said[each.at].start : self.said[each.at + each.size - 1].end]

    def of(self, kind: int) -> list[Found]:
        return [each for each in self.found if each.kind == kind]

    def titles(self) -> list[Found]:
        """The crafts named, without those that only tell what kind of another one is meant.

        A nurse recruiter is a recruiter, an electrician's wife is no electrician, and a data
        warehouse manager manages no warehouse.
        """
        crafts = self.of(CRAFT)
        starts = {each.at for each in crafts}
        skills = [(each.at, each.at + each.size) for each in self.of(SKILL)]
        return [
            each
            for each in crafts
            if not self._goes_on(each, starts)
            and not any(start < each.at < end < each.at + each.size for start, end in skills)
        ]

    def _goes_on(self, craft: Found, starts: set[int]) -> bool:
        last, after = craft.at + craft.size - 1, craft.at + craft.size
        if self.said[last].typed.endswith(("'s", "’s")):
            return True
        if after >= len(self.said) or self.said[after].item != self.said[last].item:
            return False
        return after in starts or self.said[after].plain in HELPERS


@dataclass(frozen=True, slots=True)
class Listed:
    """What one name goes by. `typos`: a longer word may be one typing mistake away from it."""

    kind: int
    name: str
    phrases: tuple[str, ...]
    typos: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the lists. `own_form`: how an ordinary word must be written to count."""

    kind: int
    name: str
    own_form: str
    last: str
    needs: frozenset[str]
    unless: frozenset[str]


class Found(NamedTuple):
    """A listed phrase in a text: `size` words from the word `at`."""

    kind: int
    name: str
    at: int
    size: int
    qualifier: Qualifier
    exact: bool  # in the very form of the list, not in the plural


class Vocabulary:
    """Phrases by the stems of their words; made from all that is listed, then only read."""

    def __init__(self, listed: Iterable[Listed], compound_parts: Iterable[str] = ()) -> None:
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        self._longest: dict[str, int] = {}
        self._by_shape: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._compounds = frozenset(compound_parts)
        everything = list(listed)
        self._pattern = _japanese(phrase for each in everything for phrase in each.phrases)
        for each in everything:
            for phrase in each.phrases:
                self._add(each, phrase)

    def _add(self, listed: Listed, written: str) -> None:
        phrase, needs, unless = _marks(written)
        said = self.read(phrase)
        if not said:
            return
        key = tuple(word.stem for word in said)
        own_form = phrase if phrase != phrase.lower() else ""
        last = american(said[-1].plain)
        entry = Entry(listed.kind, listed.name, own_form, last, needs, unless)
        self._entries.setdefault(key, []).append(entry)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
        name = said[0].plain
        if listed.typos and len(said) == 1 and len(name) >= _TYPO_FROM and not own_form:
            for length in range(len(name) - 1, len(name) + 2):
                self._by_shape.setdefault((name[0], length), []).append((name, key[0]))

    def read(self, text: str) -> list[Word]:
        return words(text, self._pattern)

    def scan(self, text: str, context: frozenset[str] = frozenset()) -> Scan:
        """`context`: further words that tell which of its meanings a phrase has."""
        said = self.read(text)
        qualifiers = qualify(said)
        present = context.union(word.plain for word in said)
        return Scan(text, said, qualifiers, self._find(said, qualifiers, present))

    def _find(
        self, said: Sequence[Word], qualifiers: Sequence[Qualifier], present: frozenset[str]
    ) -> list[Found]:
        """For each kind the longest phrase at each place, in the order of the text."""
        stems = [self._listed_stem(word) for word in said]
        free = [0] * _KINDS
        found: list[Found] = []
        for at, first in enumerate(stems):
            if at and said[at].joined and said[at - 1].plain in _NEGATIVE_PREFIX:
                continue
            for size in range(min(self._longest.get(first, 0), len(said) - at), 0, -1):
                listed = self._entries.get(tuple(stems[at : at + size]), ())
                hits = [e for e in listed if at >= free[e.kind] and _counts(e, said, at, present)]
                for entry in hits:
                    free[entry.kind] = at + size
                    exact = american(said[at + size - 1].plain) == entry.last
                    qualifier = max(qualifiers[at : at + size])
                    found.append(Found(entry.kind, entry.name, at, size, qualifier, exact))
        return found

    def _listed_stem(self, word: Word) -> str:
        """The stem that the lists have for this word, though it is mistyped or compounded."""
        if word.stem in self._longest or len(word.stem) < _TYPO_FROM:
            return word.stem
        return self._nearest(word.plain) or self._part(word.plain) or word.stem

    @lru_cache(maxsize=16384)  # noqa: B019 - vocabularies live as long as the process
    def _nearest(self, mistyped: str) -> str:
        if mistyped in REAL_WORDS or is_japanese(mistyped):
            return ""
        for name, listed in self._by_shape.get((mistyped[0], len(mistyped)), ()):
            if OSA.distance(mistyped, name, score_cutoff=1) <= 1:
                return listed
        return ""

    def _part(self, compound: str) -> str:
        """The listed part that a German compound begins or ends with: "Schaltschrankbau"."""
        if len(compound) < _COMPOUND_MIN:
            return ""
        master = compound.removesuffix("in").removesuffix("meister")
        if master != compound.removesuffix("in") and master in self._longest:
            return master  # a Dachdeckermeister is a Dachdecker
        for cut in range(len(compound) - 3, 4, -1):
            if compound[:cut] in self._compounds:
                return compound[:cut]
        return next(
            (
                compound[cut:]
                for cut in range(3, len(compound) - 4)
                if compound[cut:] in self._compounds
            ),
            "",
        )


def _japanese(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """What finds listed words in text without spaces, the longest first."""
    listed = {_marks(phrase)[0] for phrase in phrases if is_japanese(phrase)}
    if not listed:
        return None
    return re.compile("|".join(map(re.escape, sorted(listed, key=len, reverse=True))))


def _marks(written: str) -> tuple[str, frozenset[str], frozenset[str]]:
    parts = written.split()
    phrase = " ".join(part for part in parts if part[0] not in "?!")
    needs = frozenset(plain(part[1:]) for part in parts if part[0] == "?")
    unless = frozenset(plain(part[1:]) for part in parts if part[0] == "!")
    return phrase, needs, unless


def _counts(entry: Entry, said: Sequence[Word], at: int, present: frozenset[str]) -> bool:
    if entry.own_form and not _meant(said, at, entry.own_form):
        return False
    if entry.needs and not entry.needs & present:
        return False
    return not entry.unless & present


def _meant(said: Sequence[Word], at: int, own_form: str) -> bool:
    """Whether an ordinary word is meant as the name: written so, or alone between commas."""
    word = said[at]
    alone = all(
        not 0 <= beside < len(said) or said[beside].item != word.item for beside in (at - 1, at + 1)
    )
    return word.typed == own_form.split()[0] or (alone and word.typed == word.typed.lower())
