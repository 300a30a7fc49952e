"""Parses an advocate's note on a candidate once, to compare it with many openings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching import lists
from domain.matching.levels import find_levels, person_level
from domain.matching.qualifiers import Qualifier
from domain.matching.texts import PersonNote
from domain.matching.titles import (
    ENGINEER_WORDS,
    LEADING,
    MANAGEMENT,
    craft_of,
    find_bare_engineer,
    find_roles,
    leads_people,
    narrow_crafts,
)
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, FoundPhrase, Scan, Vocabulary
from domain.matching.words import root

_LEFT_FOR_GOOD = re.compile(
    r"\b(?:left|quit|gave|out|done)\b[^.;]{0,30}\bfor good\b"
    r"|\b(?:will not|won't|would not|never) (?:\w+ )?(?:return|go(?:ing)? back|come back)\b"
    r"|\bchanged careers?\b|\b(?:now|since) retired\b|, retired\b|\bim Ruhestand\b|\bin Rente\b"
    r"|\bà la retraite\b|\bjubilad[oa]\b",
    re.IGNORECASE,
)
_IN_HISTORY, _IMPLIED, _WEAK = 0.6, 0.5, 0.4  # each relative to 1.0, a skill that the note states


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    """What a note says of a person.

    `titles` are groups of synonymous titles. `roles` is the result of `find_roles`. `former_crafts`
    are crafts that the person left or that the note denies, `crafts_of_others` crafts of other
    people, `hinted_crafts` those to which stated skills belong. `skills` has the weight of each
    skill by its name. `stated_skills` are those that the note names without weakening them: only
    they can be shown as reasons. `stems` are the stems of the note in order, with a space around
    each, and `roots` are their roots; denied and weakened words are in neither.
    """

    crafts: frozenset[str]
    titles: frozenset[str]
    former_crafts: frozenset[str]
    crafts_of_others: frozenset[str]
    roles: dict[str, str]
    hinted_crafts: frozenset[str]
    skills: dict[str, float]
    stated_skills: frozenset[str]
    denied_skills: frozenset[str]
    stems: str
    roots: frozenset[str]
    languages: frozenset[str]
    denied_languages: frozenset[str]
    level: int | None


@lru_cache(maxsize=4096)
def parse_person(person: PersonNote, own_words: str = "") -> ParsedPerson:
    vocabulary = lists.vocabulary(own_words)
    note, history = person.good_at, person.history
    if not note.strip():
        note, history = history, ""  # a general referral has nothing but its evidence
    scan = vocabulary.scan(note)
    skills = _find_skills(vocabulary, scan, history)
    titles = _find_own_titles(scan)
    left = _find_crafts_left(scan)
    crafts = _find_own_crafts(scan, titles, skills) - left
    stems = [
        word.stem
        for word, qualifier in zip(scan.words, scan.qualifiers, strict=True)
        if qualifier < Qualifier.WEAK
    ]
    denied_languages = _find_names(scan, LANGUAGE, Qualifier.DENIED)
    return ParsedPerson(
        crafts=crafts,
        titles=frozenset(each.name for each in titles),
        former_crafts=(_find_names(scan, CRAFT, Qualifier.DENIED) - crafts) | left,
        crafts_of_others=_find_names(scan, CRAFT, Qualifier.OBJECT),
        roles=find_roles(scan),
        hinted_crafts=skills.hinted_crafts(),
        skills=skills.weights_with_implied(),
        stated_skills=frozenset(skills.stated_skills),
        denied_skills=frozenset(skills.denied_skills),
        stems=f" {' '.join(stems)} ",
        roots=frozenset(map(root, stems)),
        languages=_find_names(scan, LANGUAGE) - denied_languages,
        denied_languages=denied_languages,
        level=person_level(find_levels(scan.phrases_of_kind(LEVEL), scan.words), scan.words, note),
    )


def _find_names(scan: Scan, kind: int, qualifier: Qualifier | None = None) -> frozenset[str]:
    """The names of the phrases of this kind; with a qualifier, only of phrases that have it."""
    return frozenset(
        craft_of(each.name)
        for each in scan.phrases_of_kind(kind)
        if qualifier is None or each.qualifier is qualifier
    )


@dataclass(slots=True)
class _Skills:
    """The skills of a note: their weights, the stated ones and the denied ones, all by name."""

    weights: dict[str, float]
    stated_skills: set[str]
    denied_skills: set[str]

    def hinted_crafts(self) -> frozenset[str]:
        hints = lists.skill_hints()
        return frozenset(hints[name] for name in self.stated_skills if name in hints)

    def weights_with_implied(self) -> dict[str, float]:
        """The weights, with implied skills at half of the weight: Django implies Python."""
        weights = {
            name: weight for name, weight in self.weights.items() if name not in self.denied_skills
        }
        for name, weight in list(weights.items()):
            for implied in lists.implied_skills().get(name, ()):
                weights.setdefault(implied, weight * _IMPLIED)
        return weights


def _find_skills(vocabulary: Vocabulary, scan: Scan, history: str) -> _Skills:
    skills = _weigh_skills(scan.phrases_of_kind(SKILL), factor=1.0)
    if history:
        context = frozenset(word.normalised for word in scan.words)
        phrases = vocabulary.scan(history, context).phrases_of_kind(SKILL)
        history_skills = _weigh_skills(phrases, factor=_IN_HISTORY)
        skills.weights = history_skills.weights | skills.weights
        skills.stated_skills |= history_skills.stated_skills - skills.denied_skills
    if leads_people(scan.words):
        skills.weights.setdefault(LEADING, 1.0)
    return skills


def _weigh_skills(phrases: Sequence[FoundPhrase], factor: float) -> _Skills:
    skills = _Skills(weights={}, stated_skills=set(), denied_skills=set())
    for each in phrases:
        if each.qualifier is Qualifier.DENIED:
            skills.denied_skills.add(each.name)
            continue
        is_weak = each.qualifier is Qualifier.WEAK
        weight = factor * (_WEAK if is_weak else 1.0)
        names = (each.name, *lists.broader_skills().get(each.name, ()))
        for name in names:
            skills.weights[name] = max(skills.weights.get(name, 0.0), weight)
        if not is_weak:
            skills.stated_skills.update(names)
    skills.denied_skills -= skills.stated_skills
    return skills


def _find_crafts_left(scan: Scan) -> frozenset[str]:
    """The crafts that the text names before words such as "left for good"."""
    left = _LEFT_FOR_GOOD.search(scan.text)
    if left is None:
        return frozenset()
    return frozenset(
        craft_of(each.name)
        for each in scan.phrases_of_kind(CRAFT)
        if scan.words[each.position].start < left.start()
    )


def _find_own_titles(scan: Scan) -> list[FoundPhrase]:
    """The person's own titles: not denied, not of someone else, and not in the plural."""
    return [each for each in scan.titles() if each.qualifier is Qualifier.PLAIN and each.is_exact]


def _find_own_crafts(scan: Scan, titles: Sequence[FoundPhrase], skills: _Skills) -> frozenset[str]:
    crafts = {craft_of(each.name): "" for each in titles} | find_bare_engineer(scan)
    if leads_people(scan.words, ENGINEER_WORDS):
        crafts[MANAGEMENT] = ""
    return frozenset(narrow_crafts(crafts, set(skills.hinted_crafts())))
