"""Finds which words of a text are denied or weakened, or are about someone else.

"Hates Go" denies Go, and "one Python course" weakens Python. A qualifier holds until the end of its
statement at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import groupby
from operator import attrgetter

from domain.matching.words import Word, word_set


class Qualifier(IntEnum):
    """How much a word counts for the person. Of two qualifiers for a word the higher one wins.

    `OBJECT` marks words about someone else, such as the engineers in "hires Go engineers": the
    skill counts for the person, and the craft does not.
    """

    PLAIN = 0
    OBJECT = 1
    WEAK = 2
    DENIED = 3


def _group_by_first_word(*phrases: str) -> dict[str, list[list[str]]]:
    phrases_by_word: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        phrases_by_word.setdefault(phrase.partition(" ")[0], []).append(phrase.split())
    return phrases_by_word


_DENYING_WORDS = word_set(
    "no not never without nor hardly barely nothing none zero lacks lacking cannot can't won't "
    "doesn't don't isn't wasn't couldn't hates hate hated dislikes dislike avoids refuses except "
    "aspiring aspires quit stopped retired wannabe unlike untrained "
    "kein keine keinen keinerlei nie niemals ohne nicht hasst ungern ehemals "
    "pas jamais sans deteste ancien ancienne aucun aucune sin nunca odia nada sem"
)
# After these words the rest of the statement is about someone else.
_SPEAKS_OF_OTHERS = word_set(
    "beside alongside husband wife brother sister mother father cousin flatmate roommate daughter "
    "boyfriend girlfriend neighbour neighbor bruder schwester mann frau mari frere soeur hermano "
    "hermana marido esposa"
)
_DENYING_PHRASES = _group_by_first_word(
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
# How many of the following words each of these words denies: "left nursing" denies nursing, while
# "left Acme as head of IT" does not deny "head of IT". A word with 0 only ends a weaker qualifier.
_DENYING_NEXT_WORDS = {
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
# These weaken the words after them, and `_WEAKENS_BACKWARDS` weaken words before them.
_WEAKENING_WORDS = word_set(
    "little some basic basics beginner beginners course courses bit learns learning interested "
    "curious exposure rusty touch notions hobby amateur dabbles dabbled tinkers etwas "
    "grundkenntnisse anfanger kurs interessiert lernt bases notions peu debutant debutante "
    "apprend poco basico aprende curso principiante"
)
_WEAKENS_BACKWARDS = word_set(
    "course courses class classes basics beginner beginners bootcamp tutorial tutorials rusty "
    "grundkenntnisse grundkurs kurs curso debutant"
)
# These phrases weaken all words before them in their statement.
_WEAK_PHRASES = {("at", "home"), ("for", "fun"), ("spare", "time"), ("a", "hobby"), ("the", "list")}
_WEAKENED_WORDS = 3  # how many words before one of `_WEAKENS_BACKWARDS` are weakened
# Before one of these, a denying word denies nothing: "not only", "no problem".
_NOT_DENYING = word_set("only just merely nur solo seulement least problem wonder")
# Before one of these, "not" denies what precedes it: "management is not her thing".
_DENIES_BACKWARDS = word_set("at yet really her his their much anymore mehr")
# These words say that what precedes them is over: "nurse until 2009", "a biologist by training".
# "Turned" does the same: "lawyer turned baker".
_PAST_WORDS = word_set("fan fans until ago expired lapsed bis jusqu hasta")
_PAST_PHRASES = (("by", "training"), ("by", "education"), ("by", "degree"), ("in", "training"))
# Before one of these, "turned" is no change of work: "turned the team around".
_NOT_A_TURN = word_set("around the it out over down a into to things")
# These words end a qualifier: "never liked Java, loves Go".
_RESETTING_WORDS = word_set(
    "loves likes enjoys strong great excellent expert fluent solid writes speaks prefers knows now "
    "instead jetzt maintenant ahora"
)
# A craft after these words is that of someone else: "recruits engineers".
_TAKES_OBJECT = word_set(
    "knows knew knowing meets cured survived sues every "
    "recruits recruited recruit hires hired hiring places sources sourcing interviews interviewed "
    "manages managed leads led coaches coached teaches taught trains trained mentors mentored "
    "advises advised supports supported assists assisted helps helped audits photographs sells "
    "with for by under alongside at chez to assistant who that whose which fur fuer pour para "
    "bei mit avec betreut verkauft sucht unterstutzt"
)


# Every word that can begin a qualifier. `qualify` checks first whether a text has any: most do not.
_MARKERS = (
    _DENYING_WORDS | _SPEAKS_OF_OTHERS | _DENYING_PHRASES.keys() | _DENYING_NEXT_WORDS.keys()
    | _WEAKENING_WORDS | _WEAKENS_BACKWARDS | _TAKES_OBJECT | _PAST_WORDS
    | {"turned", "by", "in", "at", "for", "spare", "a", "the"}
)  # fmt: skip


def qualify(words: Sequence[Word]) -> list[Qualifier]:
    """One qualifier for each word, in the order of the words."""
    if _MARKERS.isdisjoint([word.normalised for word in words]):
        return [Qualifier.PLAIN] * len(words)
    qualifiers: list[Qualifier] = []
    for _, group in groupby(words, key=attrgetter("statement")):
        qualifiers.extend(_qualify_statement([word.normalised for word in group]))
    return qualifiers


def _qualify_statement(words: list[str]) -> list[Qualifier]:
    """One qualifier for each word. `current` holds until `current_end` or a resetting word."""
    qualifiers = [Qualifier.PLAIN] * len(words)
    current, current_end = Qualifier.PLAIN, len(words)
    for index, word in enumerate(words):
        if word in _SPEAKS_OF_OTHERS:
            qualifiers[index:] = [Qualifier.DENIED] * (len(words) - index)
            break
        if index >= current_end or word in _RESETTING_WORDS:
            current, current_end = Qualifier.PLAIN, len(words)
        qualifiers[index] = max(qualifiers[index], current)
        following_qualifier, length = _qualifier_after(words, index)
        if following_qualifier > current:
            current, current_end = following_qualifier, min(index + 1 + length, len(words))
    _qualify_backwards(words, qualifiers)
    return qualifiers


def _qualifier_after(words: list[str], index: int) -> tuple[Qualifier, int]:
    """The qualifier of the words after this one, and how many of them it covers at most."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in _DENYING_WORDS and following not in _NOT_DENYING:
        return Qualifier.DENIED, len(words)
    if word in _DENYING_NEXT_WORDS:
        return Qualifier.DENIED, _DENYING_NEXT_WORDS[word]
    phrases = _DENYING_PHRASES.get(word, ())
    if any(words[index : index + len(phrase)] == phrase for phrase in phrases):
        return Qualifier.DENIED, len(words)
    if word in _WEAKENING_WORDS:
        return Qualifier.WEAK, len(words)
    if word in _TAKES_OBJECT:
        return Qualifier.OBJECT, len(words)
    return Qualifier.PLAIN, 0


def _qualify_backwards(words: list[str], qualifiers: list[Qualifier]) -> None:
    """Applies words that qualify earlier ones: "Python course", "management is not her thing"."""
    for index, word in enumerate(words):
        if word in _WEAKENS_BACKWARDS:
            for earlier in range(max(0, index - _WEAKENED_WORDS), index):
                qualifiers[earlier] = max(qualifiers[earlier], Qualifier.WEAK)
        following = words[index + 1] if index + 1 < len(words) else ""
        if (word, following) in _WEAK_PHRASES:
            qualifiers[:index] = [max(each, Qualifier.WEAK) for each in qualifiers[:index]]
        is_denied = word in ("not", "nicht") and following in _DENIES_BACKWARDS
        is_change_of_work = word == "turned" and following not in _NOT_A_TURN
        is_past = word in _PAST_WORDS or (word, following) in _PAST_PHRASES
        if is_denied or is_change_of_work or is_past:
            qualifiers[:index] = [Qualifier.DENIED] * index
