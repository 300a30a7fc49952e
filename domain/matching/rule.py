"""Decides by a fixed rule whether an opening suits a person, and gives the reasons.

The rule compares an opening with a note in which a colleague wrote what the person is good at. It
first compares the crafts (lines of work, such as "nursing"), then skills, languages and other
words. The reasons are words of the opening, such as "Go, on-call, Berlin". docs/matching.md tells
how often the rule is right.
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

# A lower score is no match. Tuned on the labelled examples, but not on those kept for measuring.
MIN_SCORE = 4.0
MAX_REASONS = 4

# What each piece of evidence adds to the score, or takes from it.
_SAME_CRAFT = 2.0
_SPECIAL_SOFTWARE_CRAFT = 1.5  # software in general, and one of its special crafts
_HINTED_CRAFT = 2.0  # The note does not name the craft, but skills that belong to it.
_NEAR_CRAFT = 0.5
_WHOLE_TITLE = 1.0  # added if the note covers the whole title
_SELF_EXPLANATORY_TITLE = 2.0  # added instead for a craft whose title alone is strong evidence
_LANGUAGE_WEIGHT = 1.0
_PLACE_WEIGHT = 0.5
_DENIED_PENALTY = 2.0  # for each wanted skill that the note denies
_RIVAL_SKILL_PENALTY = 3.5  # see `_has_rival_skill`
_MAX_SINGLE_WORDS = 2  # No more shared single words count than these, the heaviest ones.


@dataclass(frozen=True, slots=True)
class Match:
    """The result for an opening that suits a person.

    Callers use `score` only to sort matches. There are one to `MAX_REASONS` reasons: the strongest
    first, and a place last.
    """

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a match (a positive weight) or against it (a negative one).

    `reason` is made of words of the opening. It is "" if people are not shown this evidence.
    """

    weight: float
    reason: str = ""


def match_opening(opening: OpeningText, person: PersonNote, own_words: str = "") -> Match | None:
    """Compares an opening with a person. Returns None if it does not suit them.

    Each of these rules a match out: another craft, a place too far away, a level that is two steps
    too low or too high, other languages than those asked for, and a rival of the skill that the
    title names, such as Ruby instead of Java.

    `own_words` are the synonyms in the workspace's settings, such as
    "Simatic = S7, PLC; Guide = support agent".
    """
    return match_openings([opening], person, own_words)[0]


def match_openings(
    openings: Sequence[OpeningText], person: PersonNote, own_words: str = ""
) -> list[Match | None]:
    """Returns the result of `match_opening` for each opening, in the given order."""
    return [_match(parse_opening(opening, own_words), person, own_words) for opening in openings]


def _match(opening: ParsedOpening, note: PersonNote, own_words: str) -> Match | None:
    # The place is compared first, because parsing the note takes longest.
    place_comparison = compare_places(opening.places, find_places(note.place or note.good_at))
    if place_comparison.is_too_far:
        return None
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
    strongest_first = sorted(evidence, key=lambda each: -each.weight)
    reasons = [each.reason for each in strongest_first if each.reason]
    if score < MIN_SCORE or not reasons:
        return None
    if place_comparison.shared_place:  # Not counted above: a shared place must not decide.
        score += _PLACE_WEIGHT
    return Match(score, _select_reasons(reasons, place_comparison.shared_place))


def _select_reasons(reasons: Sequence[str], place: str) -> tuple[str, ...]:
    """Returns at most `MAX_REASONS`, with the place (or "") last.

    A reason whose words are all part of a longer reason is left out.
    """
    selected: list[str] = []
    for reason in reasons:
        if not any(_contains_words(other, reason) for other in selected):
            selected = [other for other in selected if not _contains_words(reason, other)]
            selected.append(reason)
    if not place:
        return tuple(selected[:MAX_REASONS])
    selected = selected[: MAX_REASONS - 1]
    return tuple(selected) if place in selected else (*selected, place)


def _contains_words(text: str, words: str) -> bool:
    return f" {words.casefold()} " in f" {text.casefold()} "


def _languages_agree(opening: ParsedOpening, person: ParsedPerson) -> bool:
    """Whether the person may know the languages of the opening.

    False if the note denies one of them, or if it names other languages only. English is
    ignored: people often know it without a word of it in their note.
    """
    if person.denied_languages & opening.languages.keys():
        return False
    asked = opening.languages.keys() - {"English"}
    named = person.languages - {"English"}
    return not asked or not named or bool(asked & named)


def _has_rival_skill(wanted_skills: frozenset[str], person: ParsedPerson) -> bool:
    """Whether the person has only a rival of a wanted skill, such as Ruby instead of Java.

    Rivals are the skills of one group in the lists. Most people have only one skill of a group.
    """
    for group in lists.skill_groups():
        wanted_in_group = wanted_skills & group
        if not wanted_in_group:
            continue
        has_wanted_skill = bool(wanted_in_group & person.skills.keys())
        if group & person.stated_skills and not has_wanted_skill:
            return True
    return False


