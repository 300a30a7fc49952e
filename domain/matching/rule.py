"""Does this opening suit that person? A rule that says why, in words that can be shown.

Starts from what an opening and an advocate say, ends with a Match and its reasons ("Go, on-call,
Berlin"), or with None. No model, nothing learned, nothing looked up: words that both sides use, by
any of their known names, weighed by where they stand. What it is worth: docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.matching.crafts import CRAFTS, MANAGEMENT, NEAR
from domain.matching.levels import SHOWN, apart, reached, wanted
from domain.matching.places import Places, between, places
from domain.matching.skills import HINTS, IMPLIES, LANGUAGES, SKILLS
from domain.matching.words import Vocabulary, Word, stem, word_set, words
from domain.openings import Opening

LEADING = "leading a team"
ENOUGH = 3.5  # tuned on the half of the labelled pairs that may be looked at
MOST_REASONS = 4

_SAME_CRAFT, _NEAR_CRAFT, _HINTED_CRAFT = 2.5, 1.0, 1.0  # a neighbour needs two things in common
_IN_TITLE, _IN_MUSTS, _IN_BRIEF = 2.0, 2.0, 1.0
_IN_HISTORY, _IMPLIED, _WEAK = 0.6, 0.5, 0.5
_PLACE, _LEVEL = 0.5, 0.5
_LOOSE_WORD, _MOST_LOOSE = 0.5, 2

_SKILLS = Vocabulary(SKILLS)
_LANGUAGES = Vocabulary(LANGUAGES)
_CRAFTS = Vocabulary(CRAFTS)
_LEADS = word_set("lead leads led leading ran runs manages managed")
_LED = word_set("team teams engineer engineers developer developers people agents")
_LED_WITHIN = 5
_TURNS_AWAY = word_set("who that for which with of whom in fur für pour para de")
# Words that any opening and any person may share without meaning anything by it.
_COMMON = word_set(
    "a about able across after all also always an and another any anybody anyone are around as at "
    "away back be became because been before best better big both business but by call came can "
    "care cares colleague come company could customer data day days did do does done down each "
    "early end english enough ever every everybody experience find first five fluent for four "
    "from full gets give given good got great grow had happy hard has have he help helped her him "
    "his hour how i if in into is it its job just keep kind know known large last late later "
    "least like likes little long look made make makes making many me met month more most much "
    "must my need never new next nice night no not number of office on one only open or other our "
    "out over own part people person place point problem product project put quick quiet quite "
    "real remote right role same say says see seen set several she ship shipped ships should show "
    "side six small so some somebody someone soon still strong such sure take talk team tell than "
    "that the their them then there these they thing things think this three through time to "
    "together told took trust two under until up use used user very want wants was way we web "
    "week well went were what when where which while who whole whose why will with without word "
    "words work worked works world would write writes year years yes yet you young your der die "
    "das und oder mit von zu im den ein eine wir sie er ist hat für auf le la les de des du et un "
    "une en avec pour el los las y con una o a os as e com um uma engineer engineering manager "
    "senior junior lead developer read reads build builds built building background"
)


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
class Match:
    """`reasons` are at most four, the strongest first, a place last. `score` only orders."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    crafts: frozenset[str]
    skills: dict[str, float]
    loose: dict[str, tuple[str, float]]  # by stem: the word as typed, its weight
    languages: frozenset[str]
    levels: tuple[int, int]
    places: Places


@dataclass(frozen=True, slots=True)
class _Person:
    crafts: tuple[str, ...]
    hinted: frozenset[str]
    skills: dict[str, float]
    loose: dict[str, float]
    languages: frozenset[str]
    level: int | None
    places: Places


def match(opening: Wanted, person: Known) -> Match | None:
    """None unless the opening's owner-to-be would want to hear of it.

    Against it, whatever else agrees: another craft, the wrong place, two levels too junior or too
    senior, a language that is asked for and not among those named.
    """
    return matches([opening], person)[0]


def matches(openings: Sequence[Wanted], person: Known) -> list[Match | None]:
    """As `match`, for several openings: the person is read once."""
    known = _read_person(person)
    return [_match(_read_opening(opening), known) for opening in openings]


def _match(opening: _Opening, person: _Person) -> Match | None:
    where = between(opening.places, person.places)
    if where.apart or apart(opening.levels, person.level) > 1:
        return None
    if opening.languages and person.languages and not opening.languages & person.languages:
        return None
    craft = _craft(opening, person)
    if craft is None:
        return None
    score, named = craft
    shared = _shared(opening, person)
    score += sum(weight for _, weight in shared)
    reasons = [name for name, _ in shared][: MOST_REASONS - 1]
    if named and len(reasons) < MOST_REASONS - 1:
        reasons.insert(0, named)
    if not reasons or score < ENOUGH:
        return None
    # What follows orders those who match; the level or the place alone is no reason.
    level = SHOWN.get(person.level) if person.level is not None else None
    if level and opening.levels == (person.level, person.level):
        score += _LEVEL
        reasons.append(level)
    if where.shown:
        score += _PLACE
        reasons = [*reasons[: MOST_REASONS - 1], where.shown]
    return Match(score, tuple({name.casefold(): name for name in reversed(reasons)}.values())[::-1])


