"""The words of open openings, kept so that a search need not look through every opening.

A row for each end of each word: "berlin" is kept as berlin, erlin, rlin, lin, in, n. So what holds
"erl" is what begins with it, and stands together in the key. It narrows a search and does not
decide it: what is typed is compared with the opening itself (decision 034).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
)

from storage.engine import Transaction
from storage.tables.core import OPENING_WORD
from storage.upsert import add_all

CLIP = 64  # characters of a word that are kept, and looked for
LOOKED_FOR = 3  # words of a search; the rest is only compared

_LAST = "\U0010ffff"
_kept = OPENING_WORD.c


def ends(text: str) -> set[str]:
    """What is kept of an opening's `search_text`."""
    return {word[at : at + CLIP] for word in text.split() for at in range(len(word))}


def follow(
    transaction: Transaction,
    workspace_id: int,
    opening_id: int,
    *,
    was: str | None,
    becomes: str | None,
) -> None:
    """The opening is found by `becomes` and no more by `was`, texts as in `search_text`; None
    while it is not open."""
    before, after = ends(was or ""), ends(becomes or "")
    if before - after:
        transaction.execute(
            _DROP, {"ws": workspace_id, "opening": opening_id, "words": sorted(before - after)}
        )
    rows = [
        {"workspace_id": workspace_id, "word": word, "opening_id": opening_id}
        for word in sorted(after - before)
    ]
    add_all(transaction, OPENING_WORD, rows)


_DROP = delete(OPENING_WORD).where(
    _kept.workspace_id == bindparam("ws"),
    _kept.opening_id == bindparam("opening"),
    _kept.word.in_(bindparam("words", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """In rows, one for each time that an opening holds a word (docs/decisions/034)."""

    few: int = 150  # PostgreSQL reads so many by their ids, and would rather read all than more
    many: int = 4_000  # a word with as many is found everywhere, and narrows nothing


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The openings that can hold what is typed: those that have each of `words`, at most two; with
    none it may be any. `most`: no more than so many, to be read by their ids; 0: more, to be met on
    the way through all openings."""

    words: tuple[str, ...] = ()
    most: int = 0

    @classmethod
    def of(
        cls, transaction: Transaction, workspace_id: int, words: Sequence[str], bounds: Bounds
    ) -> Self | None:
        """One look at how often each word is kept. On PostgreSQL one more where two are neither
        rare nor everywhere, as they may have little in common. None: no open opening holds all."""
        longest = sorted(words, key=len, reverse=True)[:LOOKED_FOR]
        (kept,) = transaction.execute(
            _how_often(len(longest)),
            {"ws": workspace_id, "few": bounds.few, "many": bounds.many, **between(longest)},
        )
        rare = tuple(word for often, word in zip(kept, longest, strict=True) if often == RARELY)
        some = tuple(word for often, word in zip(kept, longest, strict=True) if often == SOMETIMES)
        chosen = rare[:1] or some[:2]
        if NEVER in kept:
            return None
        if not chosen:
            return cls()
        if transaction.dialect.name == "sqlite":
            return cls(chosen, bounds.many)
        if rare:
            return cls(chosen, bounds.few)
        if len(chosen) == 1:
            return cls(chosen)
        values = {"ws": workspace_id, "most": bounds.few, **between(chosen)}
        common = transaction.scalar(_COMMON, values)
        return cls(chosen, bounds.few if common < bounds.few else 0) if common else None


def between(words: Sequence[str]) -> dict[str, str]:
    """Values for `having`: what begins with a word stands between the two."""
    values = {}
    for number, word in enumerate(words):
        values[f"from{number}"] = word[:CLIP]
        values[f"to{number}"] = word[:CLIP].ljust(CLIP + 1, _LAST)
    return values


def having(number: int) -> Select[int]:
    """The ids of what has word `number` of `between`; `ws` is bound as well."""
    return select(_kept.opening_id).where(
        _kept.workspace_id == bindparam("ws"),
        _kept.word >= bindparam(f"from{number}"),
        _kept.word < bindparam(f"to{number}"),
    )


def having_both() -> Select[int]:
    """The ids of what has both words of `between`; the first one is likely to be the rarer."""
    return having(1).where(one_of(_kept.opening_id, having(0)))


def one_of(column: ColumnElement[int], ids: Select[int]) -> ColumnElement[bool]:
    """The set is made once and asked for each row. A bare IN would be joined instead, as the
    database believes of the tables. Spelled TRUE: SQLite is a third slower with its 1."""
    asked = column.in_(ids).self_group()
    return asked.op("IS", is_comparison=True)(literal_column("TRUE"))


NEVER, RARELY, SOMETIMES = 0, 1, 2  # and everywhere


@lru_cache(maxsize=LOOKED_FOR)
def _how_often(words: int) -> Any:
    """For each word, how many of these hold: there is a row, there are `few`, there are `many`.

    Told by what stands so far behind the first: to count as many takes twice as long.
    """
    first: ColumnElement[int] = literal_column("0")
    few, many = (bindparam(name, type_=Integer) - 1 for name in ("few", "many"))
    return select(
        *(
            sum((_is_one(number, at) for at in (few, many)), _is_one(number, first))
            for number in range(words)
        )
    )


def _is_one(number: int, behind: ColumnElement[int]) -> ColumnElement[int]:
    one: ColumnElement[int] = literal_column("1")
    row = having(number).with_only_columns(one).limit(1).offset(behind)
    return func.coalesce(row.scalar_subquery(), 0)


_COMMON = select(func.count()).select_from(having_both().limit(bindparam("most")).subquery())
