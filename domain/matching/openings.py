"""Parses the texts of an opening once, so that many people can be compared with the opening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching import lists
from domain.matching.common import COMMON, VAGUE_ROLES
from domain.matching.levels import MANAGER, find_levels, read_range
from domain.matching.places import Places, find_places
from domain.matching.qualifiers import Qualifier
from domain.matching.texts import OpeningText
from domain.matching.titles import (
    LEADING,
    craft_of,
    find_bare_engineer,
    find_roles,
    leads_people,
    narrow_crafts,
    word_positions,
)
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, Scan
from domain.matching.words import Word, is_japanese, normalise, root

# The weight of a skill by the text that names it.
_IN_TITLE, _IN_MUST_HAVES, _IN_BRIEF, _IN_TEAM = 2.0, 2.0, 1.0, 0.5
_NAMED_TWICE = 1.0  # added for a skill that both the title and the must-haves name
# The weight of each kind of `Term`, as a share of the weight of a skill in the same text. A single
# word is the weakest sign.
_NAME_SHARE, _PAIR_SHARE, _TITLE_WORD_SHARE, _WORD_SHARE = 1.0, 1.0, 0.5, 0.25
# Words that show that a text is German.
_GERMAN = re.compile(r"\b(?:und|mit|für|der|die|das|oder|sowie|Erfahrung|Kenntnisse)\b|m/w/d", re.I)


@dataclass(frozen=True, slots=True)
class Term:
    """A name, a pair of words or a single word of an opening that our lists do not contain.

    The note about a person matches if it contains the `key`: the root of a single word, or the
    stems of several words with a space before and after each stem. `reason` is what is shown to
    people: the term as typed in the opening.
    """

    key: str
    reason: str
    weight: float
    is_single_word: bool


@dataclass(frozen=True, slots=True)
class ParsedOpening:
    """What an opening asks for.

    `crafts`, `skills` and `languages` have names of our lists as keys, and the opening's own words
    as values. Those of `skills` also have a weight. A note about a person covers the whole title if
    it has one of `titles`, all of `title_skills_beside_craft` and all of `title_words`.
    """

    crafts: dict[str, str]
    titles: frozenset[str]  # groups of synonymous titles
    roles: dict[str, str]  # as `find_roles` returns them
    skills: dict[str, tuple[float, str]]
    title_skills: frozenset[str]
    must_skills: frozenset[str]
    title_skills_beside_craft: frozenset[str]
    title_words: dict[str, str]  # the words of the title that are in no list, by their roots
    work_roots: frozenset[str]  # "demand" and "plann" for the title "demand planner"
    terms: tuple[Term, ...]
    languages: dict[str, str]
    levels: tuple[int, int]  # the lowest and the highest level that suits
    places: Places


@dataclass(frozen=True, slots=True)
class _Field:
    """One text of an opening, such as its title, and the weight of the skills in this text."""

    scan: Scan
    weight: float
    is_title: bool = False

    def phrases_by_name(self, kind: int) -> dict[str, str]:
        """The text's own words for each name of this kind that the text does not deny."""
        phrases = self.scan.titles() if kind == CRAFT else self.scan.phrases_of_kind(kind)
        words_by_name: dict[str, str] = {}
        for phrase in phrases:
            if phrase.qualifier is not Qualifier.DENIED:
                words_by_name.setdefault(phrase.name, self.scan.phrase_text(phrase))
        return words_by_name

    def levels(self) -> set[int]:
        return find_levels(self.scan.phrases_of_kind(LEVEL), self.scan.words)


def _scan_fields(opening: OpeningText, own_words: str) -> tuple[_Field, _Field, _Field, _Field]:
    """Scans the title, the must-haves, the brief and the team.

    The words of all four texts tell what an ambiguous word such as "architect" means in one.
    """
    vocabulary = lists.vocabulary(own_words)
    texts = (opening.title, opening.must_haves, opening.fit_brief, opening.team)
    all_words = frozenset(
        word.normalised for text in texts for word in vocabulary.split_words(text)
    )
    title, must_haves, brief, team = (vocabulary.scan(text, all_words) for text in texts)
    return (
        _Field(title, _IN_TITLE, is_title=True),
        _Field(must_haves, _IN_MUST_HAVES),
        _Field(brief, _IN_BRIEF),
        _Field(team, _IN_TEAM),
    )


