"""Which openings hold what is typed: every word of it, in ref, title, team or place; newest first.

What is typed narrows the search first (`opening_words`), then each opening is compared with it.
The statements are built once for each number of words: building one costs more than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal_column, select

from domain.openings import OpeningStatus
from storage.engine import Transaction
from storage.opening_words import Bounds, Narrowing, between, having, having_both, one_of
from storage.several import checked
from storage.tables.core import OPENING

_it = OPENING.c


def found(
    transaction: Transaction,
    what: Select[*tuple[Any, ...]],
    workspace_id: int,
    typed: str,
    *,
    limit: int,
    statuses: Collection[OpeningStatus] = (OpeningStatus.OPEN,),
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> Sequence[Row[*tuple[Any, ...]]]:
    """`what` of the openings, a statement that is made once."""
    words = list(dict.fromkeys(typed.casefold().split()))
    narrowing: Narrowing | None = Narrowing()
    if words and set(statuses) == {OpeningStatus.OPEN}:  # the words of others are not kept
        narrowing = Narrowing.of(transaction, workspace_id, words, bounds)
    if narrowing is None:
        return []
    statement = _reading(what, len(words), len(narrowing.words), narrowing.most)
    values = {
        "ws": workspace_id,
        "statuses": [status.value for status in statuses],
        "limit": limit,
        **between(narrowing.words),
        **{f"word{n}": word for n, word in enumerate(words)},
    }
    return transaction.execute(statement, values).all()


@lru_cache(maxsize=64)
def _reading(what: Select[*tuple[Any, ...]], words: int, narrowed: int, most: int) -> Any:
    """Databases that have not looked at their tables lately choose badly, so each statement leaves
    one good way only: what is not a bare column is no way in.

    Whoever was posted later has the higher id: SQLite goes through the ids from the highest on, and
    stops where there are enough.
    """
    here = checked(_it.workspace_id) if most else _it.workspace_id == bindparam("ws")
    status = _it.status + "" if most else _it.status
    read = what.where(here, status.in_(bindparam("statuses", expanding=True)))
    newest = (_it.id.desc(),) if most else (_it.posted_at.desc(), _it.id.desc())
    if narrowed:
        ids = having(0) if narrowed == 1 else having_both()
        if most:
            fence: ColumnElement[int] = literal_column(str(most))
            read = read.where(_it.id.in_(select(ids.limit(fence).subquery())))
        else:
            read = read.where(one_of(_it.id, ids))
    for number in range(words):
        without = func.replace(_it.search_text, bindparam(f"word{number}"), "")
        read = read.where(without != _it.search_text)
    return read.order_by(*newest).limit(bindparam("limit"))
