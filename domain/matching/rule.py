"""Does this opening suit that person? A rule that says why, in words that both sides hold.

Starts from an opening and a person as read, ends with a Match and its reasons ("Go, on-call,
Berlin"), or with None. No model, nothing learned, nothing looked up. What it is worth:
docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.matching import lists
from domain.matching.common import ROLE_NOUNS
from domain.matching.levels import is_apart
from domain.matching.openings import ReadOpening, read_opening
from domain.matching.people import ReadPerson, read_person
from domain.matching.places import between, places
from domain.matching.texts import Known, Wanted
from domain.matching.titles import LEADING, MANAGEMENT, SOFTWARE

ENOUGH = 4.0  # tuned on the halves of the labelled sets that may be looked at
MOST_REASONS = 4

_SAME_CRAFT, _KINDRED_CRAFT, _HINTED_CRAFT, _NEAR_CRAFT = 2.0, 1.5, 2.0, 0.5
_WHOLE_TITLE, _PLAIN_TITLE = 1.0, 2.0
_OF_LANGUAGE, _OF_PLACE = 1.0, 0.5
_DENIED, _OTHER_OF_GROUP = 2.0, 3.5
_MOST_SINGLES = 2


@dataclass(frozen=True, slots=True)
class Match:
    """`reasons` are at most four, the strongest first, a place last. `score` only orders."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a match, and the words of the opening that can be shown for it."""

    weight: float
    shown: str = ""


def match(opening: Wanted, person: Known, own_words: str = "") -> Match | None:
    """None unless the opening's owner-to-be would want to hear of the person.

    Against it, whatever else agrees: another craft, the wrong place, two levels too junior or too
    senior, a language that is asked for and not among those named, another one of a group of which
    the title names one.

    `own_words` are names that the workspace takes for the same, as in
    "Simatic = S7, PLC; Guide = support agent".
    """
    return matches([opening], person, own_words)[0]


def matches(openings: Sequence[Wanted], person: Known, own_words: str = "") -> list[Match | None]:
    """As `match`, for several openings."""
    return [_match(read_opening(opening, own_words), person, own_words) for opening in openings]


def _match(opening: ReadOpening, note: Known, own_words: str) -> Match | None:
    where = between(opening.places, places(note.place or note.good_at))
    if where.apart:
        return None  # before the note is read, which takes longest
    person = read_person(note, own_words)
    if is_apart(opening.levels, person.level) or not _languages_agree(opening, person):
        return None
    craft = _craft(opening, person)
    if craft is None or _is_other_of_group(opening.title_skills, person):
        return None
    evidence = [craft, *_skills(opening, person), *_terms(opening, person)]
    score = sum(each.weight for each in evidence)
    if _is_other_of_group(opening.must_skills, person):
        score -= _OTHER_OF_GROUP
    reasons = [each.shown for each in sorted(evidence, key=lambda each: -each.weight) if each.shown]
    if score < ENOUGH or not reasons:
        return None
    if where.shown:  # a place orders those who match; it is no reason by itself
        score += _OF_PLACE
    return Match(score, _unique(reasons, where.shown))


def _unique(reasons: Sequence[str], place: str) -> tuple[str, ...]:
    """At most four reasons; none is said twice or is a part of another one."""
    kept: list[str] = []
    for reason in reasons:
        folded = f" {reason.casefold()} "
        if not any(folded in f" {other.casefold()} " for other in kept):
            kept = [other for other in kept if f" {other.casefold()} " not in folded]
            kept.append(reason)
    kept = kept[: MOST_REASONS - bool(place)]
    return (*kept, place) if place and place not in kept else tuple(kept)


def _languages_agree(opening: ReadOpening, person: ReadPerson) -> bool:
    """Whoever denies a language that is asked for, or names only others, is no match."""
    if person.no_languages & opening.languages.keys():
        return False
    asked = opening.languages.keys() - {"English"}
    named = person.languages - {"English"}
    return not asked or not named or bool(asked & named)


def _is_other_of_group(wanted: frozenset[str], person: ReadPerson) -> bool:
    """A Java role and somebody who names Ruby only; an ICU and a nurse of the operating theatre."""
    for group in lists.groups():
        asked = wanted & group
        if asked:
            named = group & person.stated
            if named and not any(name in person.skills for name in asked):
                return True
    return False


def _craft(opening: ReadOpening, person: ReadPerson) -> _Evidence | None:
    """What the craft and the title add; None where they speak against a match."""
    if opening.crafts and opening.crafts.keys() <= person.given_up:
        return None
    if MANAGEMENT in opening.crafts:
        return _management(opening, person)
    if not opening.crafts:
        return _unlisted_title(opening, person)
    if not person.crafts:
        return _no_craft_said(opening, person)
    same = sorted(person.crafts & opening.crafts.keys())
    if same:
        return _same_craft(opening, person, same[0])
    if SOFTWARE in person.crafts or SOFTWARE in opening.crafts:
        near = lists.near()[SOFTWARE]
        if near & person.crafts or near & opening.crafts.keys():
            return _Evidence(_KINDRED_CRAFT)
    if any(lists.near()[craft] & opening.crafts.keys() for craft in person.crafts):
        return _Evidence(_NEAR_CRAFT)
    return None