@lru_cache(maxsize=512)
def parse_opening(opening: OpeningText, own_words: str = "") -> ParsedOpening:
    """Parses the texts of an opening. `own_words` are the workspace's own words for matching."""
    title, must_haves, brief, team = _scan_fields(opening, own_words)
    title_skills, must_skills = title.phrases_by_name(SKILL), must_haves.phrases_by_name(SKILL)
    if leads_people(must_haves.scan.words):
        must_skills.setdefault(LEADING, "")  # has no phrase of its own to show as a reason
    craft_by_skill = lists.skill_hints()
    hinted_crafts = {craft_by_skill[skill] for skill in title_skills if skill in craft_by_skill}
    titles = title.phrases_by_name(CRAFT)
    crafts = {craft_of(title_group): words for title_group, words in titles.items()}
    is_german = bool(_GERMAN.search(f"{opening.title} {opening.must_haves}"))
    return ParsedOpening(
        crafts=narrow_crafts(crafts | find_bare_engineer(title.scan), hinted_crafts),
        titles=frozenset(titles),
        roles=find_roles(title.scan),
        skills=_weigh_skills(title_skills, must_skills, brief, team),
        title_skills=frozenset(title_skills),
        must_skills=frozenset(must_skills),
        title_skills_beside_craft=_skills_beside_craft(title),
        title_words=_title_words(title),
        work_roots=_work_roots(title),
        terms=tuple(
            term for each in (title, must_haves, brief) for term in _find_terms(each, is_german)
        ),
        languages=must_haves.phrases_by_name(LANGUAGE) | title.phrases_by_name(LANGUAGE),
        levels=_level_range(title, must_haves, brief, LEADING in must_skills),
        places=find_places(opening.place),
    )


def _level_range(
    title: _Field, must_haves: _Field, brief: _Field, leads_team: bool
) -> tuple[int, int]:
    """The lowest and the highest level. With `leads_team`, the opening suits managers too."""
    lowest, highest = read_range(
        title.levels(), must_haves.levels(), must_haves.scan.text, brief.scan.text
    )
    if leads_team:
        highest = max(highest, MANAGER)
    return lowest, highest


def _weigh_skills(
    title: dict[str, str], must_haves: dict[str, str], brief: _Field, team: _Field
) -> dict[str, tuple[float, str]]:
    """The weight and the words of each skill.

    They come from the text that gives the highest weight. A skill that both the title and the
    must-haves name weighs more.
    """
    # Each text replaces the weights of the texts before it, which count less.
    weighed = {name: (_IN_TEAM, phrase) for name, phrase in team.phrases_by_name(SKILL).items()}
    weighed |= {name: (_IN_BRIEF, phrase) for name, phrase in brief.phrases_by_name(SKILL).items()}
    weighed |= {name: (_IN_MUST_HAVES, phrase) for name, phrase in must_haves.items()}
    for name, phrase in title.items():
        weight = _IN_TITLE + _NAMED_TWICE if name in must_haves else _IN_TITLE
        weighed[name] = (weight, phrase)
    return weighed


def _title_words(title: _Field) -> dict[str, str]:
    """The meaningful words of the title outside of listed phrases and places, by their roots."""
    listed_positions = word_positions(title.scan.phrases, CRAFT, SKILL, LEVEL, LANGUAGE)
    place_names = {normalise(original) for original in find_places(title.scan.text).names.values()}
    return {
        root(word.stem): word.original
        for index, word in enumerate(title.scan.words)
        if index not in listed_positions
        and _is_meaningful(word)
        and word.normalised not in place_names
    }


def _skills_beside_craft(title: _Field) -> frozenset[str]:
    """The skills that a title names beside its craft, so not "pastry" in "pastry chef"."""
    craft_positions = word_positions(title.scan.titles(), CRAFT)
    return frozenset(
        each.name
        for each in title.scan.phrases_of_kind(SKILL)
        if not craft_positions.issuperset(range(each.position, each.end))
    )


