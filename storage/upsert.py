"""Inserts rows unless a unique key is taken.

Each insert is one statement, so that two replicas never insert the same key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Transaction

Rows = Sequence[Mapping[str, Any]]
NO_VALUES: Mapping[str, Any] = MappingProxyType({})


def _insert(transaction: Transaction, table: Table) -> Any:
    """Return the database's own INSERT, which has ON CONFLICT."""
    dialect = sqlite if transaction.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def insert_returning_row(
    transaction: Transaction, table: Table, **values: Any
) -> Row[*tuple[Any, ...]] | None:
    """Insert and return a row; None when a unique key of the table is taken.

    On PostgreSQL the statement waits for another transaction that inserts the same key. After None
    a SELECT finds the other row, as READ COMMITTED shows each statement what is committed by then.
    """
    statement = _insert(transaction, table).values(values).on_conflict_do_nothing()
    row: Row[*tuple[Any, ...]] | None = transaction.execute(statement.returning(table)).first()
    return row


def insert_if_absent(transaction: Transaction, table: Table, **values: Any) -> bool:
    """Insert a row. False when a unique key of the table is taken."""
    statement = _insert(transaction, table).values(values).on_conflict_do_nothing()
    key = transaction.execute(statement.returning(*table.primary_key)).first()
    return key is not None


def insert_many_if_absent(
    transaction: Transaction, table: Table, rows: Rows, common: Mapping[str, Any] = NO_VALUES
) -> None:
    """Insert the rows, and leave out those of which a unique key is taken.

    All rows have the same columns. `common` are values that every row gets in addition.
    """
    statement = _insert(transaction, table).on_conflict_do_nothing()
    if rows:
        transaction.execute(statement, [{**common, **row} for row in rows])


def upsert_many(
    transaction: Transaction,
    table: Table,
    rows: Rows,
    common: Mapping[str, Any],
    key: tuple[str, ...],
    overwritten: tuple[str, ...],
) -> None:
    """Insert the rows. If the unique `key` of one is taken, overwrite its columns `overwritten`."""
    insert = _insert(transaction, table)
    statement = insert.on_conflict_do_update(
        index_elements=key, set_={name: insert.excluded[name] for name in overwritten}
    )
    if rows:
        transaction.execute(statement, [{**common, **row} for row in rows])
