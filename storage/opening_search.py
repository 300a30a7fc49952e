"""Finds openings by what a person types: each typed word must occur in ref, title, team or place.

`fold_text` brings stored texts and typed words into one form, and LIKE compares the two. One index
holds the folded text and the columns to filter and sort by. A search reads only this index, so long
descriptions do not slow it down (docs/decisions/034-search-with-like.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from domain.openings import OpeningStatus
from domain.typed_text import remove_unseen
from storage.tables.core import OPENING

# In characters. Ref, title, team and place have at most 330 together, before they are folded. An
# entry of an index of PostgreSQL holds 2,704 bytes, and a character takes up to 4.
MAX_TEXT_LENGTH = 600
# Further words are ignored. Each word nests the condition one level deeper, and SQLite refuses more
# than 1,000 levels.
MAX_WORDS = 100
_COMBINING_DIACRITICS = dict.fromkeys(range(0x0300, 0x0370))  # `str.translate` removes these


def fold_text(text: str) -> str:
    """Return the form of the text in which stored and typed words are compared.

    Case, width and diacritics make no difference (`Zürich`, `ZURICH`), and invisible characters are
    removed. Only diacritics of Latin, Greek and Cyrillic letters are removed: in other scripts,
    such as Japanese or Hindi, a mark makes another letter.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)  # Folding may compose characters again.
    bare = unicodedata.normalize("NFC", decomposed.translate(_COMBINING_DIACRITICS))
    return " ".join(remove_unseen(bare).split())


def build_search_text(ref: str, title: str, team: str, place: str) -> str:
    """Return the value of the column `search_text` of an opening."""
    return fold_text(" ".join((ref, title, team, place)))[:MAX_TEXT_LENGTH]


def select_matching_openings(
    select_columns: Select[*tuple[Any, ...]],
    workspace_id: int,
    typed: str,
    *,
    limit: int,
    statuses: Collection[OpeningStatus],
) -> Select[*tuple[Any, ...]]:
    """Restrict `select_columns` to the openings with every typed word, the newest first.

    Without a typed word, all openings of these statuses match. The ids are chosen in a subquery,
    which both databases answer from the index alone.
    """
    words = list(dict.fromkeys(fold_text(typed).split()))[:MAX_WORDS]
    newest_first = (OPENING.c.posted_at.desc(), OPENING.c.id.desc())
    ids = (
        select(OPENING.c.id)
        .where(
            OPENING.c.workspace_id == workspace_id,
            OPENING.c.status.in_([status.value for status in statuses]),
            *(OPENING.c.search_text.contains(word, autoescape=True) for word in words),
        )
        .order_by(*newest_first)
        .limit(limit)
    )
    return select_columns.where(OPENING.c.id.in_(ids)).order_by(*newest_first)
