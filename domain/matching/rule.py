"""Decides by a fixed rule whether an opening suits a person, and gives the reasons.

The reasons are words of the opening, such as "Go, on-call, Berlin". docs/matching.md tells how
often the rule is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.matching import lists
from domain.matching.common import ROLE_NOUNS
from domain.matching.levels import is_level_too_far
from domain.matching.openings import ParsedOpening, parse_opening
from domain.matching.people import ParsedPerson, parse_person
from domain.matching.places import compare_places, find_places
from domain.matching.texts import OpeningText, PersonNote
from domain.matching.titles import LEADING, MANAGEMENT, SOFTWARE

MIN_SCORE = 4.0  # tuned on the labelled examples, apart from those held out for measuring
MAX_REASONS = 4

# What each piece of evidence adds to the score, or takes from it.
_SAME_CRAFT = 2.0
_KINDRED_CRAFT = 1.5  # software and one of its special crafts
_HINTED_CRAFT = 2.0  # the skills of the note belong to the craft, which it does not name
_NEAR_CRAFT = 0.5
_WHOLE_TITLE = 1.0
_SELF_EXPLANATORY_TITLE = 2.0
_LANGUAGE_WEIGHT = 1.0
_PLACE_WEIGHT = 0.5
_DENIED_PENALTY = 2.0
_RIVAL_SKILL_PENALTY = 3.5
_MAX_SINGLE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """The result for an opening that suits a person. `score` only sorts matches.

    There are one to `MAX_REASONS` reasons: the strongest first, a place last.
    """

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A weight for or against a match.

    `reason` are words of the opening, or "" if the evidence is not shown.
    """

    weight: float
    reason: str = ""


def match_opening(opening: OpeningText, person: PersonNote, own_words: str = "") -> Match | None:
    """Compares an opening with a person. Returns None if it does not suit them.

    Each of these rules a match out: another craft, a place too far away, two levels too junior or
    too senior, other languages than those asked for, and a skill of the same group instead of the
    one that the title names, such as Ruby instead of Java.

    `own_words` are the synonyms that the workspace has set, as in
    "Simatic = S7, PLC; Guide = support agent".
    """
    return match_openings([opening], person, own_words)[0]


def match_openings(
    openings: Sequence[OpeningText], person: PersonNote, own_words: str = ""
) -> list[Match | None]:
    """Compares several openings with a person, as `match_opening` does. One result for each."""
    return [_match(parse_opening(opening, own_words), person, own_words) for opening in openings]


def _match(opening: ParsedOpening, note: PersonNote, own_words: str) -> Match | None:
    place_comparison = compare_places(opening.places, find_places(note.place or note.good_at))
    if place_comparison.is_too_far:
        return None  # checked first, because parsing the note takes longest
    person = parse_person(note, own_words)
    if is_level_too_far(opening.levels, person.level) or not _languages_agree(opening, person):
        return None
    craft = _weigh_craft(opening, person)
    if craft is None or _has_rival_skill(opening.title_skills, person):
        return None
    evidence = [craft, *_weigh_skills(opening, person), *_weigh_terms(opening, person)]
    score = sum(each.weight for each in evidence)
    if _has_rival_skill(opening.must_skills, person):
        score -= _RIVAL_SKILL_PENALTY
    reasons = [
        each.reason for each in sorted(evidence, key=lambda each: -each.weight) if each.reason
    ]
    if score < MIN_SCORE or not reasons:
        return None
    if place_comparison.shared_place:  # added after the check: a place alone makes no match
        score += _PLACE_WEIGHT
    return Match(score, _select_reasons(reasons, place_comparison.shared_place))


def _select_reasons(reasons: Sequence[str], place: str) -> tuple[str, ...]:
    """At most `MAX_REASONS`, the place last. A reason that is part of a longer one is left out."""
    selected: list[str] = []
    for reason in reasons:
        folded = f" {reason.casefold()} "
        if not any(folded in f" {other.casefold()} " for other in selected):
            selected = [other for other in selected if f" {other.casefold()} " not in folded]
            selected.append(reason)
    if not place:
        return tuple(selected[:MAX_REASONS])
    selected = selected[: MAX_REASONS - 1]
    return tuple(selected) if place in selected else (*selected, place)


def _languages_agree(opening: ParsedOpening, person: ParsedPerson) -> bool:
    """Returns False if the note denies a language that is asked for, or names only others."""
    if person.denied_languages & opening.languages.keys():
        return False
    asked = opening.languages.keys() - {"English"}
    named = person.languages - {"English"}
    return not asked or not named or bool(asked & named)


def _has_rival_skill(wanted: frozenset[str], person: ParsedPerson) -> bool:
    """Whether the person has only a rival of a wanted skill, such as Ruby instead of Java."""
    for group in lists.skill_groups():
        asked = wanted & group
        if asked:
            named = group & person.stated_skills
            if named and not any(name in person.skills for name in asked):
                return True
    return False


