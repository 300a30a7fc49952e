"""Reads crafts and roles from job titles, in an opening or in a note about a person.

A craft is a field of work that the lists in `trades` name, such as "backend" or "kitchen". A role
is any other title with a known noun, such as "fraud analyst".
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.matching.common import COMMON, ROLE_NOUNS
from domain.matching.vocabulary import CRAFT, LEVEL, SKILL, FoundPhrase, Scan
from domain.matching.words import Word, word_set

MANAGEMENT = "engineering management"
SOFTWARE = "software"
LEADING = "leading a team"  # a skill, not a craft
_SPECIFIC_SOFTWARE_CRAFTS = word_set("backend frontend mobile ios android embedded reliability") | {
    "data engineering",
    "machine learning",
}
_LEADING_WORDS = word_set("lead leads led leading ran runs manages managed")
_NEGATIONS = word_set("never not no")
ENGINEER_WORDS = word_set("engineer engineers developer developers devs")
PEOPLE_WORDS = ENGINEER_WORDS | word_set("team teams people agents colleagues")
_WORDS_AFTER_LEADING = 5  # where the people are named: "led a small team"
_WORDS_BEFORE_LEADING = 2  # where a negation stands: "has never led"


def craft_of(title: str) -> str:
    """The craft of `title`, the name of a group of synonymous titles.

    A craft may have several groups: "kitchen#2" belongs to the craft "kitchen".
    """
    return title.partition("#")[0]


def word_positions(phrases: Sequence[FoundPhrase], *kinds: int) -> set[int]:
    """The indexes of all words in phrases of these kinds (`CRAFT`, `SKILL`, …)."""
    positions: set[int] = set()
    for phrase in phrases:
        if phrase.kind in kinds:
            positions.update(range(phrase.position, phrase.end))
    return positions


def narrow_crafts(crafts: dict[str, str], hinted_crafts: set[str]) -> dict[str, str]:
    """Replaces the craft "software" by more specific crafts of software, if the text tells them.

    These are other crafts of the text, or else `hinted_crafts`, to which the text's skills belong.
    `crafts` maps each craft to the words that name it.
    """
    if SOFTWARE not in crafts:
        return crafts
    named = {craft: words for craft, words in crafts.items() if craft in _SPECIFIC_SOFTWARE_CRAFTS}
    if named:
        return named
    hinted = hinted_crafts & {"ios", "android", "embedded"}
    return dict.fromkeys(hinted, crafts[SOFTWARE]) if hinted else crafts


def find_bare_engineer(scan: Scan) -> dict[str, str]:
    """Reads "engineer" alone, or after a skill or a level, as the craft "software".

    Returns the craft with the word that names it, such as `{"software": "engineer"}`, or an empty
    dictionary.
    """
    for index, word in enumerate(scan.words):
        if word.normalised not in ("engineer", "eng"):
            continue
        if index in word_positions(scan.phrases, CRAFT):
            continue
        begins_list_item = index == 0 or scan.words[index - 1].item != word.item
        if begins_list_item or index - 1 in word_positions(scan.phrases, LEVEL, SKILL):
            return {SOFTWARE: word.original}
    return {}


def find_roles(scan: Scan) -> dict[str, str]:
    """Finds roles that no list has, such as `{"analyst": "fraud"}` for "fraud analyst".

    Maps the stem of the noun to the stem of the word before it.
    """
    noun_indexes = [
        index for index, word in enumerate(scan.words) if index > 0 and word.stem in ROLE_NOUNS
    ]
    if not noun_indexes:
        return {}
    listed = word_positions(scan.phrases, CRAFT, SKILL, LEVEL)
    roles: dict[str, str] = {}
    for index in noun_indexes:
        before, noun = scan.words[index - 1], scan.words[index]
        is_unlisted = index not in listed and index - 1 not in listed
        if is_unlisted and before.item == noun.item and before.normalised not in COMMON:
            roles[noun.stem] = before.stem
    return roles


def leads_people(words: Sequence[Word], people_words: frozenset[str] = PEOPLE_WORDS) -> bool:
    """Whether a text says that someone leads people: "led the team", but not "never led a team"."""
    normalised = [word.normalised for word in words]
    for index, word in enumerate(normalised):
        if word not in _LEADING_WORDS:
            continue
        words_before = normalised[max(0, index - _WORDS_BEFORE_LEADING) : index]
        words_after = normalised[index + 1 : index + 1 + _WORDS_AFTER_LEADING]
        is_negated = not _NEGATIONS.isdisjoint(words_before)
        if not is_negated and not people_words.isdisjoint(words_after):
            return True
    return False
