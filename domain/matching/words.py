"""Splits a text into words that can be compared.

Each word knows its list item and its statement. A statement is a part of a sentence: "never" in one
statement says nothing about the next. The module `vocabulary` finds phrases among the words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# The scripts of Japanese, which is written without spaces. A run of one script counts as a word.
_HAN, _HIRAGANA, _KATAKANA = "\u3005\u4e00-\u9fff", "\u3041-\u309f", "\u30a1-\u30ff"
_HYPHENS = ("-", "‐", "‑")
_JAPANESE = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}]")
_ONE_SCRIPT = re.compile(f"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+")
# A run of Japanese; or letters and digits, which may have "+" or "#" at the end ("C++", "C#") or a
# dot or an apostrophe inside ("Node.js"); or ".NET".
_WORD = re.compile(
    f"[{_HAN}{_HIRAGANA}{_KATAKANA}]+"
    r"|[^\W_\u3041-\u30ff\u3005\u4e00-\u9fff]+"
    r"(?:[+#]+(?!\w)|(?:[.'’][^\W_\u3041-\u30ff\u3005\u4e00-\u9fff]+)*)|\.net\b",
    re.IGNORECASE,
)
# Characters between two words that end a list item, a statement or a sentence.
_ITEM_END_CHARS = frozenset(",;:.()|•·\n/&+!?、。・")
_STATEMENT_END_CHARS = frozenset(",;:()|•\n!?、。")
_SENTENCE_END_CHARS = frozenset(".!?:•\n")
_DASH = re.compile(r"\s[-–—]\s")
# Words that end a list item ("Go and Kubernetes" are two) or a statement.
_ITEM_END_WORDS = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o", "e"])
_STATEMENT_END_WORDS = frozenset(
    ["but", "however", "though", "aber", "mais", "pero", "mas", "doch"]
)
# Marks by which job texts include all genders: "Entwickler*in", "infirmier(e)", "(m/w/d)".
_GENDER = re.compile(
    r"(?<=\w)(?:[*:_·]|/-?|\(-?)(?:innen|in|ère|trice|euse|ne|rice|a|e|ra)\b\)?"
    r"|\(\s*(?:[mwdfhxi*]|gn|all genders|alle)(?:\s*/\s*(?:[mwdfhxi*]|div\.?))*\s*\)"
    r"|\b[mwfh]\s?/\s?[mwfhdx](?:\s?/\s?[dxi])?\b",
    re.IGNORECASE,
)
# Only a text with one of these characters needs the slower search for `_GENDER`.
_GENDER_MARK = re.compile(r"[*:_·/(-]")
# A French article or pronoun before an apostrophe: "l'" in "l'équipe".
_ELISION = re.compile(r"^(?:l|d|qu|j|n|s)['’](?=\w{2})", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as one text with spaces."""
    return frozenset(text.split())


def table_entries(table: str) -> list[str]:
    """The entries of a table of words, one per line. An indented line continues the line above."""
    return re.sub(r"\n[ ]+", " ", table.strip()).splitlines()


class Word(NamedTuple):
    """One word and its position in the text.

    `original` is the word as typed, from character `start` to `end`. Words are compared by
    `normalised` or `stem`. `item` and `statement` number the list items and the statements of the
    text. `follows_hyphen` means that a hyphen joins this word to the previous one.
    `starts_sentence` means that the word begins a sentence or a line, where a capital does not show
    a name.
    """

    original: str
    normalised: str
    stem: str
    start: int
    end: int
    item: int
    statement: int
    follows_hyphen: bool
    starts_sentence: bool


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """The text without case and accents, so that "Zürich" and "zurich" are one word."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    normalised = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", normalised)


_BRITISH_AND_AMERICAN = (
    ("aesth", "esth"), ("paed", "ped"), ("gynaec", "gynec"), ("labour", "labor"),
    ("colour", "color"), ("behaviour", "behavior"), ("isation", "ization"),
    ("licence", "license"), ("programme", "program"), ("centre", "center"), ("tyre", "tire"),
    ("counsell", "counsel"), ("modelling", "modeling"), ("jeweller", "jeweler"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def american_spelling(word: str) -> str:
    """The American spelling of a normalised word."""
    for british, american in _BRITISH_AND_AMERICAN:
        word = word.replace(british, american)
    return word


@lru_cache(maxsize=16384)
def stem(normalised_word: str) -> str:
    """The word in American spelling and without the ending of a plural."""
    word = american_spelling(normalised_word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# `root` cuts the first of these endings that leaves a long enough word.
_ENDINGS = (
    "ungen", "ings", "ions", "ally", "ing", "ers", "ors", "ion", "ung", "ies", "ed", "er", "or",
    "es", "en", "al", "e", "s", "y", "n",
)  # fmt: skip
_MIN_ROOT_LENGTH = 5


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """A word without its ending: "calibrates" and "calibration" share the root "calibrat"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_ROOT_LENGTH:
            return word[: -len(ending)]
    return word


