"""Finds openings by what a person types: each typed word must occur in ref, title, team or place.

Stored text and typed words are folded by `fold_text` and compared with LIKE. One index holds the
folded text and the columns to filter and sort by, so that long openings take no longer than short
ones (docs/decisions/034-search-with-like.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from domain.openings import OpeningStatus
from domain.typed_text import remove_unseen
from storage.tables.core import OPENING

# In characters. The longest ref, title, team and place together have 330; an entry of an index of
# PostgreSQL holds 2,704 bytes, and a character takes up to 4.
MAX_TEXT_LENGTH = 600
# SQLite refuses conditions that are nested more than 1,000 deep.
MAX_WORDS = 100
_COMBINING_DIACRITICS = dict.fromkeys(range(0x0300, 0x0370))


def fold_text(text: str) -> str:
    """Return the form of the text in which stored and typed words are compared.

    Case, width and diacritics make no difference (`Zürich`, `ZURICH`), and invisible characters are
    removed. Only diacritics of Latin, Greek and Cyrillic letters are removed: in other scripts,
    such as Japanese or Hindi, a mark makes another letter.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    composed = unicodedata.normalize("NFC", decomposed.translate(_COMBINING_DIACRITICS))
    return " ".join(remove_unseen(composed).split())


def search_text(ref: str, title: str, team: str, place: str) -> str:
    """Return the value of `opening.search_text`."""
    return fold_text(" ".join((ref, title, team, place)))[:MAX_TEXT_LENGTH]


def select_matching_openings(
    columns: Select[*tuple[Any, ...]],
    workspace_id: int,
    typed: str,
    *,
    limit: int,
    statuses: Collection[OpeningStatus],
) -> Select[*tuple[Any, ...]]:
    """Select `columns` of the openings that have every typed word, the newest first.

    The ids are chosen in a subquery, which both databases answer from the index alone.
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
    return columns.where(OPENING.c.id.in_(ids)).order_by(*newest_first)