def _weigh_craft(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """The evidence of the craft and the title, or None if they rule out a match."""
    if opening.crafts and opening.crafts.keys() <= person.former_crafts:
        return None
    if MANAGEMENT in opening.crafts:
        return _weigh_management(opening, person)
    if not opening.crafts:
        return _weigh_unlisted_title(opening, person)
    if not person.crafts:
        return _weigh_unstated_craft(opening, person)
    same = sorted(person.crafts & opening.crafts.keys())
    if same:
        return _weigh_same_craft(opening, person, same[0])
    if SOFTWARE in person.crafts or SOFTWARE in opening.crafts:
        software_crafts = lists.neighbour_crafts()[SOFTWARE]
        if software_crafts & person.crafts or software_crafts & opening.crafts.keys():
            return _Evidence(_KINDRED_CRAFT)
    if any(lists.neighbour_crafts()[craft] & opening.crafts.keys() for craft in person.crafts):
        return _Evidence(_NEAR_CRAFT)
    return None


def _weigh_unstated_craft(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """The evidence for a person whose note names no craft: the crafts to which their skills belong.

    It is None if the note names a different role: a fraud analyst is not a data analyst.
    """
    title = " ".join(opening.crafts.values()).casefold().split()
    nouns = opening.roles.keys() | {title[-1]}
    if any(noun in nouns and modifier not in title for noun, modifier in person.roles.items()):
        return None
    if opening.crafts.keys() & person.crafts_of_others:
        return None  # an assistant to a lawyer is not a lawyer
    related_crafts = (
        lists.neighbour_crafts()[SOFTWARE] if SOFTWARE in opening.crafts else frozenset[str]()
    )
    if not person.hinted_crafts & (opening.crafts.keys() | related_crafts):
        return _Evidence(_domain_weight(opening, person))
    names_title = bool(opening.title_skills) and opening.title_skills <= person.stated_skills
    return _Evidence(_HINTED_CRAFT + (_WHOLE_TITLE if names_title else 0.0))


def _domain_weight(opening: ParsedOpening, person: ParsedPerson) -> float:
    """The weight if the note has all words of the title that describe the work, otherwise 0.

    A note with "demand planning" has the words of the title "demand planner".
    """
    if not opening.work_roots or not opening.work_roots <= person.roots:
        return 0.0
    return _HINTED_CRAFT + (_WHOLE_TITLE if len(opening.work_roots) > 1 else 0.0)


def _weigh_management(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """The evidence for managers, and for people of a neighbouring craft who lead others."""
    if MANAGEMENT in person.crafts:
        return _Evidence(_SAME_CRAFT + _SELF_EXPLANATORY_TITLE, opening.crafts[MANAGEMENT])
    if LEADING in person.skills and person.crafts & lists.neighbour_crafts()[MANAGEMENT]:
        return _Evidence(_SAME_CRAFT)
    return None


def _weigh_same_craft(opening: ParsedOpening, person: ParsedPerson, craft: str) -> _Evidence:
    """The evidence of a shared craft. The title is a reason only if the person has the same one."""
    has_same_title = (
        bool(opening.titles & person.titles)
        and opening.title_skills_beside_craft <= person.skills.keys()
    )
    if craft == SOFTWARE or not has_same_title:
        return _Evidence(_SAME_CRAFT)
    if not _covers_title(opening, person):
        return _Evidence(_SAME_CRAFT, opening.crafts[craft])
    is_self_explanatory = craft in lists.self_explanatory_crafts()
    title_weight = _SELF_EXPLANATORY_TITLE if is_self_explanatory else _WHOLE_TITLE
    return _Evidence(_SAME_CRAFT + title_weight, opening.crafts[craft])


def _covers_title(opening: ParsedOpening, person: ParsedPerson) -> bool:
    """Whether the note has every skill and every word that the title names beside its craft."""
    return (
        opening.title_skills_beside_craft <= person.skills.keys()
        and opening.title_words.keys() <= person.roots
    )


def _weigh_unlisted_title(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """The evidence for a title that no list has, or None if the note has another role or craft."""
    if any(
        person.roles.get(noun, modifier) != modifier for noun, modifier in opening.roles.items()
    ):
        return None
    covered_words = opening.title_words.keys() & person.roots
    if person.crafts and not covered_words and not opening.title_skills & person.stated_skills:
        return None
    if not opening.title_words.keys() - ROLE_NOUNS or not _covers_title(opening, person):
        return _Evidence(0.0)
    words = list(opening.title_words.values())
    return _Evidence(_SAME_CRAFT + _WHOLE_TITLE, words[0] if len(words) == 1 else "")


def _weigh_skills(opening: ParsedOpening, person: ParsedPerson) -> list[_Evidence]:
    """The evidence of shared skills and languages. Only stated skills can be shown as reasons."""
    evidence = [
        _Evidence(weight * person.skills[name], phrase if name in person.stated_skills else "")
        for name, (weight, phrase) in opening.skills.items()
        if name in person.skills
    ]
    asked = opening.title_skills | opening.must_skills
    evidence += [_Evidence(-_DENIED_PENALTY) for name in person.denied_skills if name in asked]
    evidence += [
        _Evidence(_LANGUAGE_WEIGHT, phrase)
        for name, phrase in opening.languages.items()
        if name in person.languages
    ]
    return evidence


def _weigh_terms(opening: ParsedOpening, person: ParsedPerson) -> list[_Evidence]:
    """The evidence of shared unlisted terms. Single words add little and are never shown."""
    evidence = [
        _Evidence(term.weight, term.reason)
        for term in opening.terms
        if not term.is_single_word and term.key in person.stems
    ]
    single_word_weights = sorted(
        {
            term.key: term.weight
            for term in opening.terms
            if term.is_single_word and term.key in person.roots
        }.values(),
        reverse=True,
    )
    return evidence + [_Evidence(weight) for weight in single_word_weights[:_MAX_SINGLE_WORDS]]
