"""Many values as one parameter: any word comes through, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Subquery, literal, select, union_all

from storage.engine import Database
from storage.several import among

WORDS = ["U1", "", "NULL", "null", "a,b", "{x}", 'say "so"', "back\\slash", "\\", " two  ", "né\n"]


def rows(values: Sequence[Any]) -> Subquery:
    return union_all(*(select(literal(each).label("it")) for each in values)).subquery()


def test_any_word_is_found_and_no_other(database: Database) -> None:
    there = rows(WORDS).c.it
    found = select(there).where(among(there, "words"))
    with database.read() as transaction:
        for word in WORDS:
            assert transaction.scalars(found, {"words": [word]}).all() == [word]
        assert set(transaction.scalars(found, {"words": WORDS})) == set(WORDS)
        assert transaction.scalars(found, {"words": {"U"}}).all() == []
        assert transaction.scalars(found, {"words": ()}).all() == []


def test_numbers_too(database: Database) -> None:
    there = rows([-1, 0, 70_000]).c.it
    found = select(there).where(among(there, "numbers"))
    with database.read() as transaction:
        assert set(transaction.scalars(found, {"numbers": {70_000, -1, 5}})) == {70_000, -1}
