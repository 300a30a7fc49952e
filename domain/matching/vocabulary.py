"""Finds the listed phrases in a text: skills, crafts, languages, levels or places.

`domain.matching.trades` explains how phrases are written in the lists.
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
from domain.matching.words import (
    Word,
    american_spelling,
    is_japanese,
    normalise,
    split_words,
    word_set,
)

SKILL, CRAFT, LANGUAGE, LEVEL, PLACE = range(5)
_KIND_COUNT = 5
_MIN_TYPO_LENGTH = 6  # letters: shorter words have too many neighbours
# After a craft, these words name another one: a physician assistant is not a physician.
HELPERS = word_set("assistant assistants helper recruiter advocate agency staffing union software")
_NEGATIVE_PREFIX = word_set("non post pre anti ex semi pseudo")
_MIN_COMPOUND_LENGTH = 9  # letters of a German compound that is cut into a listed part and the rest


@dataclass(slots=True)
class Scan:
    """A text, its words, a qualifier for each of them, and the listed phrases in it."""

    text: str
    words: list[Word]
    qualifiers: list[Qualifier]
    phrases: list[FoundPhrase]

    def phrase_text(self, phrase: FoundPhrase) -> str:
        """The phrase as it is typed in the text."""
        return self.text[self.words[phrase.position].start : self.words[phrase.end - 1].end]

    def phrases_of_kind(self, kind: int) -> list[FoundPhrase]:
        return [each for each in self.phrases if each.kind == kind]

    def titles(self) -> list[FoundPhrase]:
        """The crafts that the text names, without those that only describe another word.

        A nurse recruiter is a recruiter, an electrician's wife is not an electrician, and a data
        warehouse manager does not manage a warehouse.
        """
        crafts = self.phrases_of_kind(CRAFT)
        starts = {each.position for each in crafts}
        skills = [(each.position, each.end) for each in self.phrases_of_kind(SKILL)]
        return [
            each
            for each in crafts
            if not self._qualifies_next_word(each, starts)
            and not any(start < each.position < end < each.end for start, end in skills)
        ]

    def _qualifies_next_word(self, craft: FoundPhrase, starts: set[int]) -> bool:
        """Whether the craft describes the word after it. `starts` has the positions of crafts."""
        last_word = self.words[craft.end - 1]
        if last_word.original.endswith(("'s", "’s")):
            return True
        if craft.end >= len(self.words) or self.words[craft.end].item != last_word.item:
            return False
        return craft.end in starts or self.words[craft.end].normalised in HELPERS


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name and its phrases. If `typos` is true, a phrase may have one typing mistake."""

    kind: int
    name: str
    phrases: tuple[str, ...]
    typos: bool = False


@dataclass(frozen=True, slots=True)
class PhraseEntry:
    """A phrase of the lists.

    `exact_form` is how an ordinary word must be written to count, or "" for other words. A found
    phrase whose last word differs from `last_word` is in the plural. The text must have one of
    `required_words`, unless the phrase has none, and must not have any of `excluding_words`.
    """

    kind: int
    name: str
    exact_form: str
    last_word: str
    required_words: frozenset[str]
    excluding_words: frozenset[str]


class FoundPhrase(NamedTuple):
    """A listed phrase in a text: `size` words that begin with the word at index `position`.

    `is_exact` is False if the text has another form of the phrase, such as its plural.
    """

    kind: int
    name: str
    position: int
    size: int
    qualifier: Qualifier
    is_exact: bool

    @property
    def end(self) -> int:
        """The index of the first word after the phrase."""
        return self.position + self.size


