"""Parses an advocate's note on a candidate, once for the comparison with many openings."""

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

# Someone does no longer do what the words before this say.
_LEFT_FOR_GOOD = re.compile(
    r"\b(?:left|quit|gave|out|done)\b[^.;]{0,30}\bfor good\b"
    r"|\b(?:will not|won't|would not|never) (?:\w+ )?(?:return|go(?:ing)? back|come back)\b"
    r"|\bchanged careers?\b|\b(?:now|since) retired\b|, retired\b|\bim Ruhestand\b|\bin Rente\b"
    r"|\bà la retraite\b|\bjubilad[oa]\b",
    re.IGNORECASE,
)
# The weights of skills, relative to 1.0 for a skill that the note states. They are multiplied.
_HISTORY_WEIGHT = 0.6  # named in the history of advocate and person, instead of the note
_IMPLIED_WEIGHT = 0.5
_WEAK_WEIGHT = 0.4  # weakened by other words: "one Python course"


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    """What a note says of a person.

    - `crafts`: what the person is; `titles`: the groups of synonymous titles that the note names.
    - `former_crafts`: those that the person left or that the note denies.
    - `crafts_of_others`: those of other people in the note.
    - `roles`: the result of `find_roles`.
    - `hinted_crafts`: those to which the stated skills belong.
    - `skills`: the weight of each skill by its name.
    - `stated_skills`: those that the note names without weakening them. Only these skills can be
      shown as reasons for a match.
    - `stems`: the stems of the note's words in order, with a space around each; `roots`: the roots
      of the stems. Both leave out denied and weakened words.
    - `level`: None if the note tells nothing of it.
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
    """Parses a note. `own_words` is the workspace's list of additional skills."""
    vocabulary = lists.vocabulary(own_words)
    note, history = person.good_at, person.history
    if not note.strip():
        note, history = history, ""  # A general referral has only the history.
    scan = vocabulary.scan(note)
    skills = _find_skills(vocabulary, scan, history)
    titles = _find_own_titles(scan)
    crafts_left = _find_crafts_left(scan)
    crafts = _find_own_crafts(scan, titles, skills) - crafts_left
    stems = [
        word.stem
        for word, qualifier in zip(scan.words, scan.qualifiers, strict=True)
        if qualifier < Qualifier.WEAK
    ]
    denied_languages = _find_names(scan, LANGUAGE, Qualifier.DENIED)
    return ParsedPerson(
        crafts=crafts,
        titles=frozenset(each.name for each in titles),
        former_crafts=(_find_names(scan, CRAFT, Qualifier.DENIED) - crafts) | crafts_left,
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
    """The names of the phrases of this kind, or only of phrases with this qualifier."""
    return frozenset(
        craft_of(each.name)
        for each in scan.phrases_of_kind(kind)
        if qualifier is None or each.qualifier is qualifier
    )


@dataclass(slots=True)
class _Skills:
    """The names of skills in a note. `weights` may still have denied skills."""

    weights: dict[str, float]
    stated_skills: set[str]
    denied_skills: set[str]

    def hinted_crafts(self) -> frozenset[str]:
        """The crafts to which stated skills belong."""
        hints = lists.skill_hints()
        return frozenset(hints[name] for name in self.stated_skills if name in hints)

    def weights_with_implied(self) -> dict[str, float]:
        """The weights without denied skills, and with implied ones: Django implies Python."""
        weights = {
            name: weight for name, weight in self.weights.items() if name not in self.denied_skills
        }
        for name, weight in list(weights.items()):
            for implied in lists.implied_skills().get(name, ()):
                weights.setdefault(implied, weight * _IMPLIED_WEIGHT)
        return weights


def _find_skills(vocabulary: Vocabulary, scan: Scan, history: str) -> _Skills:
    """The skills of the note, which is scanned, and of the history. The note takes precedence."""
    skills = _weigh_skills(scan.phrases_of_kind(SKILL), factor=1.0)
    if history:
        context = frozenset(word.normalised for word in scan.words)
        phrases = vocabulary.scan(history, context).phrases_of_kind(SKILL)
        history_skills = _weigh_skills(phrases, factor=_HISTORY_WEIGHT)
        skills.weights = history_skills.weights | skills.weights
        skills.stated_skills |= history_skills.stated_skills - skills.denied_skills
    if leads_people(scan.words):
        skills.weights.setdefault(LEADING, 1.0)
    return skills


def _weigh_skills(phrases: Sequence[FoundPhrase], factor: float) -> _Skills:
    """Weighs the skills of these phrases, and the broader skills of which they are a kind."""
    skills = _Skills(weights={}, stated_skills=set(), denied_skills=set())
    for each in phrases:
        if each.qualifier is Qualifier.DENIED:
            skills.denied_skills.add(each.name)
            continue
        is_weak = each.qualifier is Qualifier.WEAK
        weight = factor * (_WEAK_WEIGHT if is_weak else 1.0)
        names = (each.name, *lists.broader_skills().get(each.name, ()))
        for name in names:
            skills.weights[name] = max(skills.weights.get(name, 0.0), weight)
        if not is_weak:
            skills.stated_skills.update(names)
    skills.denied_skills -= skills.stated_skills
    return skills


def _find_crafts_left(scan: Scan) -> frozenset[str]:
    """The crafts that the text names before words such as "left for good"."""
    match = _LEFT_FOR_GOOD.search(scan.text)
    if match is None:
        return frozenset()
    return frozenset(
        craft_of(each.name)
        for each in scan.phrases_of_kind(CRAFT)
        if scan.words[each.position].start < match.start()
    )


def _find_own_titles(scan: Scan) -> list[FoundPhrase]:
    """The person's own titles: not denied, not of someone else, and not in the plural."""
    return [each for each in scan.titles() if each.qualifier is Qualifier.PLAIN and each.is_exact]


def _find_own_crafts(scan: Scan, titles: Sequence[FoundPhrase], skills: _Skills) -> frozenset[str]:
    # `narrow_crafts` wants the words that name each craft, which are not needed here.
    crafts = {craft_of(each.name): "" for each in titles} | find_bare_engineer(scan)
    if leads_people(scan.words, ENGINEER_WORDS):
        crafts[MANAGEMENT] = ""
    return frozenset(narrow_crafts(crafts, set(skills.hinted_crafts())))
