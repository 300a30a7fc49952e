"""An opening and a person, each read once into what can be compared.

Starts from texts as typed, ends with crafts, skills, languages, a level and places; `rule` compares
them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching import lists
from domain.matching.common import COMMON, ROLE_NOUNS
from domain.matching.levels import levels, reached, read_range
from domain.matching.places import Places, places
from domain.matching.qualifiers import Qualifier, qualify
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, Found
from domain.matching.words import Word, is_japanese, root, word_set
from domain.openings import Opening

LEADING = "leading a team"
MANAGEMENT = "engineering management"
SOFTWARE = "software"
_FAMILY = frozenset({"backend", "frontend", "mobile", "ios", "android", "embedded", "reliability",
                     "data engineering", "machine learning"})  # fmt: skip

IN_TITLE, IN_MUSTS, IN_BRIEF, IN_TEAM = 2.0, 2.0, 1.0, 0.5
# What unlisted words weigh, as a share of what a skill weighs there.
_OF_NAME, _OF_PAIR, _OF_TITLE_WORD, _OF_WORD = 0.75, 1.0, 0.5, 0.2
_TWICE = 1.0  # for what stands in the title and in the must-haves
_IN_HISTORY, _IMPLIED, _WEAK = 0.6, 0.5, 0.4
_LEADS = word_set("lead leads led leading ran runs manages managed")
_ENGINEERS = word_set("engineer engineers developer developers devs")
_LED = _ENGINEERS | word_set("team teams people agents colleagues")
_LED_WITHIN = 5
_GERMAN = re.compile(r"\b(?:und|mit|für|der|die|das|oder|sowie|Erfahrung|Kenntnisse)\b|m/w/d", re.I)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an opening says of itself; texts as typed."""

    title: str
    place: str = ""
    must_haves: str = ""
    fit_brief: str = ""
    team: str = ""


def of_opening(opening: Opening) -> Wanted:
    return Wanted(opening.title, opening.place, opening.must_haves, opening.fit_brief, opening.team)


