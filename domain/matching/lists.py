"""All listed words in one place: the trades joined, and the languages that people speak.

Starts from the modules in `trades`, ends with one vocabulary and what is known of its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

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
from domain.matching.vocabulary import CRAFT, LANGUAGE, LEVEL, SKILL, Listed, Vocabulary
from domain.matching.words import entries, is_japanese, plain, word_set

_TRADES = (
    software, data, product, customers, office, health, education, service, building, industry,
    transport,
)  # fmt: skip
_KNOWN = tuple[dict[str, tuple[str, ...]], dict[str, str]]

# Words of German compounds: "Schaltschrankbau" is about what "Schaltschrank" is about.
_COMPOUND_PARTS = word_set(
    "schaltschrank leiterplatten leiterplatte datenbank vertrieb buchhaltung photovoltaik "
    "warmepumpe warmepumpen heizung heizungs notaufnahme intensivstation monatsabschluss "
    "jahresabschluss stapler staplerschein zoll kommissionierung gebaudereiniger elektriker "
    "elektroniker buchhalter apotheker lehrer koch erzieher verkaufer mechatroniker pfleger "
    "friseur schreiner tischler maler anwalt ingenieur sps hydraulik pneumatik versand einkauf "
    "datenschutz arbeitsrecht lagerlogistik schicht blech spritzguss stahlbau holzbau fassaden "
    "grundschule photovoltaik trockenbau wund demenz kinderkrankenpflege dialyse anasthesie "
    "gefahrgut fernverkehr bewirtung konditorei krankenschwester krankenpfleger krankenpflegerin "
    "pflegerin arzt arztin verkauferin elektrikerin lehrerin buchhalterin schlosser juristin "
    "jurist gartner gartnerin kochin friseurin backer metzger maurer glaser schreinerin "
    "tischlerin anwaltin erzieherin"
) - word_set("ingenieur mechatroniker")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)


@lru_cache(maxsize=1)
def crafts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The titles of each craft, in both genders, a group for those that mean the same."""
    found = {}
    for trade in _TRADES:
        for line in entries(trade.CRAFTS):
            name, titles = (part.strip() for part in line.split("|"))
            groups_of_titles = [_split(group) for group in titles.split(";")]
            found[name.rstrip("*")] = tuple(
                (*group, *(title for each in group for title in _feminine(each)))
                for group in groups_of_titles
            )
    return found


@lru_cache(maxsize=1)
def plain_crafts() -> frozenset[str]:
    """Crafts of which the title says enough by itself."""
    names = (line.partition("|")[0].strip() for trade in _TRADES for line in entries(trade.CRAFTS))
    return frozenset(name.rstrip("*") for name in names if name.endswith("*"))


@lru_cache(maxsize=1)
def skills() -> _KNOWN:
    """The names of each skill, and the crafts that skills hint."""
    names, hints = {}, {}
    for trade in _TRADES:
        for line in entries(trade.SKILLS):
            label, others, *craft = (part.strip() for part in line.split("|"))
            names[label] = _split(others)
            if craft and craft[0]:
                hints[label] = craft[0]
    return names, hints


def _table(field: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = (line for trade in _TRADES for line in entries(getattr(trade, field)) if line)
    return [
        (name.strip(), _split(rest)) for name, _, rest in (line.partition(":") for line in lines)
    ]


@lru_cache(maxsize=1)
def implied() -> dict[str, tuple[str, ...]]:
    return dict(_table("IMPLIES"))


@lru_cache(maxsize=1)
def kinds() -> dict[str, tuple[str, ...]]:
    """What a skill is a kind of: whoever says EKS has said Kubernetes."""
    return dict(_table("KINDS"))


@lru_cache(maxsize=1)
def groups() -> tuple[frozenset[str], ...]:
    """Skills of which somebody usually has one."""
    return tuple(frozenset(members) for _, members in _table("GROUPS"))


@lru_cache(maxsize=1)
def near() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {name: set() for name in crafts()}
    for name, others in _table("NEAR"):
        for other in others:
            found[name].add(other)
            found[other].add(name)
    return {name: frozenset(others) for name, others in found.items()}


@lru_cache(maxsize=8)
def vocabulary(own_words: str = "") -> Vocabulary:
    """Made when first needed: a start should not wait for some thousand phrases.

    `own_words` are those of a workspace: see `_own`.
    """
    listed = list(_listed())
    return Vocabulary([*listed, *_own(own_words, listed)], _COMPOUND_PARTS)


def _own(own_words: str, listed: Sequence[Listed]) -> Iterator[Listed]:
    """Names that a workspace takes for the same: "Simatic = S7, PLC; Guide = support agent".

    Where one of them is listed, the others are further names of that; else all are a new skill.
    """
    for entry in re.split(r"[;\n]", own_words):
        names = tuple(name.strip() for name in re.split(r"[=,]", entry) if name.strip())
        known = {plain(name) for name in names}
        same = [each for each in listed if known & {plain(phrase) for phrase in each.phrases}]
        for each in same:
            yield Listed(each.kind, each.name, names, each.typos)
        if names and not same:
            yield Listed(SKILL, names[0], names, typos=True)


def _listed() -> Iterator[Listed]:
    for craft, groups_of_titles in crafts().items():
        for number, titles in enumerate(groups_of_titles):
            yield Listed(CRAFT, f"{craft}#{number}", titles)
    for skill, others in skills()[0].items():
        yield Listed(SKILL, skill, others, typos=True)
    for line in entries(languages.LANGUAGES):
        language, _, names = line.partition(" | ")
        yield Listed(LANGUAGE, language, _split(names))
    for level, others in levels.NAMES.items():
        yield Listed(LEVEL, str(level), others)


# How the feminine ends where the masculine ends so, in German, French and Spanish.
_FEMININE = (
    ("eur", "euse"), ("teur", "trice"), ("ien", "ienne"), ("ier", "ière"), ("er", "ère"),
    ("ant", "ante"), ("ero", "era"), ("dor", "dora"), ("sor", "sora"), ("ico", "ica"),
    ("ario", "aria"), ("ado", "ada"), ("at", "ate"), ("walt", "wältin"), ("arzt", "ärztin"),
    ("ecto", "ecta"), ("ogo", "oga"), ("rat", "rätin"), ("koch", "köchin"), ("ón", "ona"),
    ("ino", "ina"), ("if", "ive"), ("el", "elle"), ("mann", "frau"),
)  # fmt: skip


def _feminine(title: str) -> list[str]:
    """A title with its first or its last word in the other gender, as far as endings allow."""
    if is_japanese(title):
        return []
    parts = title.split(" ")
    own = [at for at, part in enumerate(parts) if part[0] not in "?!"]
    return [
        " ".join([*parts[:at], other, *parts[at + 1 :]])
        for at in dict.fromkeys((own[0], own[-1]))
        for other in _other_gender(parts[at])
    ]


def _other_gender(word: str) -> list[str]:
    if len(word) < 5:
        return []
    german = word.removesuffix("e") + "in"
    return [german] + [
        word.removesuffix(masculine) + feminine
        for masculine, feminine in _FEMININE
        if word.endswith(masculine)
    ]
