"""Seniority as people write it: words and years, on one scale from intern to head.

Words count in the very form that is listed: "great with apprentices" makes nobody an apprentice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.matching.qualifiers import Qualifier
from domain.matching.vocabulary import Found
from domain.matching.words import Word, plain, word_set

INTERN, ENTRY, JUNIOR, MID, SENIOR, LEAD, MANAGER, HEAD = range(8)

NAMES: dict[int, tuple[str, ...]] = {
    INTERN: ("intern", "internship", "working student", "werkstudent", "werkstudentin",
             "praktikant", "praktikantin", "praktikum", "stagiaire", "student", "studentin",
             "phd student", "etudiant", "etudiante", "estudiante", "becario", "becaria", "azubi",
             "auszubildende", "auszubildender", "lehrling", "apprentice", "apprenti", "alternante",
             "aprendiz", "trainee", "undergraduate",
             "インターン", "学生"),
    JUNIOR: ("junior", "jr", "graduate", "entry level", "bootcamp", "first job", "first year",
             "new grad", "berufseinsteiger", "berufseinsteigerin", "beginner",
             "fresh out of university", "newly qualified", "debutant", "debutante",
             "career changer", "quereinsteiger", "quereinsteigerin", "新卒"),
    MID: ("mid level", "midlevel", "intermediate"),
    SENIOR: ("senior", "sr", "experienced", "seasoned", "expert", "confirme", "シニア"),
    LEAD: ("staff engineer", "staff level", "staff software", "staff platform", "staff data",
           "staff product", "staff designer", "staff scientist", "staff developer", "lead",
           "tech lead", "team lead", "teamlead", "team leader", "principal",
           "head of department", "head of maths", "リーダー"),
    MANAGER: ("engineering manager", "team manager", "people manager"),
    HEAD: ("head of", "director", "vp", "vice president", "chief", "cto", "cfo", "ceo", "coo",
           "managing director", "directeur", "directrice", "bereichsleiter", "geschaftsfuhrer",
           "geschaftsfuhrerin", "部長"),
}  # fmt: skip
# An opening that says nothing of seniority takes anybody but interns and those who lead many.
OPEN_RANGE = (JUNIOR, LEAD)
MOST_APART = 1

_NOT_OWN_BEFORE = word_set(
    "to for under by with assistant mentors coaches trains reports supported advises staff"
)
# "Staff" and "lead" are ordinary words; these beside them say that no level is meant.
_NOT_A_LEVEL = frozenset(
    {("lead", "acquisition"), ("lead", "climbing"),
     ("lead", "generation"), ("lead", "time"), ("lead", "times"), ("lead", "gen"),
     ("director", "of photography"), ("art", "director"), ("film", "director"),
     ("creative", "director"), ("music", "director"), ("student", "housing"),
     ("student", "services"), ("student", "support"), ("student", "advisor"),
     ("student", "counsellor"), ("graduate", "of"), ("expert", "in"), ("chief", "engineer"),
     ("senior", "citizens"), ("senior", "care"), ("senior", "living"), ("principal", "contractor")}
)  # fmt: skip
_NUMBERS = {
    word: number
    for number, group in enumerate(
        [
            "one ein un eine einem a",
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
_YEARS = re.compile(r"(\w+?)\s?(?:\+|plus)?\s?(?:years?\b|yrs?\b|y\b|jahren?\b|ans?\b|anos?\b|年)")
_MAY_HOLD_YEARS = re.compile(r"year|yr|\dy|\d y|Jahr|ans\b|años?|anos\b|年", re.IGNORECASE)
_LONG = 5  # years of experience from which on somebody junior is too junior
_ASKS_YEARS = re.compile(
    r"at least|minimum|more than|experience|erfahrung|mindestens|au moins|al menos|experiencia"
)
_MONTHS = re.compile(r"(\w+)\s(?:months?|monat\w*|mois|meses)\b")
# Years of work as a level: bounds as job adverts usually have them.
_BY_YEARS = ((2, JUNIOR), (5, MID), (10, SENIOR))
# In running text a level counts only where it speaks of the role or of whom the team wants.
_IN_BRIEF = re.compile(
    r"\b(senior|junior|graduate|entry level|lead)[ -]?(?:level )?"
    r"(?:role|position|hire|post|person|job|engineer|colleague|seat|stelle|rolle)\b"
    r"|\b(?:someone|somebody|role is|position is|a very|this is a) (senior|junior)\b"
)


def levels(found: Sequence[Found], said: Sequence[Word]) -> set[int]:
    """The levels that these words name, without those of other people."""
    named = set()
    for each in found:
        last = said[each.at + each.size - 1]
        before = said[each.at - 1].plain if each.at else ""
        after = said[each.at + each.size].plain if each.at + each.size < len(said) else ""
        if not each.exact or each.qualifier is Qualifier.DENIED or before in _NOT_OWN_BEFORE:
            continue
        if (before, last.plain) in _NOT_A_LEVEL or (last.plain, after) in _NOT_A_LEVEL:
            continue
        named.add(int(each.name))
    return named


def read_range(
    title: set[int], must_haves: set[int], must_text: str, brief: str
) -> tuple[int, int]:
    """The lowest and the highest level that an opening asks for, read from all that it says."""
    in_brief = {
        _OF_BRIEF[word] for pair in _IN_BRIEF.findall(plain(brief)) for word in pair if word
    }
    named = title or must_haves & {INTERN, JUNIOR, SENIOR} or in_brief
    if named:
        return (ENTRY if min(named) == JUNIOR else min(named)), max(named)
    asked = max(_most_years(must_text), _years_in_brief(brief))
    return (SENIOR, LEAD) if asked >= _LONG else OPEN_RANGE


def _years_in_brief(brief: str) -> int:
    """Running text has years of other things too: a battery that lasts for five."""
    asking = (part for part in re.split(r"[.;!?\n]", plain(brief)) if _ASKS_YEARS.search(part))
    return max((_most_years(part) for part in asking), default=0)


_OF_BRIEF = {"senior": SENIOR, "junior": JUNIOR, "graduate": JUNIOR, "entry level": JUNIOR,
             "lead": LEAD}  # fmt: skip


def reached(named: set[int], said: Sequence[Word], good_at: str) -> int | None:
    """The level of a person, by the highest word; else by years; None if nothing is said."""
    if named or _studies(said):
        return INTERN if INTERN in named or not named else max(named)
    most = _most_years(good_at)
    if most:
        return next((level for below, level in _BY_YEARS if most < below), LEAD)
    return JUNIOR if _MONTHS.search(plain(good_at)) else None


def _studies(said: Sequence[Word]) -> bool:
    """ "Studies architecture" begins an item; "diary studies" is something else."""
    return any(
        word.plain in ("studies", "studiert", "etudie", "estudia")
        and (at == 0 or said[at - 1].item != word.item)
        and at + 1 < len(said)
        and said[at + 1].item == word.item
        for at, word in enumerate(said)
    )


def _most_years(text: str) -> int:
    if not _MAY_HOLD_YEARS.search(text):
        return 0
    return max((_number(match.group(1)) for match in _YEARS.finditer(plain(text))), default=0)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word, 0)


def is_apart(range_: tuple[int, int], level: int | None) -> bool:
    """Whether the person is more than one level outside of the range; unknown is inside."""
    if level is None:
        return False
    low, high = range_
    return max(low - level, level - high, 0) > MOST_APART