def _craft(opening: _Opening, person: _Person) -> tuple[float, str] | None:
    """What the craft adds, and its name where both have the same; None where it speaks against."""
    leads = LEADING in person.skills
    if MANAGEMENT in opening.crafts and not leads and MANAGEMENT not in person.crafts:
        return None
    if not opening.crafts:
        return 0.0, ""
    if not person.crafts:
        hinted = any(craft in person.hinted for craft in opening.crafts)
        return (_HINTED_CRAFT if hinted else 0.0), ""
    same = [craft for craft in person.crafts if craft in opening.crafts]
    if same:
        return _SAME_CRAFT, same[0]
    if any(NEAR[craft] & opening.crafts for craft in person.crafts):
        return _NEAR_CRAFT, ""
    return None


def _shared(opening: _Opening, person: _Person) -> list[tuple[str, float]]:
    """What both name, with its weight, the weightiest first."""
    skills = [
        (name, weight * person.skills[name])
        for name, weight in opening.skills.items()
        if name in person.skills
    ]
    skills += [(name, _IN_MUSTS / 2) for name in opening.languages & person.languages]
    loose = sorted(
        (
            (typed, weight * person.loose[key])
            for key, (typed, weight) in opening.loose.items()
            if key in person.loose
        ),
        key=lambda pair: -pair[1],
    )
    return sorted(skills + loose[:_MOST_LOOSE], key=lambda pair: -pair[1])


@lru_cache(maxsize=256)
def _read_opening(opening: Wanted) -> _Opening:
    skills: dict[str, float] = {}
    loose: dict[str, tuple[str, float]] = {}
    for text, weight in (
        (opening.team, _IN_BRIEF),
        (opening.fit_brief, _IN_BRIEF),
        (opening.must_haves, _IN_MUSTS),
        (opening.title, _IN_TITLE),
    ):
        said = words(text)
        found = _SKILLS.find(said)
        for each in found:
            skills[each.name] = weight
            for implied in IMPLIES.get(each.name, ()):
                skills[implied] = max(skills.get(implied, 0.0), weight * _IMPLIED)
        for word in _loose(said):
            loose[stem(word.plain)] = (word.typed, _LOOSE_WORD * weight)
    title = words(opening.title)
    crafts = {each.name for each in _CRAFTS.find(title)}
    hinted = {HINTS[each.name] for each in _SKILLS.find(title) if each.name in HINTS}
    return _Opening(
        crafts=frozenset(_most_exact(crafts, hinted)),
        skills=skills,
        loose=loose,
        languages=_languages(opening.must_haves) or _languages(opening.title),
        levels=wanted(opening.title, opening.must_haves),
        places=places(opening.place),
    )


def _most_exact(crafts: set[str], hinted: set[str]) -> set[str]:
    """ "Engineer" alone says little: what else the title says tells which kind is meant."""
    exact = crafts - {"software"}
    if exact:
        return exact
    return {craft for craft in hinted if craft in NEAR["software"]} or crafts


def _read_person(person: Known) -> _Person:
    said, history = words(person.good_at), words(person.history)
    skills: dict[str, float] = {}
    loose: dict[str, float] = {}
    for text, factor in ((history, _IN_HISTORY), (said, 1.0)):
        found = _SKILLS.find(text)
        for each in found:
            skills[each.name] = factor * (_WEAK if each.weak else 1.0)
        loose |= {stem(word.plain): factor for word in _loose(text)}
    if _leads(said):
        skills[LEADING] = 1.0
    for name in list(skills):
        for implied in IMPLIES.get(name, ()):
            skills.setdefault(implied, skills[name] * _IMPLIED)
    crafts = _crafts(said)
    hinted = frozenset(HINTS[name] for name in skills if name in HINTS)
    return _Person(
        crafts=tuple(_most_exact(set(crafts), set(hinted))),
        hinted=hinted,
        skills=skills,
        loose=loose,
        languages=_languages(person.good_at),
        level=reached(person.good_at),
        places=places(person.place or person.good_at),
    )


def _crafts(said: list[Word]) -> list[str]:
    """What somebody is: the first craft named, and others before "who", "for", "with"..."""
    found = _CRAFTS.find(said)
    if not found:
        return []
    end = next(
        (at for at in range(found[0].at, len(said)) if said[at].plain in _TURNS_AWAY), len(said)
    )
    return [each.name for each in found if each.at == found[0].at or each.at < end]


def _leads(said: list[Word]) -> bool:
    """Whether they lead people: "led the checkout team, eight engineers"; "never led" does not."""
    for at, word in enumerate(said):
        if word.plain in _LEADS:
            ahead = {each.plain for each in said[at + 1 : at + 1 + _LED_WITHIN]}
            before = {each.plain for each in said[max(0, at - 2) : at]}
            if ahead & _LED and not before & {"never", "not", "no"}:
                return True
    return False


def _loose(said: list[Word]) -> list[Word]:
    """Words that mean something and that no list of ours knows."""
    found = [each for known in (_SKILLS, _CRAFTS, _LANGUAGES) for each in known.find(said)]
    taken = {at for each in found for at in range(each.at, each.at + each.size)}
    return [
        word
        for at, word in enumerate(said)
        if at not in taken and len(word.plain) > 2 and word.plain not in _COMMON
    ]


def _languages(text: str) -> frozenset[str]:
    return frozenset(each.name for each in _LANGUAGES.find(words(text)))