def _weigh_craft(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """Returns the evidence of the craft and the title, or None if they rule a match out."""
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
            return _Evidence(_SPECIAL_SOFTWARE_CRAFT)
    if any(lists.neighbour_crafts()[craft] & opening.crafts.keys() for craft in person.crafts):
        return _Evidence(_NEAR_CRAFT)
    return None


def _weigh_unstated_craft(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """Weighs a note that names no craft by the crafts to which its skills belong.

    Returns None if the note names another role: a fraud analyst is not a data analyst.
    """
    title_words = " ".join(opening.crafts.values()).casefold().split()
    role_nouns = opening.roles.keys() | {title_words[-1]}  # such as "analyst"
    for noun, modifier in person.roles.items():  # such as "analyst" and "fraud"
        if noun in role_nouns and modifier not in title_words:
            return None
    if opening.crafts.keys() & person.crafts_of_others:
        return None  # An assistant to a lawyer is not a lawyer.
    wanted_crafts = set(opening.crafts)
    if SOFTWARE in wanted_crafts:
        wanted_crafts |= lists.neighbour_crafts()[SOFTWARE]
    if not person.hinted_crafts & wanted_crafts:
        return _Evidence(_weigh_work_words(opening, person))
    has_title_skills = bool(opening.title_skills) and opening.title_skills <= person.stated_skills
    return _Evidence(_HINTED_CRAFT + (_WHOLE_TITLE if has_title_skills else 0.0))


def _weigh_work_words(opening: ParsedOpening, person: ParsedPerson) -> float:
    """Returns a weight if the note has all words of the title that describe the work, else 0.

    A note with "demand planning" has the words of the title "demand planner".
    """
    if not opening.work_roots or not opening.work_roots <= person.roots:
        return 0.0
    return _HINTED_CRAFT + (_WHOLE_TITLE if len(opening.work_roots) > 1 else 0.0)


def _weigh_management(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """Weighs managers, and people of a neighbouring craft who lead a team. None for all others."""
    if MANAGEMENT in person.crafts:
        return _Evidence(_SAME_CRAFT + _SELF_EXPLANATORY_TITLE, opening.crafts[MANAGEMENT])
    if LEADING in person.skills and person.crafts & lists.neighbour_crafts()[MANAGEMENT]:
        return _Evidence(_SAME_CRAFT)
    return None


def _weigh_same_craft(opening: ParsedOpening, person: ParsedPerson, craft: str) -> _Evidence:
    """Weighs a shared craft. The title is shown as a reason only if the person has the same title.

    The general title of a software engineer is never shown: it says too little.
    """
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
    """Whether the note has every skill and every other word of the title, apart from its craft."""
    return (
        opening.title_skills_beside_craft <= person.skills.keys()
        and opening.title_words.keys() <= person.roots
    )


def _weigh_unlisted_title(opening: ParsedOpening, person: ParsedPerson) -> _Evidence | None:
    """Weighs a title whose craft no list has. None if the note has another role or craft.

    A word such as "manager" alone does not cover a title, because it says nothing of the work.
    """
    for noun, modifier in opening.roles.items():
        if person.roles.get(noun, modifier) != modifier:
            return None
    shares_words = bool(opening.title_words.keys() & person.roots)
    shares_skills = bool(opening.title_skills & person.stated_skills)
    if person.crafts and not (shares_words or shares_skills):
        return None
    describes_work = bool(opening.title_words.keys() - ROLE_NOUNS)
    if not describes_work or not _covers_title(opening, person):
        return _Evidence(0.0)
    words = list(opening.title_words.values())
    return _Evidence(_SAME_CRAFT + _WHOLE_TITLE, words[0] if len(words) == 1 else "")


def _weigh_skills(opening: ParsedOpening, person: ParsedPerson) -> list[_Evidence]:
    """Weighs shared skills and languages, and wanted skills that the note denies.

    Only a skill that the note states without weakening it is shown as a reason.
    """
    evidence = [
        _Evidence(weight * person.skills[name], phrase if name in person.stated_skills else "")
        for name, (weight, phrase) in opening.skills.items()
        if name in person.skills
    ]
    wanted_skills = opening.title_skills | opening.must_skills
    denied_count = len(person.denied_skills & wanted_skills)
    evidence += [_Evidence(-_DENIED_PENALTY)] * denied_count
    evidence += [
        _Evidence(_LANGUAGE_WEIGHT, phrase)
        for name, phrase in opening.languages.items()
        if name in person.languages
    ]
    return evidence


def _weigh_terms(opening: ParsedOpening, person: ParsedPerson) -> list[_Evidence]:
    """Weighs shared terms: words of the opening that are in no list.

    Only the heaviest single words count, and they are never shown as reasons.
    """
    evidence = [
        _Evidence(term.weight, term.reason)
        for term in opening.terms
        if not term.is_single_word and term.key in person.stems
    ]
    weights_by_word = {
        term.key: term.weight
        for term in opening.terms
        if term.is_single_word and term.key in person.roots
    }
    heaviest = sorted(weights_by_word.values(), reverse=True)[:_MAX_SINGLE_WORDS]
    return evidence + [_Evidence(weight) for weight in heaviest]
