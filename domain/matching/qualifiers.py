"""What is denied and what is weakened: "hates Go", "never on-call", "one Python course".

Starts from the words of a note, ends with one qualifier for each word. A qualifier ends with the
statement in which it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import groupby
from operator import attrgetter

from domain.matching.words import Word, word_set


class Qualifier(IntEnum):
    """How much a word counts for the person. `OBJECT`: somebody else's craft, like the engineers
    in "hires engineers"; skills in it count, crafts do not."""

    PLAIN = 0
    OBJECT = 1
    WEAK = 2
    DENIED = 3


def _by_first_word(*phrases: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        found.setdefault(phrase.partition(" ")[0], []).append(phrase.split())
    return found


_DENIES = word_set(
    "no not never without nor hardly barely nothing none zero lacks lacking cannot can't won't "
    "doesn't don't isn't wasn't couldn't hates hate hated dislikes dislike avoids refuses except "
    "aspiring aspires quit stopped retired wannabe unlike untrained "
    "kein keine keinen keinerlei nie niemals ohne nicht hasst ungern ehemals "
    "pas jamais sans deteste ancien ancienne aucun aucune sin nunca odia nada sem"
)
# Somebody else, or somewhere else: nothing that follows in the statement is the person's own.
_SPEAKS_OF_OTHERS = word_set(
    "beside alongside husband wife brother sister mother father cousin flatmate roommate daughter "
    "boyfriend girlfriend neighbour neighbor bruder schwester mann frau mari frere soeur hermano "
    "hermana marido esposa"
)
_DENIES_PHRASES = _by_first_word(
    "wants to",
    "want to",
    "wanting to",
    "would like to",
    "would love to",
    "hopes to",
    "hoping to",
    "dreams of",
    "dreaming of",
    "plans to",
    "trying to",
    "keen to",
    "looking to",
    "interested in becoming",
    "used to",
    "no longer",
    "gave up",
    "given up",
    "got out of",
    "studying to",
    "training to",
    "learning to",
    "thinking of",
    "thinking about",
    "about to",
    "curious about",
    "reads about",
    "heard of",
    "fan of",
    "dreams about",
    "wishes to",
    "can't stand",
    "cannot stand",
    "rather not",
    "gave up on",
    "afraid of",
    "scared of",
    "fed up with",
    "failed the",
    "failed her",
    "failed his",
    "out of her depth",
    "no clue",
    "tired of",
    "bored of",
    "bored by",
    "sick of",
    "next to",
    "not a fan of",
    "allergic to",
    "will nicht",
    "mochte gern",
    "mochte gerne",
    "will werden",
    "fruher mal",
    "quiere ser",
    "quiere aprender",
    "souhaite devenir",
    "veut devenir",
    "reve de",
    "neu in",
)
# These speak of the next words only: "left nursing", while "left Acme as head of IT" is fine.
_DENIES_SHORTLY = {
    "ex": 1,
    "former": 3,
    "formerly": 3,
    "ehemalige": 2,
    "ehemaliger": 2,
    "left": 1,
    "leaving": 1,
    "lost": 1,
    "non": 1,
    "anti": 1,
    "pre": 0,
    "post": 0,
}
_WEAKENS = word_set(
    "little some basic basics beginner beginners course courses bit learns learning interested "
    "curious exposure rusty touch notions hobby amateur dabbles dabbled tinkers etwas "
    "grundkenntnisse anfanger kurs interessiert lernt bases notions peu debutant debutante "
    "apprend poco basico aprende curso principiante"
)
_WEAKENED_BY_NEXT = word_set(
    "course courses class classes basics beginner beginners bootcamp tutorial tutorials rusty "
    "grundkenntnisse grundkurs kurs curso debutant"
)
_WEAK_PHRASES = {("at", "home"), ("for", "fun"), ("spare", "time"), ("a", "hobby"), ("the", "list")}
_AFTER = 3
_NOT_DENYING = word_set("only just merely nur solo seulement least problem wonder")
_DENIES_BACKWARDS = word_set("at yet really her his their much anymore mehr")
# "Nurse until 2009", "ten years ago", "lawyer turned baker", "a biologist by training".
_PAST = word_set("fan fans until ago expired lapsed bis jusqu hasta")
_PAST_PHRASES = (("by", "training"), ("by", "education"), ("by", "degree"), ("in", "training"))
_NOT_A_TURN = word_set("around the it out over down a into to things")
_RESETS = word_set(
    "loves likes enjoys strong great excellent expert fluent solid writes speaks prefers knows now "
    "instead jetzt maintenant ahora"
)
# Whoever does this with a craft is not of that craft.
_TAKES_OBJECT = word_set(
    "knows knew knowing meets cured survived sues every "
    "recruits recruited recruit hires hired hiring places sources sourcing interviews interviewed "
    "manages managed leads led coaches coached teaches taught trains trained mentors mentored "
    "advises advised supports supported assists assisted helps helped audits photographs sells "
    "with for by under alongside at chez to assistant who that whose which fur fuer pour para "
    "bei mit avec betreut verkauft sucht unterstutzt"
)


_MARKERS = (
    _DENIES | _SPEAKS_OF_OTHERS | _DENIES_PHRASES.keys() | _DENIES_SHORTLY.keys() | _WEAKENS
    | _WEAKENED_BY_NEXT | _TAKES_OBJECT | _PAST
    | {"turned", "by", "in", "at", "for", "spare", "a", "the"}
)  # fmt: skip


def qualify(said: Sequence[Word]) -> list[Qualifier]:
    """One qualifier for each word."""
    if _MARKERS.isdisjoint([word.plain for word in said]):
        return [Qualifier.PLAIN] * len(said)
    found: list[Qualifier] = []
    for _, group in groupby(said, key=attrgetter("statement")):
        found.extend(_statement([word.plain for word in group]))
    return found


def _statement(names: list[str]) -> list[Qualifier]:
    found = [Qualifier.PLAIN] * len(names)
    now, until = Qualifier.PLAIN, len(names)
    for at, name in enumerate(names):
        if name in _SPEAKS_OF_OTHERS:
            found[at:] = [Qualifier.DENIED] * (len(names) - at)
            break
        if at >= until or name in _RESETS:
            now, until = Qualifier.PLAIN, len(names)
        found[at] = max(found[at], now)
        starts, reach = _starts(names, at)
        if starts > now:
            now, until = starts, min(at + 1 + reach, len(names))
    _look_back(names, found)
    return found


def _starts(names: list[str], at: int) -> tuple[Qualifier, int]:
    """The qualifier that begins after this word, and how many words it reaches."""
    name = names[at]
    following = names[at + 1] if at + 1 < len(names) else ""
    if name in _DENIES and following not in _NOT_DENYING:
        return Qualifier.DENIED, len(names)
    if name in _DENIES_SHORTLY:
        return Qualifier.DENIED, _DENIES_SHORTLY[name]
    phrases = _DENIES_PHRASES.get(name, ())
    if any(names[at : at + len(phrase)] == phrase for phrase in phrases):
        return Qualifier.DENIED, len(names)
    if name in _WEAKENS:
        return Qualifier.WEAK, len(names)
    if name in _TAKES_OBJECT:
        return Qualifier.OBJECT, len(names)
    return Qualifier.PLAIN, 0


def _look_back(names: list[str], found: list[Qualifier]) -> None:
    """ "Python course" and "management is not her thing" qualify what is before them."""
    for at, name in enumerate(names):
        if name in _WEAKENED_BY_NEXT:
            for before in range(max(0, at - _AFTER), at):
                found[before] = max(found[before], Qualifier.WEAK)
        following = names[at + 1] if at + 1 < len(names) else ""
        if (name, following) in _WEAK_PHRASES:
            found[:at] = [max(each, Qualifier.WEAK) for each in found[:at]]
        if (
            (name in ("not", "nicht") and following in _DENIES_BACKWARDS)
            or (name == "turned" and following not in _NOT_A_TURN)
            or name in _PAST
            or (name, following) in _PAST_PHRASES
        ):
            found[:at] = [Qualifier.DENIED] * at