@dataclass(frozen=True, slots=True)
class Known:
    """What an advocate says of somebody: what they are good at, where they are, what was shared."""

    good_at: str = ""
    place: str = ""
    history: str = ""


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

    `titles` are the groups of titles that mean the same. `title_skills` and `title_words` (roots)
    are what a note must hold to cover the title.
    """

    crafts: dict[str, str]
    titles: frozenset[str]
    roles: dict[str, str]
    skills: dict[str, tuple[float, str]]
    title_skills: frozenset[str]
    must_skills: frozenset[str]
    title_words: dict[str, str]
    terms: tuple[Term, ...]
    languages: dict[str, str]
    levels: tuple[int, int]
    places: Places


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """`skills` by name with how much they count; `stated`: those said in full, which can be shown.

    `stems` is the note's stems in order with spaces around, `roots` their roots, denied words left
    out.
    """

    crafts: frozenset[str]
    titles: frozenset[str]
    given_up: frozenset[str]
    roles: dict[str, str]
    hinted: frozenset[str]
    skills: dict[str, float]
    stated: frozenset[str]
    denied: frozenset[str]
    stems: str
    roots: frozenset[str]
    languages: frozenset[str]
    level: int | None
    places: Places


@dataclass(frozen=True, slots=True)
class _Field:
    """One text of an opening, its words, and the listed phrases in it that are not denied."""

    text: str
    said: list[Word]
    found: list[Found]
    weight: float
    is_title: bool = False

    def named(self, kind: int) -> dict[str, str]:
        """What it names of this kind, with the words that name it."""
        named: dict[str, str] = {}
        for each in self.found:
            if each.kind == kind:
                named.setdefault(each.name, shown(self.text, self.said, each))
        return named

    def levels(self) -> set[int]:
        return levels([each for each in self.found if each.kind == LEVEL], self.said)


def _field(text: str, weight: float, is_title: bool = False) -> _Field:
    vocabulary = lists.vocabulary()
    said = vocabulary.read(text)
    found = [each for each in vocabulary.find(said) if each.qualifier is not Qualifier.DENIED]
    return _Field(text, said, found, weight, is_title)


@lru_cache(maxsize=512)
def read_opening(opening: Wanted) -> ReadOpening:
    title = _field(opening.title, IN_TITLE, is_title=True)
    musts = _field(opening.must_haves, IN_MUSTS)
    brief, team = _field(opening.fit_brief, IN_BRIEF), _field(opening.team, IN_TEAM)
    title_skills, must_skills = title.named(SKILL), musts.named(SKILL)
    if _leads(musts.said):
        must_skills.setdefault(LEADING, "")
    hinted = {hint for name in title_skills if (hint := lists.skills()[1].get(name))}
    titles = title.named(CRAFT)
    crafts = {name.partition("#")[0]: words for name, words in titles.items()}
    german = bool(_GERMAN.search(f"{opening.title} {opening.must_haves}"))
    return ReadOpening(
        crafts=_most_exact(crafts | _engineer(title.said, title.found), hinted),
        titles=frozenset(titles),
        roles=_roles(title.said, title.found),
        skills=_weighed(title_skills, must_skills, brief.named(SKILL), team.named(SKILL)),
        title_skills=frozenset(title_skills),
        must_skills=frozenset(must_skills),
        title_words=_title_words(title, opening.place),
        terms=tuple(term for each in (title, musts, brief) for term in _terms(each, german)),
        languages=musts.named(LANGUAGE) | title.named(LANGUAGE),
        levels=read_range(
            title.levels(), musts.levels(), f"{musts.text}. {brief.text}", brief.text
        ),
        places=places(opening.place),
    )  # fmt: skip


def _weighed(
    title: dict[str, str], musts: dict[str, str], brief: dict[str, str], team: dict[str, str]
) -> dict[str, tuple[float, str]]:
    """Each skill once, by its heaviest place; more where title and must-haves both name it."""
    weighed = {name: (IN_TEAM, words) for name, words in team.items()}
    weighed |= {name: (IN_BRIEF, words) for name, words in brief.items()}
    weighed |= {name: (IN_MUSTS, words) for name, words in musts.items()}
    for name, words in title.items():
        weighed[name] = (IN_TITLE + _TWICE if name in musts else IN_TITLE, words)
    return weighed


def shown(text: str, said: Sequence[Word], each: Found) -> str:
    """The phrase as it is typed in the text."""
    return text[said[each.at].start : said[each.at + each.size - 1].end]


def _craft(each: Found) -> str:
    return each.name.partition("#")[0]


def _most_exact(crafts: dict[str, str], hinted: set[str]) -> dict[str, str]:
    """ "Developer" alone says little: what else the title says tells which kind is meant."""
    if SOFTWARE not in crafts:
        return crafts
    exact = {name: words for name, words in crafts.items() if name in _FAMILY}
    if exact:
        return exact
    kinds = {craft for craft in hinted if craft in ("ios", "android", "embedded")}
    return dict.fromkeys(kinds, crafts[SOFTWARE]) if kinds else crafts


def _taken(found: Sequence[Found], *kinds: int) -> set[int]:
    return {
        at for each in found if each.kind in kinds for at in range(each.at, each.at + each.size)
    }


def _engineer(said: Sequence[Word], found: Sequence[Found]) -> dict[str, str]:
    """ "Engineer" alone, or with a skill of software before it, writes software."""
    taken, skilled = _taken(found, CRAFT), _taken(found, SKILL)
    for at, word in enumerate(said):
        if word.plain in ("engineer", "eng") and at not in taken:
            alone = at == 0 or said[at - 1].item != word.item or at - 1 in _taken(found, LEVEL)
            if alone or at - 1 in skilled:
                return {SOFTWARE: word.typed}
    return {}


def _roles(said: Sequence[Word], found: Sequence[Found]) -> dict[str, str]:
    """Unlisted roles, by their noun the word before it: "fraud analyst" is {"analyst": "fraud"}."""
    listed = _taken(found, CRAFT, SKILL, LEVEL)
    return {
        word.stem: said[at - 1].stem
        for at, word in enumerate(said)
        if at
        and word.stem in ROLE_NOUNS
        and at not in listed
        and at - 1 not in listed
        and said[at - 1].item == word.item
        and said[at - 1].plain not in COMMON
    }


def _title_words(title: _Field, place: str) -> dict[str, str]:
    listed = _taken(title.found, CRAFT, SKILL, LEVEL, LANGUAGE)
    around = place.casefold()
    return {
        root(word.stem): word.typed
        for at, word in enumerate(title.said)
        if at not in listed and _has_meaning(word) and word.typed.casefold() not in around
    }


def _has_meaning(word: Word) -> bool:
    if is_japanese(word.plain):
        return len(word.plain) > 1
    return len(word.plain) > 2 and word.plain not in COMMON and not word.plain.isdecimal()


def _is_name(word: Word, before: Word | None, german: bool) -> bool:
    """Whether this is written as a name: "HACCP", "SolidWorks", "Altium" within a sentence."""
    typed = word.typed
    if not _has_meaning(word) and not (len(typed) > 1 and typed.isupper()):
        return False
    if any(char.isupper() or char.isdigit() for char in typed[1:]):
        return True
    return (
        typed[0].isupper()
        and not german
        and before is not None
        and before.statement == word.statement
    )


def _terms(field: _Field, german: bool) -> list[Term]:
    """Names, pairs of words and single words of an opening that no list of ours has."""
    listed = _taken(field.found, CRAFT, SKILL, LANGUAGE, LEVEL)
    terms: list[Term] = []
    at = 0
    while at < len(field.said):
        size = _name_length(field.said, at, listed, german)
        if size:
            terms.append(_term(field, at, size, _OF_NAME * field.weight))
        elif at not in listed and _has_meaning(field.said[at]):
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
        and _is_name(said[end], said[end - 1] if end else None, german)
    ):
        end += 1
    return end - at


def _words_at(field: _Field, at: int, listed: set[int]) -> list[Term]:
    """The word here, and the pair that it makes with the next one."""
    word = field.said[at]
    following = field.said[at + 1] if at + 1 < len(field.said) else None
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
    said = field.said[at : at + size]
    key = " ".join(word.stem for word in said)
    return Term(f" {key} ", field.text[said[0].start : said[-1].end], weight, False)


@lru_cache(maxsize=4096)
def read_person(person: Known) -> ReadPerson:
    vocabulary = lists.vocabulary()
    note, history = person.good_at, person.history
    if not note.strip():
        note, history = history, ""  # a general referral has nothing but its evidence
    said = vocabulary.read(note)
    found = vocabulary.find(said)
    qualifiers = qualify(said)
    skills, in_note, denied = _skills(found, 1.0)
    in_history: set[str] = set()
    if history:
        remembered = vocabulary.find(vocabulary.read(history))
        more, in_history, _ = _skills(remembered, _IN_HISTORY)
        skills = more | skills
    if _leads(said):
        skills.setdefault(LEADING, 1.0)
    stated = frozenset((in_note | in_history) - denied)
    hints = lists.skills()[1]
    hinted = frozenset(hints[name] for name in skills if name in hints and name in stated)
    for name in list(skills):
        for implied in lists.implied().get(name, ()):
            skills.setdefault(implied, skills[name] * _IMPLIED)
    titles = _own_titles(found)
    meant = [word for word, each in zip(said, qualifiers, strict=True) if each < Qualifier.WEAK]
    return ReadPerson(
        crafts=_most_own(titles, said, found, set(hinted)),
        titles=frozenset(each.name for each in titles),
        given_up=frozenset(
            _craft(each)
            for each in found
            if each.kind == CRAFT and each.qualifier is Qualifier.DENIED
        ),
        roles=_roles(said, found),
        hinted=hinted,
        skills={name: worth for name, worth in skills.items() if name not in denied},
        stated=stated,
        denied=frozenset(denied),
        stems=f" {' '.join(word.stem for word in meant)} ",
        roots=frozenset(root(word.stem) for word in meant),
        languages=frozenset(
            each.name
            for each in found
            if each.kind == LANGUAGE and each.qualifier is not Qualifier.DENIED
        ),
        level=reached(levels([each for each in found if each.kind == LEVEL], said), said, note),
        places=places(person.place or person.good_at),
    )


def _skills(found: Sequence[Found], factor: float) -> tuple[dict[str, float], set[str], set[str]]:
    """What each skill counts; those said in full; those denied."""
    worth: dict[str, float] = {}
    stated, denied = set(), set()
    for each in found:
        if each.kind != SKILL:
            continue
        if each.qualifier is Qualifier.DENIED:
            denied.add(each.name)
            continue
        weak = each.qualifier is Qualifier.WEAK
        worth[each.name] = max(worth.get(each.name, 0.0), factor * (_WEAK if weak else 1.0))
        if not weak:
            stated.add(each.name)
    return worth, stated, denied - stated


def _own_titles(found: Sequence[Found]) -> list[Found]:
    """What somebody is: no craft that is denied, wished for, somebody else's or in the plural."""
    return [
        each
        for each in found
        if each.kind == CRAFT and each.qualifier is Qualifier.PLAIN and each.exact
    ]


def _most_own(
    titles: Sequence[Found], said: Sequence[Word], found: Sequence[Found], hinted: set[str]
) -> frozenset[str]:
    own = {_craft(each): "" for each in titles} | _engineer(said, found)
    if _leads(said, _ENGINEERS):
        own[MANAGEMENT] = ""
    return frozenset(_most_exact(own, hinted))


def _leads(said: Sequence[Word], whom: frozenset[str] = _LED) -> bool:
    """Whether they lead people: "led the checkout team, eight engineers"; "never led" does not."""
    for at, word in enumerate(said):
        if word.plain in _LEADS:
            ahead = {each.plain for each in said[at + 1 : at + 1 + _LED_WITHIN]}
            before = {each.plain for each in said[max(0, at - 2) : at]}
            if ahead & whom and not before & {"never", "not", "no"}:
                return True
    return False
