"""Joins the lists of all trades and languages into one vocabulary, for matching texts of roles.

A trade is a field of work with its crafts (occupations) and skills. `domain.matching.trades`
explains the format of the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.matching import levels
from domain.matching.trades import (
    building,
    customers,
    data,
    education,
    health,
    industry,
    languages,
    office,
    product,
    service,
    software,
    transport,
)
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, ListedName, Vocabulary
from domain.matching.words import is_japanese, normalise, table_entries, word_set

TRADES = (
    software, data, product, customers, office, health, education, service, building, industry,
    transport,
)  # fmt: skip

# Words that also count as part of a German compound: "Schaltschrankbau" is "Schaltschrank".
_COMPOUND_PARTS = word_set(
    "schaltschrank leiterplatten leiterplatte datenbank vertrieb buchhaltung photovoltaik "
    "warmepumpe warmepumpen heizung heizungs notaufnahme intensivstation monatsabschluss "
    "jahresabschluss stapler staplerschein zoll kommissionierung gebaudereiniger elektriker "
    "elektroniker buchhalter apotheker lehrer koch erzieher verkaufer pfleger "
    "friseur schreiner tischler maler anwalt sps hydraulik pneumatik versand einkauf "
    "datenschutz arbeitsrecht lagerlogistik schicht blech spritzguss stahlbau holzbau fassaden "
    "grundschule trockenbau wund demenz kinderkrankenpflege dialyse anasthesie "
    "gefahrgut fernverkehr bewirtung konditorei krankenschwester krankenpfleger krankenpflegerin "
    "pflegerin arzt arztin verkauferin elektrikerin lehrerin buchhalterin schlosser juristin "
    "jurist gartner gartnerin kochin friseurin backer metzger maurer glaser schreinerin "
    "tischlerin anwaltin erzieherin"
)


def _split_commas(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split(","))
    return tuple(part for part in parts if part)


@lru_cache(maxsize=1)
def crafts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The groups of synonymous titles of each craft, with feminine forms of each title."""
    titles_by_craft = {}
    for trade in TRADES:
        for line in table_entries(trade.CRAFTS):
            name, titles = (part.strip() for part in line.split("|"))
            groups_of_titles = [_split_commas(group) for group in titles.split(";")]
            titles_by_craft[name.rstrip("*")] = tuple(map(_add_feminine_titles, groups_of_titles))
    return titles_by_craft


def _add_feminine_titles(titles: tuple[str, ...]) -> tuple[str, ...]:
    feminine = [form for title in titles for form in _feminine_titles(title)]
    return (*titles, *feminine)


@lru_cache(maxsize=1)
def self_explanatory_crafts() -> frozenset[str]:
    """The crafts whose title alone says enough for a match, such as waiter. They have a star."""
    names = (
        line.partition("|")[0].strip() for trade in TRADES for line in table_entries(trade.CRAFTS)
    )
    return frozenset(name.rstrip("*") for name in names if name.endswith("*"))


@lru_cache(maxsize=1)
def skills() -> dict[str, tuple[str, ...]]:
    """The phrases that mean each skill."""
    return {entry.name: entry.phrases for entry in _skill_entries()}


@lru_cache(maxsize=1)
def skill_hints() -> dict[str, str]:
    """The craft that a skill hints at, for the skills that have one."""
    return {entry.name: entry.craft for entry in _skill_entries() if entry.craft}


class _SkillEntry(NamedTuple):
    """An entry of a SKILLS table. `craft` is "" if the skill hints at no single craft."""

    name: str
    phrases: tuple[str, ...]
    craft: str


def _skill_entries() -> Iterator[_SkillEntry]:
    for trade in TRADES:
        for line in table_entries(trade.SKILLS):
            name, phrases, *craft = (part.strip() for part in line.split("|"))
            yield _SkillEntry(name, _split_commas(phrases), craft[0] if craft else "")


