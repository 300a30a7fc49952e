"""Finds phrases of the word lists in a text: skills, crafts, languages, levels or places.

A craft is what someone is, such as an electrician. `domain.matching.trades` explains how the lists
write phrases.
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

# The kinds of listed names.
SKILL, CRAFT, LANGUAGE, LEVEL, PLACE = range(5)
_KIND_COUNT = 5
# In letters: with one typing mistake, a shorter word is often another word.
_MIN_TYPO_LENGTH = 6
# A craft before one of these words is not meant: a physician assistant is not a physician.
_WORDS_OF_OTHER_CRAFTS = word_set(
    "assistant assistants helper recruiter advocate agency staffing union software"
)
# With one of these before its hyphen, a phrase means something else.
_CHANGING_PREFIXES = word_set("non post pre anti ex semi pseudo")
_MIN_COMPOUND_LENGTH = 9  # letters of a German compound in which a listed part is looked for


@dataclass(slots=True)
class Scan:
    """What was found in a text: its words, the qualifier of each word, and the listed phrases."""

    text: str
    words: list[Word]
    qualifiers: list[Qualifier]
    phrases: list[FoundPhrase]

    def phrase_text(self, phrase: FoundPhrase) -> str:
        """The phrase as the text has it."""
        return self.text[self.words[phrase.position].start : self.words[phrase.end - 1].end]

    def phrases_of_kind(self, kind: int) -> list[FoundPhrase]:
        return [each for each in self.phrases if each.kind == kind]

    def titles(self) -> list[FoundPhrase]:
        """The crafts that the text names, except where a craft only describes another word.

        A nurse recruiter is a recruiter, an electrician's wife is not an electrician, and a data
        warehouse manager does not manage a warehouse.
        """
        crafts = self.phrases_of_kind(CRAFT)
        craft_starts = {each.position for each in crafts}
        skill_spans = [(each.position, each.end) for each in self.phrases_of_kind(SKILL)]
        return [
            each
            for each in crafts
            if not self._describes_next_word(each, craft_starts)
            and not any(start < each.position < end < each.end for start, end in skill_spans)
        ]

    def _describes_next_word(self, craft: FoundPhrase, craft_starts: set[int]) -> bool:
        """Whether the craft describes the word after it.

        `craft_starts` has the index of each word with which a craft begins.
        """
        last_word = self.words[craft.end - 1]
        if last_word.original.endswith(("'s", "’s")):
            return True
        ends_list_item = (
            craft.end >= len(self.words) or self.words[craft.end].item != last_word.item
        )
        if ends_list_item:
            return False
        next_word = self.words[craft.end].normalised
        return craft.end in craft_starts or next_word in _WORDS_OF_OTHER_CRAFTS


@dataclass(frozen=True, slots=True)
class ListedName:
    """An entry of the lists: a name, its kind (such as `SKILL`) and the phrases that mean it.

    If `typos` is true, a text may have a phrase with one typing mistake.
    """

    kind: int
    name: str
    phrases: tuple[str, ...]
    typos: bool = False


@dataclass(frozen=True, slots=True)
class PhraseEntry:
    """What the index stores about one phrase of the lists.

    `exact_form` is how an ordinary word such as "Go" must be written to count, or "" for other
    words. `last_word` tells the listed form from others, such as its plural. If the phrase has
    `required_words`, the text must have one of them. It must have none of the `excluding_words`.
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

    def __init__(self, names: Iterable[ListedName], compound_parts: Iterable[str] = ()) -> None:
        """`compound_parts` are stems that may be part of a longer German word."""
        self._entries: dict[tuple[str, ...], list[PhraseEntry]] = {}
        # By the stem of the first word: the number of words of the longest phrase.
        self._longest_sizes: dict[str, int] = {}
        # By the first letter and the length of a mistyped word: (word that may be meant, its stem).
        self._words_for_typos: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._compound_parts = frozenset(compound_parts)
        listed_names = list(names)
        self._japanese_phrases = _japanese_pattern(
            phrase for each in listed_names for phrase in each.phrases
        )
        for each in listed_names:
            for phrase in each.phrases:
                self._add(each, phrase)

    def _add(self, listed: ListedName, marked_phrase: str) -> None:
        """Adds one of the entry's phrases, with its marks "?" and "!"."""
        phrase, required_words, excluding_words = _split_marks(marked_phrase)
        words = self.split_words(phrase)
        if not words:
            return
        stems = tuple(word.stem for word in words)
        exact_form = phrase if phrase != phrase.lower() else ""
        last_word = american_spelling(words[-1].normalised)
        entry = PhraseEntry(
            listed.kind, listed.name, exact_form, last_word, required_words, excluding_words
        )
        self._entries.setdefault(stems, []).append(entry)
        self._longest_sizes[stems[0]] = max(self._longest_sizes.get(stems[0], 0), len(stems))
        word = words[0].normalised
        if listed.typos and len(words) == 1 and len(word) >= _MIN_TYPO_LENGTH and not exact_form:
            # A mistake leaves out, changes or adds a letter.
            for mistyped_length in range(len(word) - 1, len(word) + 2):
                shape = (word[0], mistyped_length)
                self._words_for_typos.setdefault(shape, []).append((word, stems[0]))

    def split_words(self, text: str) -> list[Word]:
        """Splits a text into words. Japanese text is cut around listed phrases."""
        return split_words(text, self._japanese_phrases)

    def scan(self, text: str, context: frozenset[str] = frozenset()) -> Scan:
        """Finds the listed phrases in a text.

        `context` has words from around the text. They count where a listed phrase requires or
        excludes a word.
        """
        words = self.split_words(text)
        qualifiers = qualify(words)
        context_words = context.union(word.normalised for word in words)
        return Scan(text, words, qualifiers, self._find_phrases(words, qualifiers, context_words))

    def _find_phrases(
        self, words: Sequence[Word], qualifiers: Sequence[Qualifier], context_words: frozenset[str]
    ) -> list[FoundPhrase]:
        """Finds the longest phrase of each kind at each word, in the order of the text.

        Phrases of one kind do not overlap.
        """
        stems = [self._listed_stem(word) for word in words]
        next_free = [0] * _KIND_COUNT  # by kind: the index at which the next phrase may begin
        phrases: list[FoundPhrase] = []
        for index, first_stem in enumerate(stems):
            has_prefix = index > 0 and words[index].follows_hyphen
            if has_prefix and words[index - 1].normalised in _CHANGING_PREFIXES:
                continue  # "Non-medical" does not name "medical".
            max_size = min(self._longest_sizes.get(first_stem, 0), len(words) - index)
            for size in range(max_size, 0, -1):
                found = [
                    entry
                    for entry in self._entries.get(tuple(stems[index : index + size]), ())
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
        """The stem of the listed word that is meant, even by a mistyped word or a compound.

        It is the word's own stem if no listed word is meant.
        """
        if word.stem in self._longest_sizes or len(word.stem) < _MIN_TYPO_LENGTH:
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
        for word, stem in self._words_for_typos.get((mistyped[0], len(mistyped)), ()):
            if OSA.distance(mistyped, word, score_cutoff=1) <= 1:
                return stem
        return ""

    def _find_compound_part(self, compound: str) -> str:
        """The listed part with which a German compound begins or ends; "" if there is none."""
        if len(compound) < _MIN_COMPOUND_LENGTH:
            return ""
        # A Dachdeckermeister, or a Dachdeckermeisterin, is a Dachdecker.
        masculine = compound.removesuffix("in")
        trade = masculine.removesuffix("meister")
        if trade != masculine and trade in self._longest_sizes:
            return trade
        # The listed part has at least five letters, and the rest has at least three.
        for cut in range(len(compound) - 3, 4, -1):
            if compound[:cut] in self._compound_parts:
                return compound[:cut]
        for cut in range(3, len(compound) - 4):
            if compound[cut:] in self._compound_parts:
                return compound[cut:]
        return ""


def _japanese_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds listed Japanese phrases, the longest first; None if there are none.

    Japanese text has no spaces between words.
    """
    japanese = {_split_marks(phrase)[0] for phrase in phrases if is_japanese(phrase)}
    if not japanese:
        return None
    longest_first = sorted(japanese, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _split_marks(marked_phrase: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Splits a phrase such as "gcp ?clinical !cloud" into (phrase, required, excluding words)."""
    parts = marked_phrase.split()
    phrase = " ".join(part for part in parts if part[0] not in "?!")
    required_words = frozenset(normalise(part[1:]) for part in parts if part[0] == "?")
    excluding_words = frozenset(normalise(part[1:]) for part in parts if part[0] == "!")
    return phrase, required_words, excluding_words


def _is_valid_at(
    entry: PhraseEntry, words: Sequence[Word], index: int, context_words: frozenset[str]
) -> bool:
    """Whether the entry, whose stems were found at `index`, counts in this text."""
    if entry.exact_form and not _is_meant_as_name(words, index, entry.exact_form):
        return False
    if entry.required_words and not entry.required_words & context_words:
        return False
    return not entry.excluding_words & context_words


def _is_meant_as_name(words: Sequence[Word], index: int, exact_form: str) -> bool:
    """Whether an ordinary word is written as in the lists, or is the whole item of a list.

    In "Python, go" the word "go" is meant as the language Go.
    """
    word = words[index]
    is_alone = all(
        not 0 <= neighbour < len(words) or words[neighbour].item != word.item
        for neighbour in (index - 1, index + 1)
    )
    return word.original == exact_form.split()[0] or (
        is_alone and word.original == word.original.lower()
    )