def _work_roots(title: _Field) -> frozenset[str]:
    """The roots of the words of the title that describe the work.

    There are none if one of the words is too common to tell anything. There are none either if all
    of the words are skills, because they count as skills already.
    """
    words = title.scan.words
    level_positions = word_positions(title.scan.phrases, LEVEL)
    indexes = [
        index
        for index, word in enumerate(words)
        if index not in level_positions
        and len(word.normalised) > 2
        and word.stem not in VAGUE_ROLES
    ]
    if set(indexes) <= word_positions(title.scan.phrases, SKILL):
        return frozenset()
    if not all(_is_meaningful(words[index]) for index in indexes):
        return frozenset()
    return frozenset(root(words[index].stem) for index in indexes)


def _is_meaningful(word: Word) -> bool:
    """Whether the word describes the work: it is neither common, nor very short, nor a number."""
    if is_japanese(word.normalised):
        return len(word.normalised) > 1
    return (
        len(word.normalised) > 2
        and word.normalised not in COMMON
        and not word.normalised.isdecimal()
    )


def _is_name(word: Word, is_german: bool) -> bool:
    """Whether the word is written as a name: "HACCP", "SolidWorks", or "Altium" in a sentence.

    In German every noun has a capital, so that a capital alone does not show a name.
    """
    original = word.original
    is_abbreviation = len(original) > 1 and original.isupper()
    if not is_abbreviation and not _is_meaningful(word):
        return False
    if any(char.isupper() or char.isdigit() for char in original[1:]):
        return True
    return original[0].isupper() and not is_german and not word.starts_sentence


def _find_terms(field: _Field, is_german: bool) -> list[Term]:
    """The terms of one text. The words of a name are part of no other term."""
    listed_positions = word_positions(field.scan.phrases, CRAFT, SKILL, LANGUAGE, LEVEL)
    terms: list[Term] = []
    index = 0
    while index < len(field.scan.words):
        name_length = _name_length(field.scan.words, index, listed_positions, is_german)
        if name_length:
            terms.append(_phrase_term(field, index, name_length, _NAME_SHARE * field.weight))
        elif index not in listed_positions and _is_meaningful(field.scan.words[index]):
            terms.extend(_terms_at(field, index, listed_positions))
        index += name_length or 1
    return terms


def _name_length(
    words: Sequence[Word], index: int, listed_positions: set[int], is_german: bool
) -> int:
    """How many words from `index` on form a name; 0 if there is no name."""
    end = index
    while (
        end < len(words)
        and end not in listed_positions
        and words[end].item == words[index].item
        and _is_name(words[end], is_german)
    ):
        end += 1
    return end - index


def _terms_at(field: _Field, index: int, listed_positions: set[int]) -> list[Term]:
    """The terms that begin with the word at `index`: its pair with the next word, and the word.

    A word beside a hyphen is a term only as part of a pair.
    """
    word = field.scan.words[index]
    following = field.scan.words[index + 1] if index + 1 < len(field.scan.words) else None
    terms = []
    if (
        following is not None
        and index + 1 not in listed_positions
        and following.item == word.item
        and _is_meaningful(following)
        and not is_japanese(word.normalised)
    ):
        terms.append(_phrase_term(field, index, word_count=2, weight=_PAIR_SHARE * field.weight))
    is_before_hyphen = following is not None and following.follows_hyphen
    if not word.follows_hyphen and not is_before_hyphen:
        share = _TITLE_WORD_SHARE if field.is_title else _WORD_SHARE
        terms.append(
            Term(root(word.stem), word.original, share * field.weight, is_single_word=True)
        )
    return terms


def _phrase_term(field: _Field, index: int, word_count: int, weight: float) -> Term:
    """The term of `word_count` words from `index` on. Its key has a space around each stem."""
    words = field.scan.words[index : index + word_count]
    stems = " ".join(word.stem for word in words)
    as_typed = field.scan.text[words[0].start : words[-1].end]
    return Term(f" {stems} ", as_typed, weight, is_single_word=False)
