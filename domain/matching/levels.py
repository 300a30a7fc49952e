"""Reads seniority from words and from years of work, on one scale from intern to head.

An opening gets a range of levels, and a person gets one level. A word counts only in its listed
form: "great with apprentices" does not make someone an apprentice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.matching.qualifiers import Qualifier
from domain.matching.vocabulary import FoundPhrase
from domain.matching.words import Word, normalise, word_set

# No word stands for ENTRY. It only widens the range of a junior opening (see `read_range`).
INTERN, ENTRY, JUNIOR, MID, SENIOR, LEAD, MANAGER, HEAD = range(8)

# "Staff" is listed only with the word after it, because alone it usually means all employees. A
# head of department or of maths leads the colleagues of one subject in a school.
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
# The lowest and the highest level of an opening that does not mention seniority.
DEFAULT_RANGE = (JUNIOR, LEAD)
MAX_LEVEL_DISTANCE = 1  # how far outside an opening's range a person still suits it

# A level after one of these words is the level of someone else: "assistant to the director".
_WORDS_BEFORE_LEVEL_OF_OTHERS = word_set(
    "to for under by with assistant mentors coaches trains reports supported advises staff"
)
# Phrases in which a word of `LEVEL_NAMES` does not mean a level.
_NOT_A_LEVEL = frozenset(
    {"lead acquisition", "lead climbing", "lead generation", "lead time", "lead times", "lead gen",
     "director of photography", "art director", "film director", "creative director",
     "music director", "student housing", "student services", "student support", "student advisor",
     "student counsellor", "graduate of", "expert in", "chief engineer", "senior citizens",
     "senior care", "senior living", "principal contractor"}
)  # fmt: skip
# "A" is left out, because "forty audits a year" does not mean one year of work.
_NUMBERS = {
    word: number
    for number, group in enumerate(
        [
            "one ein un eine einem",
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
# A number and a word for years, in normalised text. The number begins a word, or in Japanese it
# follows another number of years. If it could begin anywhere, the time to search one long word
# would grow with the square of its length.
_YEARS = re.compile(
    r"""
    (?: (?<!\w) | (?<=年) )
    (\w+?) \s? (?: \+ | plus )? \s?
    (?:
        (?:
            years? | yrs? | jahr | jahren? | ans | anos?
            | (?<=\d)y | (?<=\d\ )y | (?<=\+)y | (?<=\+\ )y  # elsewhere "y" is Spanish for "and"
            | (?<=\b1\ )an | (?<=\bun\ )an  # elsewhere "an" is German for "on"
        )
        \b (?! \ old\b | \ alt\b )  # not an age
        | 年
    )
    """,
    re.VERBOSE,
)
_SENIOR_YEARS = 5  # an opening that asks for at least five years of work wants someone senior
_ASKS_YEARS = re.compile(
    r"at least|minimum|more than|experience|erfahrung|mindestens|au moins|al menos|experiencia"
)
_MONTHS = re.compile(r"(?<!\w)(\w+)\s(?:months?|monat\w*|mois|meses)\b")
_SOME_MONTHS = word_set("few some several einige einigen wenige wenigen quelques algunos alguns")
# The level of people who have worked for less than so many years, as job adverts usually name it.
# Whoever has worked for 10 years or more counts as LEAD.
_LEVELS_BY_YEARS = ((2, JUNIOR), (5, MID), (10, SENIOR))
# The levels of the words that `_LEVEL_IN_BRIEF` finds.
_LEVELS_BY_WORD = {"senior": SENIOR, "junior": JUNIOR, "graduate": JUNIOR, "entry level": JUNIOR,
                   "lead": LEAD}  # fmt: skip
# In the running text of a brief a level counts only next to a word for the role or the person
# wanted.
_LEVEL_IN_BRIEF = re.compile(
    r"\b(senior|junior|graduate|entry level|lead)[ -]?(?:level )?"
    r"(?:role|position|hire|post|person|job|engineer|colleague|seat|stelle|rolle)\b"
    r"|\b(?:someone|somebody|role is|position is|a very|this is a) (senior|junior)\b"
)


def find_levels(phrases: Sequence[FoundPhrase], words: Sequence[Word]) -> set[int]:
    """The levels that a text names, without those that it denies and those of other people.

    `phrases` are the phrases of the kind LEVEL, each named by the number of its level.
    """
    return {
        int(each.name)
        for each in phrases
        if each.is_exact
        and each.qualifier is not Qualifier.DENIED
        and not _is_level_of_others(each, words)
        and not _has_another_meaning(each, words)
    }


def _is_level_of_others(phrase: FoundPhrase, words: Sequence[Word]) -> bool:
    index = phrase.position
    return index > 0 and words[index - 1].normalised in _WORDS_BEFORE_LEVEL_OF_OTHERS


def _has_another_meaning(phrase: FoundPhrase, words: Sequence[Word]) -> bool:
    """Whether the word and its neighbours are a phrase of `_NOT_A_LEVEL`."""
    # The last word of the phrase, with the word before it or with one or two words after it.
    end = phrase.end
    spans = (words[max(0, end - 2) : end], words[end - 1 : end + 1], words[end - 1 : end + 2])
    return any(" ".join(word.normalised for word in span) in _NOT_A_LEVEL for span in spans)


def read_range(
    title_levels: set[int], must_have_levels: set[int], must_haves: str, brief: str
) -> tuple[int, int]:
    """The lowest and the highest level that an opening asks for.

    If the title names no level, the must-haves count, then the fit brief, and then the years of
    work that the opening asks for. Of the must-haves only intern, junior and senior count: a lead
    or a head in them is often somebody with whom the new colleague works.
    """
    usable_must_have_levels = must_have_levels & {INTERN, JUNIOR, SENIOR}
    named = title_levels or usable_must_have_levels or _levels_in_brief(brief)
    if named:
        lowest, highest = min(named), max(named)
        if lowest == JUNIOR:
            lowest = ENTRY  # Whoever has just finished an apprenticeship suits a junior role, too.
        return lowest, highest
    years = max(_max_years(must_haves), _years_in_brief(brief))
    return (SENIOR, LEAD) if years >= _SENIOR_YEARS else DEFAULT_RANGE


def _levels_in_brief(brief: str) -> set[int]:
    matches = _LEVEL_IN_BRIEF.finditer(normalise(brief))
    return {_LEVELS_BY_WORD[match[1] or match[2]] for match in matches}


def _years_in_brief(brief: str) -> int:
    """The years of experience that the brief asks for, or 0. Other durations do not count."""
    sentences = re.split(r"[.;!?\n]", normalise(brief))
    return max((_max_years(each) for each in sentences if _ASKS_YEARS.search(each)), default=0)


def person_level(named: set[int], words: Sequence[Word], note: str) -> int | None:
    """The level of a person, or None if the note about them does not tell.

    `named` are the levels that the note names, and `words` are its words. The highest level counts,
    but an intern or a student stays one, whatever else the note names. If the note names no level,
    the years of work decide, and someone whose work is counted in months is a junior.
    """
    if INTERN in named or (not named and _is_student(words)):
        return INTERN
    if named:
        return max(named)
    years = _max_years(note)
    if years:
        return next((level for limit, level in _LEVELS_BY_YEARS if years < limit), LEAD)
    return JUNIOR if _names_months(note) else None


def _is_student(words: Sequence[Word]) -> bool:
    """Whether an item of the note begins with "studies": "studies law", but not "diary studies"."""
    return any(
        word.normalised in ("studies", "studiert", "etudie", "estudia")
        and (index == 0 or words[index - 1].item != word.item)
        and index + 1 < len(words)
        and words[index + 1].item == word.item
        for index, word in enumerate(words)
    )


def _max_years(text: str) -> int:
    """The highest number of years that the text names; 0 if it names none."""
    return max(
        (_parse_number(match.group(1)) for match in _YEARS.finditer(normalise(text))), default=0
    )


def _names_months(text: str) -> bool:
    """Whether the text counts months: "six months" or "a few months", but not "recent months"."""
    return any(
        word in _SOME_MONTHS or _parse_number(word) for word in _MONTHS.findall(normalise(text))
    )


def _parse_number(word: str) -> int:
    """The number that digits or a word stand for; 0 if the word is no number."""
    return int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word, 0)


def is_level_too_far(range_: tuple[int, int], level: int | None) -> bool:
    """Whether a level is more than `MAX_LEVEL_DISTANCE` below or above the range.

    An unknown level (None) is never too far.
    """
    if level is None:
        return False
    lowest, highest = range_
    return level < lowest - MAX_LEVEL_DISTANCE or level > highest + MAX_LEVEL_DISTANCE