def _relations(table_name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The entries of the table `table_name`, such as "NEAR", of all trades that have the table.

    An entry is the name before the colon, with the names after the colon.
    """
    lines = (line for trade in TRADES for line in table_entries(getattr(trade, table_name, "")))
    return [
        (name.strip(), _split_commas(rest))
        for name, _, rest in (line.partition(":") for line in lines)
    ]


@lru_cache(maxsize=1)
def implied_skills() -> dict[str, tuple[str, ...]]:
    """For each skill, the skills that it implies: Django implies Python."""
    return dict(_relations("IMPLIES"))


@lru_cache(maxsize=1)
def broader_skills() -> dict[str, tuple[str, ...]]:
    """For each skill, the broader skills: EKS is a kind of Kubernetes."""
    return dict(_relations("KINDS"))


@lru_cache(maxsize=1)
def skill_groups() -> tuple[frozenset[str], ...]:
    """The groups of rival skills. A person usually has only one skill of a group."""
    return tuple(frozenset(members) for _, members in _relations("GROUPS"))


@lru_cache(maxsize=1)
def neighbour_crafts() -> dict[str, frozenset[str]]:
    """For each craft, the crafts near it. The relation holds in both directions."""
    neighbours: dict[str, set[str]] = {name: set() for name in crafts()}
    for name, others in _relations("NEAR"):
        for other in others:
            neighbours[name].add(other)
            neighbours[other].add(name)
    return {name: frozenset(others) for name, others in neighbours.items()}


@lru_cache(maxsize=8)
def vocabulary(own_words: str = "") -> Vocabulary:
    """The vocabulary of all lists and of `own_words`, a workspace's setting.

    `_workspace_names` explains the setting. The vocabulary is built at the first call, so that the
    bot starts without waiting.
    """
    listed = list(_listed_names())
    return Vocabulary([*listed, *_workspace_names(own_words, listed)], _COMPOUND_PARTS)


def _workspace_names(own_words: str, listed: Sequence[ListedName]) -> Iterator[ListedName]:
    """The names that a workspace has set, as in "Simatic = S7, PLC; Guide = support agent".

    All names of an entry mean the same. If one of them is listed, the others become its synonyms.
    Otherwise the entry is a new skill.
    """
    for entry in re.split(r"[;\n]", own_words):
        names = tuple(name.strip() for name in re.split(r"[=,]", entry) if name.strip())
        normalised_names = {normalise(name) for name in names}
        synonyms = [
            each
            for each in listed
            if normalised_names & {normalise(phrase) for phrase in each.phrases}
        ]
        for each in synonyms:
            yield ListedName(each.kind, each.name, names, each.typos)
        if names and not synonyms:
            yield ListedName(SKILL, names[0], names, typos=True)


def _listed_names() -> Iterator[ListedName]:
    for craft, groups_of_titles in crafts().items():
        for number, titles in enumerate(groups_of_titles):
            # `titles.craft_of` takes the number off again.
            yield ListedName(CRAFT, f"{craft}#{number}", titles)
    for skill, phrases in skills().items():
        yield ListedName(SKILL, skill, phrases, typos=True)
    for line in table_entries(languages.LANGUAGES):
        language, _, names = line.partition(" | ")
        yield ListedName(LANGUAGE, language, _split_commas(names))
    for level, phrases in levels.LEVEL_NAMES.items():
        yield ListedName(LEVEL, str(level), phrases)


# German, French and Spanish titles: pairs of a masculine and a feminine ending.
_ENDINGS = (
    ("eur", "euse"), ("teur", "trice"), ("ien", "ienne"), ("ier", "ière"), ("er", "ère"),
    ("ant", "ante"), ("ero", "era"), ("dor", "dora"), ("sor", "sora"), ("ico", "ica"),
    ("ario", "aria"), ("ado", "ada"), ("at", "ate"), ("walt", "wältin"), ("arzt", "ärztin"),
    ("ecto", "ecta"), ("ogo", "oga"), ("rat", "rätin"), ("koch", "köchin"), ("ón", "ona"),
    ("ino", "ina"), ("if", "ive"), ("el", "elle"), ("mann", "frau"),
)  # fmt: skip


def _feminine_titles(title: str) -> list[str]:
    """Possible feminine forms of a title: its first word is changed, or its last word.

    Words with ? or ! in front are conditions of the lists, and stay as they are.
    """
    if is_japanese(title):
        return []
    parts = title.split(" ")
    word_indexes = [index for index, part in enumerate(parts) if part[0] not in "?!"]
    return [
        " ".join([*parts[:index], feminine, *parts[index + 1 :]])
        for index in dict.fromkeys((word_indexes[0], word_indexes[-1]))
        for feminine in _feminine_words(parts[index])
    ]


def _feminine_words(word: str) -> list[str]:
    """Possible feminine forms of a word, also some that do not exist."""
    if len(word) < 5:
        return []
    german_feminine = word.removesuffix("e") + "in"
    return [german_feminine] + [
        word.removesuffix(masculine) + feminine
        for masculine, feminine in _ENDINGS
        if word.endswith(masculine)
    ]
