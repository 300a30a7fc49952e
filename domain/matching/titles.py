"""Titles and the crafts that they name: what an opening looks for, what a person is."""

from __future__ import annotations

from collections.abc import Sequence

from domain.matching.common import COMMON, ROLE_NOUNS
from domain.matching.vocabulary import CRAFT, LEVEL, SKILL, Found, Scan
from domain.matching.words import Word, word_set

MANAGEMENT = "engineering management"
SOFTWARE = "software"
LEADING = "leading a team"
_FAMILY = word_set("backend frontend mobile ios android embedded reliability") | {
    "data engineering",
    "machine learning",
}
_LEADS = word_set("lead leads led leading ran runs manages managed")
ENGINEERS = word_set("engineer engineers developer developers devs")
TEAMS = ENGINEERS | word_set("team teams people agents colleagues")
_LED_WITHIN = 5


def craft_of(title: str) -> str:
    """The craft of a group of titles that mean the same: they are numbered, "kitchen#2"."""
    return title.partition("#")[0]


def positions(found: Sequence[Found], *kinds: int) -> set[int]:
    """The words that phrases of these kinds are made of."""
    return {
        at for each in found if each.kind in kinds for at in range(each.at, each.at + each.size)
    }


def most_exact(crafts: dict[str, str], hinted: set[str]) -> dict[str, str]:
    """ "Developer" alone says little: what else is said tells which kind is meant."""
    if SOFTWARE not in crafts:
        return crafts
    exact = {name: words for name, words in crafts.items() if name in _FAMILY}
    if exact:
        return exact
    kinds = {craft for craft in hinted if craft in ("ios", "android", "embedded")}
    return dict.fromkeys(kinds, crafts[SOFTWARE]) if kinds else crafts


def engineer(scan: Scan) -> dict[str, str]:
    """ "Engineer" alone, or with a skill of software before it, writes software."""
    for at, word in enumerate(scan.said):
        if word.plain not in ("engineer", "eng") or at in positions(scan.found, CRAFT):
            continue
        alone = at == 0 or scan.said[at - 1].item != word.item
        if alone or at - 1 in positions(scan.found, LEVEL, SKILL):
            return {SOFTWARE: word.typed}
    return {}


def roles(scan: Scan) -> dict[str, str]:
    """Unlisted roles, by their noun the word before it: "fraud analyst" is {"analyst": "fraud"}."""
    nouns = [at for at, word in enumerate(scan.said) if at and word.stem in ROLE_NOUNS]
    if not nouns:
        return {}
    listed = positions(scan.found, CRAFT, SKILL, LEVEL)
    return {
        scan.said[at].stem: scan.said[at - 1].stem
        for at in nouns
        if at not in listed
        and at - 1 not in listed
        and scan.said[at - 1].item == scan.said[at].item
        and scan.said[at - 1].plain not in COMMON
    }


def leads(said: Sequence[Word], whom: frozenset[str] = TEAMS) -> bool:
    """Whether they lead people: "led the checkout team, eight engineers"; "never led" does not."""
    for at, word in enumerate(said):
        if word.plain in _LEADS:
            ahead = {each.plain for each in said[at + 1 : at + 1 + _LED_WITHIN]}
            before = {each.plain for each in said[max(0, at - 2) : at]}
            if ahead & whom and not before & {"never", "not", "no"}:
                return True
    return False