def split_words(text: str, listed_pattern: re.Pattern[str] | None = None) -> list[Word]:
    """Splits a text into words. `listed_pattern` finds the words of our lists in Japanese text."""
    if _GENDER_MARK.search(text):
        # Spaces keep the positions of all other words.
        text = _GENDER.sub(lambda match: " " * len(match.group()), text)
    words: list[Word] = []
    item = statement = previous_end = 0
    for start, end in _word_spans(text, listed_pattern):
        gap = text[previous_end:start]
        if gap != " ":  # A single space ends nothing; this spares most words the search.
            ends_item, ends_statement = _find_ends(gap)
            item += ends_item  # True counts as 1
            statement += ends_statement
        original = text[start:end]
        normalised = normalise(original)
        if normalised.endswith(("'s", "’s")):
            normalised = normalised[:-2]
        follows_hyphen = gap in _HYPHENS and previous_end > 0
        starts_sentence = previous_end == 0 or not _SENTENCE_END_CHARS.isdisjoint(gap)
        words.append(
            Word(
                original=original,
                normalised=normalised,
                stem=stem(normalised),
                start=start,
                end=end,
                item=item,
                statement=statement,
                follows_hyphen=follows_hyphen,
                starts_sentence=starts_sentence,
            )
        )
        item += normalised in _ITEM_END_WORDS
        statement += normalised in _STATEMENT_END_WORDS
        previous_end = end
    return words


@lru_cache(maxsize=1024)
def _find_ends(gap: str) -> tuple[bool, bool]:
    """Whether the characters between two words end a list item, and whether a statement."""
    has_dash = _DASH.search(gap) is not None
    has_full_stop = "." in gap and not gap.endswith(".")  # A dot before a word belongs to the word.
    ends_item = has_dash or not _ITEM_END_CHARS.isdisjoint(gap)
    ends_statement = has_dash or has_full_stop or not _STATEMENT_END_CHARS.isdisjoint(gap)
    return ends_item, ends_statement


def _word_spans(text: str, listed_pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """The start and the end of each word, without an elided French article."""
    if text.isascii() and "'" not in text:  # neither Japanese nor elided articles
        return [match.span() for match in _WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if _JAPANESE.match(match.group()):
            spans.extend(_japanese_spans(text, start, end, listed_pattern))
            continue
        elided = _ELISION.match(match.group())
        spans.append((start + elided.end() if elided else start, end))
    return spans


def _japanese_spans(
    text: str, start: int, end: int, listed_pattern: re.Pattern[str] | None
) -> list[tuple[int, int]]:
    """Splits a run of Japanese into words of our lists, and the rest where the script changes."""
    spans = []
    position = start
    while position < end:
        listed = listed_pattern.match(text, position, end) if listed_pattern else None
        if listed:
            stop = listed.end()
        else:
            run = _ONE_SCRIPT.match(text, position, end)
            stop = run.end() if run else position + 1
            next_listed = (
                listed_pattern.search(text, position + 1, stop) if listed_pattern and run else None
            )
            if next_listed:
                stop = next_listed.start()
        spans.append((position, stop))
        position = stop
    return spans


def is_japanese(word: str) -> bool:
    return _JAPANESE.match(word) is not None
