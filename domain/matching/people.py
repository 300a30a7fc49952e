"""A colleague's note on somebody, read once into what openings can be compared with.

Starts from the note as typed, ends with crafts, skills, other words, languages and a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching import lists
from domain.matching.levels import levels, reached
from domain.matching.qualifiers import Qualifier
from domain.matching.texts import Known
from domain.matching.titles import (
    ENGINEERS,
    LEADING,
    MANAGEMENT,
    craft_of,
    engineer,
    leads,
    most_exact,
    roles,
)
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, Found, Scan, Vocabulary
from domain.matching.words import root

_LEFT_FOR_GOOD = re.compile(
    r"\b(?:left|quit|gave|out|done)\b[^.;]{0,30}\bfor good\b"
    r"|\b(?:will not|won't|would not|never) (?:\w+ )?(?:return|go(?:ing)? back|come back)\b"
    r"|\bchanged careers?\b|\b(?:now|since) retired\b|, retired\b|\bim Ruhestand\b|\bin Rente\b"
    r"|\bà la retraite\b|\bjubilad[oa]\b",
    re.IGNORECASE,
)
_IN_HISTORY, _IMPLIED, _WEAK = 0.6, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """`skills` by name with how much they count; `stated`: those said in full, which can be shown.

    `given_up` are crafts that they deny or left, `beside` those that others around them have.
    `stems` is the note's stems in order with spaces around, `roots` their roots, denied words left
    out.
    """

    crafts: frozenset[str]
    titles: frozenset[str]
    given_up: frozenset[str]
    beside: frozenset[str]
    roles: dict[str, str]
    hinted: frozenset[str]
    skills: dict[str, float]
    stated: frozenset[str]
    denied: frozenset[str]
    stems: str
    roots: frozenset[str]
    languages: frozenset[str]
    no_languages: frozenset[str]
    level: int | None


@lru_cache(maxsize=4096)
def read_person(person: Known, own_words: str = "") -> ReadPerson:
    vocabulary = lists.vocabulary(own_words)
    note, history = person.good_at, person.history
    if not note.strip():
        note, history = history, ""  # a general referral has nothing but its evidence
    scan = vocabulary.scan(note)
    skills = _read_skills(vocabulary, scan, history)
    titles = _own_titles(scan)
    left = _crafts_left(scan)
    crafts = _own_crafts(scan, titles, skills) - left
    stems = [
        word.stem
        for word, qualifier in zip(scan.said, scan.qualifiers, strict=True)
        if qualifier < Qualifier.WEAK
    ]
    no_languages = _names(scan, LANGUAGE, Qualifier.DENIED)
    return ReadPerson(
        crafts=crafts,
        titles=frozenset(each.name for each in titles),
        given_up=_names(scan, CRAFT, Qualifier.DENIED) - crafts | left,
        beside=_names(scan, CRAFT, Qualifier.OBJECT),
        roles=roles(scan),
        hinted=skills.hinted(),
        skills=skills.with_implied(),
        stated=frozenset(skills.stated),
        denied=frozenset(skills.denied),
        stems=f" {' '.join(stems)} ",
        roots=frozenset(map(root, stems)),
        languages=_names(scan, LANGUAGE) - no_languages,
        no_languages=no_languages,
        level=reached(levels(scan.of(LEVEL), scan.said), scan.said, note),
    )


def _names(scan: Scan, kind: int, qualifier: Qualifier | None = None) -> frozenset[str]:
    """What the note names of a kind, all of it or what has this qualifier."""
    return frozenset(
        craft_of(each.name)
        for each in scan.of(kind)
        if qualifier is None or each.qualifier is qualifier
    )


@dataclass(slots=True)
class _Skills:
    """What each skill counts; those said in full, which can be shown; those denied."""

    worth: dict[str, float]
    stated: set[str]
    denied: set[str]

    def hinted(self) -> frozenset[str]:
        hints = lists.skills()[1]
        return frozenset(hints[name] for name in self.stated if name in hints)

    def with_implied(self) -> dict[str, float]:
        """Whoever knows Django knows Python, too, though it was not said: counted at half."""
        worth = {name: counts for name, counts in self.worth.items() if name not in self.denied}
        for name, counts in list(worth.items()):
            for implied in lists.implied().get(name, ()):
                worth.setdefault(implied, counts * _IMPLIED)
        return worth


def _read_skills(vocabulary: Vocabulary, scan: Scan, history: str) -> _Skills:
    skills = _skills(scan.of(SKILL), 1.0)
    if history:
        context = frozenset(word.plain for word in scan.said)
        found = vocabulary.scan(history, context).of(SKILL)
        remembered = _skills(found, _IN_HISTORY)
        skills.worth = remembered.worth | skills.worth
        skills.stated |= remembered.stated - skills.denied
    if leads(scan.said):
        skills.worth.setdefault(LEADING, 1.0)
    return skills


def _skills(found: Sequence[Found], factor: float) -> _Skills:
    skills = _Skills({}, set(), set())
    for each in found:
        if each.qualifier is Qualifier.DENIED:
            skills.denied.add(each.name)
            continue
        weak = each.qualifier is Qualifier.WEAK
        counts = factor * (_WEAK if weak else 1.0)
        said = (each.name, *lists.kinds().get(each.name, ()))
        for name in said:
            skills.worth[name] = max(skills.worth.get(name, 0.0), counts)
        if not weak:
            skills.stated.update(said)
    skills.denied -= skills.stated
    return skills


def _crafts_left(scan: Scan) -> frozenset[str]:
    """What somebody was and will not be again: "nurse, left for good and will not return"."""
    left = _LEFT_FOR_GOOD.search(scan.text)
    if left is None:
        return frozenset()
    return frozenset(
        craft_of(each.name) for each in scan.of(CRAFT) if scan.said[each.at].start < left.start()
    )


def _own_titles(scan: Scan) -> list[Found]:
    """What somebody is: no craft that is denied, wished for, somebody else's or in the plural."""
    return [each for each in scan.titles() if each.qualifier is Qualifier.PLAIN and each.exact]


def _own_crafts(scan: Scan, titles: Sequence[Found], skills: _Skills) -> frozenset[str]:
    own = {craft_of(each.name): "" for each in titles} | engineer(scan)
    if leads(scan.said, ENGINEERS):
        own[MANAGEMENT] = ""
    return frozenset(most_exact(own, set(skills.hinted())))
