"""Seniority as people write it: words and years, on one scale from 0 (intern) to 6 (head of)."""

from __future__ import annotations

import re

from domain.matching.words import Vocabulary, Word, plain, words

INTERN, JUNIOR, MID, SENIOR, LEAD, MANAGER, HEAD = range(7)

_NAMES: dict[int, tuple[str, ...]] = {
    INTERN: ("intern", "internship", "working student", "werkstudent", "werkstudentin",
             "praktikant", "praktikantin", "stagiaire", "student",
             "studies", "apprentice", "trainee"),
    JUNIOR: ("junior", "graduate", "entry level", "bootcamp", "first job", "berufseinsteiger",
             "beginner", "fresh out of university"),
    MID: ("mid level", "midlevel", "intermediate", "regular"),
    SENIOR: ("senior", "sr", "experienced", "seasoned", "expert"),
    LEAD: ("staff", "lead", "tech lead", "team lead", "teamlead", "team leader", "principal",
           "architect", "coordinator", "coordenadora", "coordenador"),
    MANAGER: ("engineering manager", "team manager", "people manager"),
    HEAD: ("head of", "director", "vp", "vice president", "chief", "cto", "cfo", "ceo", "leiter",
           "leiterin", "directeur", "directrice"),
}  # fmt: skip
SHOWN = {INTERN: "intern", JUNIOR: "junior", MID: "mid-level", SENIOR: "senior", LEAD: "lead"}
# What an opening without a word about it takes: anybody but interns and those who lead many.
OPEN_RANGE = (JUNIOR, LEAD)

_WORDS = Vocabulary({str(level): names for level, names in _NAMES.items()})
_NUMBERS = {
    word: number
    for number, group in enumerate(
        [
            "one ein un",
            "two zwei deux dos dois",
            "three drei trois tres",
            "four vier quatre cuatro quatro",
            "five funf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete sete",
            "eight acht huit ocho oito",
            "nine neun neuf nueve nove",
            "ten zehn dix diez dez",
            "eleven elf",
            "twelve zwolf",
            "thirteen",
            "fourteen",
            "fifteen funfzehn",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty zwanzig",
        ],
        start=1,
    )
    for word in group.split()
}
_YEARS = re.compile(r"(\w+)\+? (?:year|yr|jahr|ans?\b|anos?\b)")
# Years of work as a level: bounds as job adverts usually have them.
_BY_YEARS = ((2, JUNIOR), (5, MID), (10, SENIOR))


def levels(said: list[Word]) -> set[int]:
    """Every level that these words name."""
    return {int(found.name) for found in _WORDS.find(said)}


def wanted(title: str, must_haves: str) -> tuple[int, int]:
    """The lowest and the highest level that an opening asks for."""
    named = levels(words(title)) or levels(words(must_haves)) & {INTERN, JUNIOR, SENIOR}
    return (min(named), max(named)) if named else OPEN_RANGE


def reached(good_at: str) -> int | None:
    """The level of a person, by the highest word; else by their years; None if nothing is said."""
    named = levels(words(good_at))
    if named:
        return min(named) if INTERN in named else max(named)
    years = [_number(match.group(1)) for match in _YEARS.finditer(plain(good_at))]
    most = max((number for number in years if number), default=0)
    if not most:
        return None
    return next((level for below, level in _BY_YEARS if most < below), LEAD)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word, 0)


def apart(range_: tuple[int, int], level: int | None) -> int:
    """How many levels the person is outside of the range; unknown is inside."""
    if level is None:
        return 0
    low, high = range_
    return max(low - level, level - high, 0)
