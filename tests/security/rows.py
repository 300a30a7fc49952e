"""Reads every row of a database, to compare the rows before and after a call."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from storage.engine import Database
from storage.schema import METADATA

# A request that is refused may be remembered, with the refusal as its answer.
NOT_COMPARED = {"seen"}

Rows = dict[str, list[tuple[Any, ...]]]


def read_rows(database: Database) -> Rows:
    """All rows by table, in the order of their keys."""
    with database.read() as transaction:
        return {
            table.name: [
                tuple(map(repr, row))
                for row in transaction.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
            if table.name not in NOT_COMPARED
        }


def changed_rows(before: Rows, after: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """By table: the rows that were added, changed or removed."""
    changes = {}
    for table, rows in after.items():
        known = set(before[table])
        different = [row for row in rows if row not in known]
        different += [row for row in before[table] if row not in set(rows)]
        if different:
            changes[table] = different
    return changes
