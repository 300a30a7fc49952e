"""Inserts rows unless a unique key is taken.

Each insert is one statement, so that two replicas never insert the same key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Row, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Transaction
from storage.many_rows import Rows, pack_rows, unpack_rows

Returning = Literal["row", "key"]
NO_VALUES: Mapping[str, Any] = MappingProxyType({})


def _insert(dialect_name: str, table: Table) -> Any:
    """Return the database's own INSERT, which has ON CONFLICT."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    return dialect.insert(table)


@cache  # Building a statement takes longer than running it.
def _insert_or_ignore(dialect_name: str, table: Table, returning: Returning) -> Any:
    """Return an INSERT whose values are passed at its execution."""
    statement = _insert(dialect_name, table).on_conflict_do_nothing()
    if returning == "row":
        return statement.returning(table)
    return statement.returning(*table.primary_key)


def insert_returning_row(
    transaction: Transaction, table: Table, **values: Any
) -> Row[*tuple[Any, ...]] | None:
    """Insert and return a row; None when a unique key of the table is taken.

    On PostgreSQL the statement waits for another transaction that inserts the same key. After None
    a SELECT finds the other row, as READ COMMITTED shows each statement what is committed by then.
    """
    statement = _insert_or_ignore(transaction.dialect.name, table, "row")
    row: Row[*tuple[Any, ...]] | None = transaction.execute(statement, values).first()
    return row


def insert_if_absent(transaction: Transaction, table: Table, **values: Any) -> bool:
    """Insert a row. False when a unique key of the table is taken."""
    statement = _insert_or_ignore(transaction.dialect.name, table, "key")
    key = transaction.execute(statement, values).first()
    return key is not None


def insert_many_if_absent(
    transaction: Transaction, table: Table, rows: Rows, common: Mapping[str, Any] = NO_VALUES
) -> None:
    """Insert the rows, except those whose unique key is taken.

    All rows have the same columns. `common` are values that every row gets in addition.
    """
    _insert_many(transaction, table, rows, common)


def upsert_many(
    transaction: Transaction,
    table: Table,
    rows: Rows,
    common: Mapping[str, Any],
    key: tuple[str, ...],
    overwritten: tuple[str, ...],
) -> None:
    """Insert the rows. If the unique `key` of one is taken, overwrite its columns `overwritten`."""
    _insert_many(transaction, table, rows, common, key, overwritten)


@cache
def _insert_many_statement(
    dialect_name: str,
    table: Table,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    overwritten: tuple[str, ...],
) -> Any:
    insert = _insert(dialect_name, table)
    if dialect_name != "sqlite":
        rows = unpack_rows(table, columns)
        insert = insert.from_select(columns, select(*rows.c), include_defaults=False)
    if not overwritten:
        return insert.on_conflict_do_nothing()
    return insert.on_conflict_do_update(
        index_elements=key, set_={name: insert.excluded[name] for name in overwritten}
    )


def _insert_many(
    transaction: Transaction,
    table: Table,
    rows: Rows,
    common: Mapping[str, Any],
    key: tuple[str, ...] = (),
    overwritten: tuple[str, ...] = (),
) -> None:
    if not rows:
        return
    complete = [{**common, **row} for row in rows]
    dialect = transaction.dialect.name
    statement = _insert_many_statement(dialect, table, tuple(complete[0]), key, overwritten)
    transaction.execute(statement, complete if dialect == "sqlite" else pack_rows(complete))
