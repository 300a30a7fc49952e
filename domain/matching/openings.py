"""An opening, read once into what people can be compared with.

Starts from its texts as typed, ends with crafts, skills, other words, languages, levels and places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching import lists
from domain.matching.common import ANY_ROLE, COMMON
from domain.matching.levels import MANAGER, levels, read_range
from domain.matching.places import Places, places
from domain.matching.qualifiers import Qualifier
from domain.matching.texts import Wanted
from domain.matching.titles import LEADING, craft_of, engineer, leads, most_exact, positions, roles
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, Scan
from domain.matching.words import Word, is_japanese, plain, root

_IN_TITLE, _IN_MUSTS, _IN_BRIEF, _IN_TEAM = 2.0, 2.0, 1.0, 0.5
_TWICE = 1.0  # more for what stands in the title and in the must-haves
# What unlisted words weigh, as a share of what a skill weighs there.
_OF_NAME, _OF_PAIR, _OF_TITLE_WORD, _OF_WORD = 1.0, 1.0, 0.5, 0.25
_GERMAN = re.compile(r"\b(?:und|mit|für|der|die|das|oder|sowie|Erfahrung|Kenntnisse)\b|m/w/d", re.I)


@dataclass(frozen=True, slots=True)
class Term:
    """What an opening asks for in words that no list of ours has. `shown` as typed there.

    `key` is what a note must hold: stems with spaces around; for a single word its root.
    """

    key: str
    shown: str
    weight: float
    single: bool


@dataclass(frozen=True, slots=True)
class ReadOpening:
    """`skills` and `languages` by name, with the weight and the words of the opening.

    `titles` are the groups of titles that mean the same. `title_skills_beyond` and `title_words`
    (roots) are what a note must hold beside such a title to cover all of it. `domain` are the roots
    of all words of the title that tell of the work: "demand" and "plann" for a demand planner.
    """

    crafts: dict[str, str]
    titles: frozenset[str]
    roles: dict[str, str]
    skills: dict[str, tuple[float, str]]
    title_skills: frozenset[str]
    must_skills: frozenset[str]
    title_skills_beyond: frozenset[str]
    title_words: dict[str, str]
    domain: frozenset[str]
    terms: tuple[Term, ...]
    languages: dict[str, str]
    levels: tuple[int, int]
    places: Places


@dataclass(frozen=True, slots=True)
class _Field:
    """One text of an opening, and how much what it names weighs."""

    scan: Scan
    weight: float
    is_title: bool = False

    def named(self, kind: int) -> dict[str, str]:
        """What it names of this kind, with the words that name it."""
        named: dict[str, str] = {}
        for each in self.scan.titles() if kind == CRAFT else self.scan.of(kind):
            if each.qualifier is not Qualifier.DENIED:
                named.setdefault(each.name, self.scan.shown(each))
        return named

    def levels(self) -> set[int]:
        return levels(self.scan.of(LEVEL), self.scan.said)


def _fields(opening: Wanted, own_words: str) -> tuple[_Field, _Field, _Field, _Field]:
    """The texts, each read with the words of all of them at hand: "Architect" alone says little."""
    vocabulary = lists.vocabulary(own_words)
    texts = (opening.title, opening.must_haves, opening.fit_brief, opening.team)
    context = frozenset(word.plain for text in texts for word in vocabulary.read(text))
    title, musts, brief, team = (vocabulary.scan(text, context) for text in texts)
    return (
        _Field(title, _IN_TITLE, is_title=True),
        _Field(musts, _IN_MUSTS),
        _Field(brief, _IN_BRIEF),
        _Field(team, _IN_TEAM),
    )


@lru_cache(maxsize=512)
def read_opening(opening: Wanted, own_words: str = "") -> ReadOpening:
    title, musts, brief, team = _fields(opening, own_words)
    title_skills, must_skills = title.named(SKILL), musts.named(SKILL)
    if leads(musts.scan.said):
        must_skills.setdefault(LEADING, "")
    hinted = {hint for name in title_skills if (hint := lists.skills()[1].get(name))}
    titles = title.named(CRAFT)
    crafts = {craft_of(name): words for name, words in titles.items()}
    german = bool(_GERMAN.search(f"{opening.title} {opening.must_haves}"))
    return ReadOpening(
        crafts=most_exact(crafts | engineer(title.scan), hinted),
        titles=frozenset(titles),
        roles=roles(title.scan),
        skills=_weighed(title_skills, must_skills, brief.named(SKILL), team.named(SKILL)),
        title_skills=frozenset(title_skills),
        must_skills=frozenset(must_skills),
        title_skills_beyond=_skills_beyond(title),
        title_words=_title_words(title),
        domain=_domain(title),
        terms=tuple(term for each in (title, musts, brief) for term in _terms(each, german)),
        languages=musts.named(LANGUAGE) | title.named(LANGUAGE),
        levels=_levels(title, musts, brief, LEADING in must_skills),
        places=places(opening.place),
    )  # fmt: skip


def _levels(title: _Field, musts: _Field, brief: _Field, leading: bool) -> tuple[int, int]:
    low, high = read_range(title.levels(), musts.levels(), musts.scan.text, brief.scan.text)
    return low, max(high, MANAGER) if leading else high


def _weighed(
    title: dict[str, str], musts: dict[str, str], brief: dict[str, str], team: dict[str, str]
) -> dict[str, tuple[float, str]]:
    """Each skill once, by its heaviest place; more where title and must-haves both name it."""
    weighed = {name: (_IN_TEAM, words) for name, words in team.items()}
    weighed |= {name: (_IN_BRIEF, words) for name, words in brief.items()}
    weighed |= {name: (_IN_MUSTS, words) for name, words in musts.items()}
    for name, words in title.items():
        weighed[name] = (_IN_TITLE + _TWICE if name in musts else _IN_TITLE, words)
    return weighed


def _title_words(title: _Field) -> dict[str, str]:
    """What the title says beyond listed phrases and places."""
    listed = positions(title.scan.found, CRAFT, SKILL, LEVEL, LANGUAGE)
    around = {plain(typed) for typed in places(title.scan.text).named.values()}
    return {
        root(word.stem): word.typed
        for at, word in enumerate(title.scan.said)
        if at not in listed and _has_meaning(word) and word.plain not in around
    }


def _skills_beyond(title: _Field) -> frozenset[str]:
    """The skills of a title that no craft of it holds: a pastry chef needs no pastry beside."""
    inside = positions(title.scan.titles(), CRAFT)
    return frozenset(
        each.name
        for each in title.scan.of(SKILL)
        if not inside.issuperset(range(each.at, each.at + each.size))
    )


def _domain(title: _Field) -> frozenset[str]:
    """None where a word of it is too common, or where it names a skill and nothing else."""
    said = title.scan.said
    levels_named = positions(title.scan.found, LEVEL)
    telling = [
        at
        for at, word in enumerate(said)
        if at not in levels_named and len(word.plain) > 2 and word.stem not in ANY_ROLE
    ]
    if set(telling) <= positions(title.scan.found, SKILL):
        return frozenset()
    if not all(_has_meaning(said[at]) for at in telling):
        return frozenset()
    return frozenset(root(said[at].stem) for at in telling)


def _has_meaning(word: Word) -> bool:
    if is_japanese(word.plain):
        return len(word.plain) > 1
    return len(word.plain) > 2 and word.plain not in COMMON and not word.plain.isdecimal()


def _is_name(word: Word, german: bool) -> bool:
    """Whether this is written as a name: "HACCP", "SolidWorks", "Altium" within a sentence."""
    typed = word.typed
    if not _has_meaning(word) and not (len(typed) > 1 and typed.isupper()):
        return False
    if any(char.isupper() or char.isdigit() for char in typed[1:]):
        return True
    return typed[0].isupper() and not german and not word.opens


def _terms(field: _Field, german: bool) -> list[Term]:
    """Names, pairs of words and single words of an opening that no list of ours has."""
    listed = positions(field.scan.found, CRAFT, SKILL, LANGUAGE, LEVEL)
    terms: list[Term] = []
    at = 0
    while at < len(field.scan.said):
        size = _name_length(field.scan.said, at, listed, german)
        if size:
            terms.append(_term(field, at, size, _OF_NAME * field.weight))
        elif at not in listed and _has_meaning(field.scan.said[at]):
            terms.extend(_words_at(field, at, listed))
        at += size or 1
    return terms


def _name_length(said: Sequence[Word], at: int, listed: set[int], german: bool) -> int:
    """How many words from here on are written as a name."""
    end = at
    while (
        end < len(said)
        and end not in listed
        and said[end].item == said[at].item
        and _is_name(said[end], german)
    ):
        end += 1
    return end - at


def _words_at(field: _Field, at: int, listed: set[int]) -> list[Term]:
    """The word here, and the pair that it makes with the next one."""
    word = field.scan.said[at]
    following = field.scan.said[at + 1] if at + 1 < len(field.scan.said) else None
    terms = []
    if (
        following is not None
        and at + 1 not in listed
        and following.item == word.item
        and _has_meaning(following)
        and not is_japanese(word.plain)
    ):
        terms.append(_term(field, at, 2, _OF_PAIR * field.weight))
    if not word.joined and not (following is not None and following.joined):
        share = _OF_TITLE_WORD if field.is_title else _OF_WORD
        terms.append(Term(root(word.stem), word.typed, share * field.weight, True))
    return terms


def _term(field: _Field, at: int, size: int, weight: float) -> Term:
    said = field.scan.said[at : at + size]
    key = " ".join(word.stem for word in said)
    return Term(f" {key} ", field.scan.text[said[0].start : said[-1].end], weight, False)
