"""Reads seniority from words and from years of work, on one scale from intern to head.

It turns the phrases of a text into the level of a person or the range of levels of an opening. A
word counts only in its listed form: "great with apprentices" does not make someone an apprentice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.matching.qualifiers import Qualifier
from domain.matching.vocabulary import FoundPhrase
from domain.matching.words import Word, normalize, word_set

INTERN, ENTRY, JUNIOR, MID, SENIOR, LEAD, MANAGER, HEAD = range(8)

LEVEL_NAMES: dict[int, tuple[str, ...]] = {
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
# The levels of an opening that does not mention seniority.
DEFAULT_RANGE = (JUNIOR, LEAD)
MAX_LEVEL_DISTANCE = 1

# After one of these words a level is that of someone else: "assistant to the director".
_WORDS_BEFORE_LEVEL_OF_OTHERS = word_set(
    "to for under by with assistant mentors coaches trains reports supported advises staff"
)
# Pairs of neighbouring words in which a word of `LEVEL_NAMES` does not mean a level.
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
# A match begins at the start of a word, or in Japanese after another number of years. Without this
# condition, a search in one long word would take time that grows with the square of its length.
_YEARS = re.compile(
    r"(?:(?<!\w)|(?<=年))(\w+?)\s?(?:\+|plus)?\s?"
    r"(?:years?\b|yrs?\b|y\b|jahren?\b|ans?\b|anos?\b|年)"
)
_MAY_HOLD_YEARS = re.compile(r"year|yr|\dy|\d y|Jahr|ans\b|años?|anos\b|年", re.IGNORECASE)
_SENIOR_YEARS = 5  # an opening that asks for at least five years of work wants someone senior
_ASKS_YEARS = re.compile(
    r"at least|minimum|more than|experience|erfahrung|mindestens|au moins|al menos|experiencia"
)
_MONTHS = re.compile(r"(?<!\w)(\w+)\s(?:months?|monat\w*|mois|meses)\b")
# Someone with fewer years of work than the number has the level: bounds as in usual job adverts.
_LEVELS_BY_YEARS = ((2, JUNIOR), (5, MID), (10, SENIOR))
# In running text a level counts only next to a word for the role or the person wanted.
_IN_BRIEF = re.compile(
    r"\b(senior|junior|graduate|entry level|lead)[ -]?(?:level )?"
    r"(?:role|position|hire|post|person|job|engineer|colleague|seat|stelle|rolle)\b"
    r"|\b(?:someone|somebody|role is|position is|a very|this is a) (senior|junior)\b"
)


def find_levels(phrases: Sequence[FoundPhrase], words: Sequence[Word]) -> set[int]:
    """The levels that a text names, without those that it denies and those of other people."""
    named = set()
    for each in phrases:
        last_word = words[each.end - 1]
        previous = words[each.position - 1].normalized if each.position else ""
        following = words[each.end].normalized if each.end < len(words) else ""
        if (
            not each.is_exact
            or each.qualifier is Qualifier.DENIED
            or previous in _WORDS_BEFORE_LEVEL_OF_OTHERS
        ):
            continue
        if (previous, last_word.normalized) in _NOT_A_LEVEL or (
            last_word.normalized,
            following,
        ) in _NOT_A_LEVEL:
            continue
        named.add(int(each.name))
    return named


def read_range(
    title: set[int], must_haves: set[int], must_haves_text: str, brief: str
) -> tuple[int, int]:
    """The lowest and the highest level that an opening asks for.

    `title` and `must_haves` are the levels named in these texts.
    """
    in_brief = {
        _LEVELS_IN_BRIEF[word]
        for pair in _IN_BRIEF.findall(normalize(brief))
        for word in pair
        if word
    }
    named = title or must_haves & {INTERN, JUNIOR, SENIOR} or in_brief
    if named:
        lowest = min(named)  # who has just finished an apprenticeship suits a junior role, too
        return (ENTRY if lowest == JUNIOR else lowest), max(named)
    years = max(_max_years(must_haves_text), _years_in_brief(brief))
    return (SENIOR, LEAD) if years >= _SENIOR_YEARS else DEFAULT_RANGE


def _years_in_brief(brief: str) -> int:
    """The years of experience that the brief asks for, or 0. Other durations do not count."""
    sentences = (
        part for part in re.split(r"[.;!?\n]", normalize(brief)) if _ASKS_YEARS.search(part)
    )
    return max((_max_years(part) for part in sentences), default=0)


_LEVELS_IN_BRIEF = {"senior": SENIOR, "junior": JUNIOR, "graduate": JUNIOR, "entry level": JUNIOR,
             "lead": LEAD}  # fmt: skip


def person_level(named: set[int], words: Sequence[Word], good_at: str) -> int | None:
    """The highest level that a note names, else the level by years of work; None if unknown."""
    if named or _is_student(words):
        return INTERN if INTERN in named or not named else max(named)
    years = _max_years(good_at)
    if years:
        return next((level for limit, level in _LEVELS_BY_YEARS if years < limit), LEAD)
    return JUNIOR if _MONTHS.search(normalize(good_at)) else None


def _is_student(words: Sequence[Word]) -> bool:
    """Whether an item begins with "studies": "studies architecture", but not "diary studies"."""
    return any(
        word.normalized in ("studies", "studiert", "etudie", "estudia")
        and (index == 0 or words[index - 1].item != word.item)
        and index + 1 < len(words)
        and words[index + 1].item == word.item
        for index, word in enumerate(words)
    )


def _max_years(text: str) -> int:
    """The highest number of years that the text names; 0 if it names none."""
    if not _MAY_HOLD_YEARS.search(text):
        return 0
    return max(
        (_parse_number(match.group(1)) for match in _YEARS.finditer(normalize(text))), default=0
    )


def _parse_number(word: str) -> int:
    """The number that digits or a word stand for; 0 if the word is no number."""
    return int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word, 0)


def is_level_too_far(range_: tuple[int, int], level: int | None) -> bool:
    """Whether a level is more than one step outside of the range. None, if unknown, is not."""
    if level is None:
        return False
    low, high = range_
    return max(low - level, level - high, 0) > MAX_LEVEL_DISTANCE
