"""People's texts as words that can be compared: accents off, clauses kept, positions remembered.

Starts from a text as somebody typed it, ends with its words; `vocabulary` finds phrases in them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Han, Hiragana and Katakana are written without spaces; a run of one script is taken for a word.
_HAN, _HIRAGANA, _KATAKANA = "\u3005\u4e00-\u9fff", "\u3041-\u309f", "\u30a1-\u30ff"
_HYPHENS = ("-", "‐", "‑")
_JAPANESE = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}]")
_ONE_SCRIPT = re.compile(f"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+")
_WORD = re.compile(
    f"[{_HAN}{_HIRAGANA}{_KATAKANA}]+"
    r"|[^\W_\u3041-\u30ff\u3005\u4e00-\u9fff]+"
    r"(?:[+#]+(?!\w)|(?:[.'’][^\W_\u3041-\u30ff\u3005\u4e00-\u9fff]+)*)|\.net\b",
    re.IGNORECASE,
)
# Between two words, these end a list item, or a whole statement: with it ends what a "never" or
# "hates" speaks of. "And" ends an item too, so that "Go and Kubernetes" are two items.
_ITEM_END = frozenset(",;:.()|•·\n/&+!?、。・")
_STATEMENT_END = frozenset(",;:()|•\n!?、。")
_LINE_END = frozenset(".!?:•\n")
_DASH = re.compile(r"\s[-–—]\s")
_AND = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o", "e"])
_BUT = frozenset(["but", "however", "though", "aber", "mais", "pero", "mas", "doch"])
# The other gender, as job texts add it: "Entwickler*in", "infirmier(e)", "(m/w/d)".
_GENDER = re.compile(
    r"(?<=\w)(?:[*:_·]|/-?|\(-?)(?:innen|in|ère|trice|euse|ère|ne|rice|a|e|ra)\b\)?"
    r"|\(\s*(?:[mwdfhxi*]|gn|all genders|alle)(?:\s*/\s*(?:[mwdfhxi*]|div\.?))*\s*\)"
    r"|\b[mwfh]\s?/\s?[mwfhdx](?:\s?/\s?[dxi])?\b",
    re.IGNORECASE,
)
_GENDER_MARK = re.compile(r"[*:_·/(-]")  # a quick look whether there can be any
_ELISION = re.compile(r"^(?:l|d|qu|j|n|s)['’](?=\w{2})", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def entries(table: str) -> list[str]:
    """The entries of a table in a text: one a line; an indented line continues the one above."""
    return re.sub(r"\n[ ]+", " ", table.strip()).splitlines()


class Word(NamedTuple):
    """One word and its position in the text.

    `plain` and `stem` are for comparing. Words of one list item share `item`, words of one
    statement share `statement`. `joined`: a hyphen connects it with the word before it. `opens`: it
    begins a sentence or a line, where everybody writes a capital.
    """

    typed: str
    plain: str
    stem: str
    start: int
    end: int
    item: int
    statement: int
    joined: bool
    opens: bool


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Casefolded, without accents: "Zürich" and "zurich" are one word."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


_BRITISH = (
    ("aesth", "esth"), ("paed", "ped"), ("gynaec", "gynec"), ("labour", "labor"),
    ("colour", "color"), ("behaviour", "behavior"), ("isation", "ization"),
    ("licence", "license"), ("programme", "program"), ("centre", "center"), ("tyre", "tire"),
    ("counsell", "counsel"), ("modelling", "modeling"), ("jeweller", "jeweler"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def american(word: str) -> str:
    """The American spelling of a plain word."""
    for british, spelling in _BRITISH:
        word = word.replace(british, spelling)
    return word


@lru_cache(maxsize=16384)
def stem(plain_word: str) -> str:
    """One form for the plural and the singular, and for British and American spelling."""
    word = american(plain_word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# Longest first: an ending is cut once.
_ENDINGS = (
    "ungen", "ings", "ions", "ally", "ing", "ers", "ors", "ion", "ung", "ies", "ed", "er", "or",
    "es", "en", "al", "e", "s", "y", "n",
)  # fmt: skip
_ROOT_LENGTH = 5


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """What a word shares with its relatives: "calibrates", "calibration" and "calibrating"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _ROOT_LENGTH:
            return word[: -len(ending)]
    return word


def words(text: str, known: re.Pattern[str] | None = None) -> list[Word]:
    """Every word of the text. `known` finds listed words in scripts that have no spaces."""
    spaced = text
    if _GENDER_MARK.search(text):
        spaced = _GENDER.sub(lambda match: " " * len(match.group()), text)
    found: list[Word] = []
    item = statement = before = 0
    for start, end in _spans(spaced, known):
        gap = spaced[before:start]
        if gap != " ":
            ends_item, ends_statement = _ends(gap)
            item += ends_item
            statement += ends_statement
        typed = spaced[start:end]
        bare = plain(typed)
        if bare.endswith(("'s", "’s")):
            bare = bare[:-2]
        joined = gap in _HYPHENS and before > 0
        opens = before == 0 or not _LINE_END.isdisjoint(gap)
        found.append(Word(typed, bare, stem(bare), start, end, item, statement, joined, opens))
        item += bare in _AND
        statement += bare in _BUT
        before = end
    return found


@lru_cache(maxsize=1024)
def _ends(gap: str) -> tuple[bool, bool]:
    """Whether the characters between two words end a list item, and whether a statement."""
    dash = _DASH.search(gap) is not None
    stop = "." in gap and not gap.endswith(".")
    return (
        dash or not _ITEM_END.isdisjoint(gap),
        dash or stop or not _STATEMENT_END.isdisjoint(gap),
    )


def _spans(text: str, known: re.Pattern[str] | None) -> list[tuple[int, int]]:
    if text.isascii() and "'" not in text:
        return [match.span() for match in _WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if _JAPANESE.match(match.group()):
            spans.extend(_japanese(text, start, end, known))
            continue
        elided = _ELISION.match(match.group())
        spans.append((start + elided.end() if elided else start, end))
    return spans


def _japanese(
    text: str, start: int, end: int, known: re.Pattern[str] | None
) -> list[tuple[int, int]]:
    """Listed words first; the rest of the run is cut where the script changes."""
    spans = []
    at = start
    while at < end:
        match = (known.match(text, at, end) if known else None) or _ONE_SCRIPT.match(text, at, end)
        stop = match.end() if match else at + 1
        if known and match and match.re is _ONE_SCRIPT:
            inner = known.search(text, at + 1, stop)
            stop = inner.start() if inner else stop
        spans.append((at, stop))
        at = stop
    return spans


def is_japanese(word: str) -> bool:
    return _JAPANESE.match(word) is not None