class Vocabulary:
    """An index of listed phrases by the stems of their words. It never changes."""

    def __init__(self, listed: Iterable[ListedName], compound_parts: Iterable[str] = ()) -> None:
        self._entries: dict[tuple[str, ...], list[PhraseEntry]] = {}
        # By the stem of the first word: the number of words of the longest phrase.
        self._longest: dict[str, int] = {}
        # By the first letter and the length of a mistyped word: the words that may be meant, each
        # with its stem.
        self._by_shape: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._compounds = frozenset(compound_parts)
        listed_names = list(listed)
        self._pattern = _japanese_pattern(
            phrase for each in listed_names for phrase in each.phrases
        )
        for each in listed_names:
            for phrase in each.phrases:
                self._add(each, phrase)

    def _add(self, listed: ListedName, marked_phrase: str) -> None:
        phrase, required_words, excluding_words = _split_marks(marked_phrase)
        words = self.split_words(phrase)
        if not words:
            return
        key = tuple(word.stem for word in words)
        exact_form = phrase if phrase != phrase.lower() else ""
        last_word = american_spelling(words[-1].normalised)
        entry = PhraseEntry(
            listed.kind, listed.name, exact_form, last_word, required_words, excluding_words
        )
        self._entries.setdefault(key, []).append(entry)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
        name = words[0].normalised
        if listed.typos and len(words) == 1 and len(name) >= _MIN_TYPO_LENGTH and not exact_form:
            for length in range(len(name) - 1, len(name) + 2):
                self._by_shape.setdefault((name[0], length), []).append((name, key[0]))

    def split_words(self, text: str) -> list[Word]:
        return split_words(text, self._pattern)

    def scan(self, text: str, context: frozenset[str] = frozenset()) -> Scan:
        """Finds the phrases of a text. Words marked "?" or "!" may also be in `context`."""
        words = self.split_words(text)
        qualifiers = qualify(words)
        context_words = context.union(word.normalised for word in words)
        return Scan(text, words, qualifiers, self._find_phrases(words, qualifiers, context_words))

    def _find_phrases(
        self, words: Sequence[Word], qualifiers: Sequence[Qualifier], context_words: frozenset[str]
    ) -> list[FoundPhrase]:
        """The longest phrase of each kind at each position, in the order of the text.

        Phrases of one kind do not overlap.
        """
        stems = [self._listed_stem(word) for word in words]
        next_free = [0] * _KIND_COUNT  # by kind: the index at which the next phrase may begin
        phrases: list[FoundPhrase] = []
        for index, first_stem in enumerate(stems):
            if (
                index
                and words[index].follows_hyphen
                and words[index - 1].normalised in _NEGATIVE_PREFIX
            ):
                continue  # "Non-medical" does not name "medical".
            for size in range(min(self._longest.get(first_stem, 0), len(words) - index), 0, -1):
                listed = self._entries.get(tuple(stems[index : index + size]), ())
                found = [
                    entry
                    for entry in listed
                    if index >= next_free[entry.kind]
                    and _is_valid_at(entry, words, index, context_words)
                ]
                for entry in found:
                    next_free[entry.kind] = index + size
                    last_word = american_spelling(words[index + size - 1].normalised)
                    is_exact = last_word == entry.last_word
                    qualifier = max(qualifiers[index : index + size])
                    phrases.append(
                        FoundPhrase(entry.kind, entry.name, index, size, qualifier, is_exact)
                    )
        return phrases

    def _listed_stem(self, word: Word) -> str:
        """The stem under which the lists have this word, even if it is mistyped or a compound."""
        if word.stem in self._longest or len(word.stem) < _MIN_TYPO_LENGTH:
            return word.stem
        return (
            self._correct_typo(word.normalised)
            or self._find_compound_part(word.normalised)
            or word.stem
        )

    @lru_cache(maxsize=16384)  # noqa: B019 - vocabularies live as long as the process
    def _correct_typo(self, mistyped: str) -> str:
        """The stem of a listed word that is one typing mistake away; "" if there is none."""
        if mistyped in REAL_WORDS or is_japanese(mistyped):
            return ""
        for name, listed in self._by_shape.get((mistyped[0], len(mistyped)), ()):
            if OSA.distance(mistyped, name, score_cutoff=1) <= 1:
                return listed
        return ""

    def _find_compound_part(self, compound: str) -> str:
        """The listed part with which a German compound begins or ends; "" if there is none."""
        if len(compound) < _MIN_COMPOUND_LENGTH:
            return ""
        master = compound.removesuffix("in").removesuffix("meister")
        if master != compound.removesuffix("in") and master in self._longest:
            return master  # a Dachdeckermeister is a Dachdecker
        # At least five letters belong to the listed part, and three to the rest.
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


def _japanese_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds listed words in text without spaces, the longest first."""
    listed = {_split_marks(phrase)[0] for phrase in phrases if is_japanese(phrase)}
    if not listed:
        return None
    return re.compile("|".join(map(re.escape, sorted(listed, key=len, reverse=True))))


def _split_marks(marked_phrase: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """The phrase without its marks, its required words and its excluding words."""
    parts = marked_phrase.split()
    phrase = " ".join(part for part in parts if part[0] not in "?!")
    required_words = frozenset(normalise(part[1:]) for part in parts if part[0] == "?")
    excluding_words = frozenset(normalise(part[1:]) for part in parts if part[0] == "!")
    return phrase, required_words, excluding_words


def _is_valid_at(
    entry: PhraseEntry, words: Sequence[Word], index: int, context_words: frozenset[str]
) -> bool:
    if entry.exact_form and not _is_meant_as_name(words, index, entry.exact_form):
        return False
    if entry.required_words and not entry.required_words & context_words:
        return False
    return not entry.excluding_words & context_words


def _is_meant_as_name(words: Sequence[Word], index: int, exact_form: str) -> bool:
    """Whether an ordinary word is written as in the list, or is a list item by itself."""
    word = words[index]
    is_alone = all(
        not 0 <= neighbour < len(words) or words[neighbour].item != word.item
        for neighbour in (index - 1, index + 1)
    )
    return word.original == exact_form.split()[0] or (
        is_alone and word.original == word.original.lower()
    )
