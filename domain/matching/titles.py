"""Reads crafts and roles from titles: of an opening, and of a person in a note."""

from __future__ import annotations

from collections.abc import Sequence

from domain.matching.common import COMMON, ROLE_NOUNS
from domain.matching.vocabulary import CRAFT, LEVEL, SKILL, FoundPhrase, Scan
from domain.matching.words import Word, word_set

MANAGEMENT = "engineering management"
SOFTWARE = "software"
LEADING = "leading a team"
_SOFTWARE_CRAFTS = word_set("backend frontend mobile ios android embedded reliability") | {
    "data engineering",
    "machine learning",
}
_LEADING_WORDS = word_set("lead leads led leading ran runs manages managed")
ENGINEERS = word_set("engineer engineers developer developers devs")
TEAMS = ENGINEERS | word_set("team teams people agents colleagues")
_LED_DISTANCE = 5  # words after a leading word among which the led people must be named


def craft_of(title: str) -> str:
    """The craft of a group of synonymous titles; "kitchen#2" is a group of the craft "kitchen"."""
    return title.partition("#")[0]


def word_positions(phrases: Sequence[FoundPhrase], *kinds: int) -> set[int]:
    """The indexes of all words that belong to a phrase of these kinds."""
    return {
        index for each in phrases if each.kind in kinds for index in range(each.position, each.end)
    }


def narrow_crafts(crafts: dict[str, str], hinted: set[str]) -> dict[str, str]:
    """Replaces "software" by a more specific craft, if the text or its skills tell which.

    `crafts` maps each craft to the words of the text for it. `hinted` are the crafts to which the
    skills of the text belong.
    """
    if SOFTWARE not in crafts:
        return crafts
    specific = {name: phrase for name, phrase in crafts.items() if name in _SOFTWARE_CRAFTS}
    if specific:
        return specific
    kinds = {craft for craft in hinted if craft in ("ios", "android", "embedded")}
    return dict.fromkeys(kinds, crafts[SOFTWARE]) if kinds else crafts


def find_bare_engineer(scan: Scan) -> dict[str, str]:
    """Reads "engineer" alone, or after a skill or a level, as the craft of software.

    Returns the craft with that word, such as `{"software": "engineer"}`, or an empty dictionary.
    """
    for index, word in enumerate(scan.words):
        if word.normalised not in ("engineer", "eng") or index in word_positions(
            scan.phrases, CRAFT
        ):
            continue
        is_alone = index == 0 or scan.words[index - 1].item != word.item
        if is_alone or index - 1 in word_positions(scan.phrases, LEVEL, SKILL):
            return {SOFTWARE: word.original}
    return {}


def find_roles(scan: Scan) -> dict[str, str]:
    """The unlisted roles by their nouns, such as {"analyst": "fraud"} for "fraud analyst"."""
    nouns = [index for index, word in enumerate(scan.words) if index and word.stem in ROLE_NOUNS]
    if not nouns:
        return {}
    listed = word_positions(scan.phrases, CRAFT, SKILL, LEVEL)
    return {
        scan.words[index].stem: scan.words[index - 1].stem
        for index in nouns
        if index not in listed
        and index - 1 not in listed
        and scan.words[index - 1].item == scan.words[index].item
        and scan.words[index - 1].normalised not in COMMON
    }


def leads_people(words: Sequence[Word], people_words: frozenset[str] = TEAMS) -> bool:
    """Whether a text says that someone leads people: "led the team", but not "never led"."""
    for index, word in enumerate(words):
        if word.normalised in _LEADING_WORDS:
            following_words = {
                each.normalised for each in words[index + 1 : index + 1 + _LED_DISTANCE]
            }
            previous_words = {each.normalised for each in words[max(0, index - 2) : index]}
            if following_words & people_words and not previous_words & {"never", "not", "no"}:
                return True
    return False