def _no_craft_said(opening: ReadOpening, person: ReadPerson) -> _Evidence | None:
    """What the skills hint; None for an unlisted role: a fraud analyst is no data analyst."""
    title = " ".join(opening.crafts.values()).casefold().split()
    nouns = opening.roles.keys() | {title[-1]}
    if any(noun in nouns and before not in title for noun, before in person.roles.items()):
        return None
    if opening.crafts.keys() & person.beside:
        return None  # an assistant to a lawyer is none
    kin = lists.near()[SOFTWARE] if SOFTWARE in opening.crafts else frozenset[str]()
    if not person.hinted & (opening.crafts.keys() | kin):
        return _Evidence(_of_domain(opening, person))
    names_title = bool(opening.title_skills) and opening.title_skills <= person.stated
    return _Evidence(_HINTED_CRAFT + (_WHOLE_TITLE if names_title else 0.0))


def _of_domain(opening: ReadOpening, person: ReadPerson) -> float:
    """ "Demand planning" tells of a demand planner, though it is no title."""
    if not opening.domain or not opening.domain <= person.roots:
        return 0.0
    return _HINTED_CRAFT + (_WHOLE_TITLE if len(opening.domain) > 1 else 0.0)


def _management(opening: ReadOpening, person: ReadPerson) -> _Evidence | None:
    """Managers manage, and those of a neighbouring craft who lead people may."""
    if MANAGEMENT in person.crafts:
        return _Evidence(_SAME_CRAFT + _PLAIN_TITLE, opening.crafts[MANAGEMENT])
    if LEADING in person.skills and person.crafts & lists.near()[MANAGEMENT]:
        return _Evidence(_SAME_CRAFT)
    return None


def _same_craft(opening: ReadOpening, person: ReadPerson, craft: str) -> _Evidence:
    """The title is shown only to whoever has it, or one that means the same, with all it names."""
    has_title = (
        bool(opening.titles & person.titles) and opening.title_skills_beyond <= person.skills.keys()
    )
    if craft == SOFTWARE or not has_title:
        return _Evidence(_SAME_CRAFT)
    if not _covers_title(opening, person):
        return _Evidence(_SAME_CRAFT, opening.crafts[craft])
    more = _PLAIN_TITLE if craft in lists.plain_crafts() else _WHOLE_TITLE
    return _Evidence(_SAME_CRAFT + more, opening.crafts[craft])


def _covers_title(opening: ReadOpening, person: ReadPerson) -> bool:
    return (
        opening.title_skills_beyond <= person.skills.keys()
        and opening.title_words.keys() <= person.roots
    )


def _unlisted_title(opening: ReadOpening, person: ReadPerson) -> _Evidence | None:
    """A title that no list has: its own words tell whether the person is of that craft."""
    if any(person.roles.get(noun, before) != before for noun, before in opening.roles.items()):
        return None
    covered = opening.title_words.keys() & person.roots
    if person.crafts and not covered and not opening.title_skills & person.stated:
        return None
    if not opening.title_words.keys() - ROLE_NOUNS or not _covers_title(opening, person):
        return _Evidence(0.0)
    alone = list(opening.title_words.values()) if len(opening.title_words) == 1 else []
    return _Evidence(_SAME_CRAFT + _WHOLE_TITLE, "".join(alone))


def _skills(opening: ReadOpening, person: ReadPerson) -> list[_Evidence]:
    """What both name; what is only implied or only touched adds less and is not shown."""
    found = [
        _Evidence(weight * person.skills[name], words if name in person.stated else "")
        for name, (weight, words) in opening.skills.items()
        if name in person.skills
    ]
    asked = opening.title_skills | opening.must_skills
    found += [_Evidence(-_DENIED) for name in person.denied if name in asked]
    found += [
        _Evidence(_OF_LANGUAGE, words)
        for name, words in opening.languages.items()
        if name in person.languages
    ]
    return found


def _terms(opening: ReadOpening, person: ReadPerson) -> list[_Evidence]:
    """Names and pairs of words that both hold; single words add little, and are not shown."""
    found = [
        _Evidence(term.weight, term.shown)
        for term in opening.terms
        if not term.single and term.key in person.stems
    ]
    singles = sorted(
        {
            term.key: term.weight
            for term in opening.terms
            if term.single and term.key in person.roots
        }.values(),
        reverse=True,
    )
    return found + [_Evidence(weight) for weight in singles[:_MOST_SINGLES]]
