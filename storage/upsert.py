"""Inserts rows unless a unique key is taken, in one statement, so that two replicas cannot both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Transaction

Rows = Sequence[Mapping[str, Any]]
NOTHING: Mapping[str, Any] = MappingProxyType({})


def _insert(transaction: Transaction, table: Table) -> Any:
    """Each database has its own INSERT ... ON CONFLICT."""
    dialect = sqlite if transaction.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def insert_returning_row(
    transaction: Transaction, table: Table, **values: Any
) -> Row[*tuple[Any, ...]] | None:
    """Insert and return a row; None when a unique key of the table is taken.

    On PostgreSQL it waits for a transaction that is inserting the same key. After None a SELECT
    finds the other row: in READ COMMITTED each statement sees what is committed by then.
    """
    statement = _insert(transaction, table).values(values).on_conflict_do_nothing()
    row: Row[*tuple[Any, ...]] | None = transaction.execute(statement.returning(table)).first()
    return row


def insert_if_absent(transaction: Transaction, table: Table, **values: Any) -> bool:
    """Insert a row. False when a unique key of the table is taken."""
    return _insert_returning_key(transaction, table, values) is not None


def insert_returning_id(transaction: Transaction, table: Table, **values: Any) -> int | None:
    """Insert a row and return its id. None when a unique key of the table is taken."""
    key = _insert_returning_key(transaction, table, values)
    return None if key is None else int(key[0])


def _insert_returning_key(transaction: Transaction, table: Table, values: dict[str, Any]) -> Any:
    statement = _insert(transaction, table).values(values).on_conflict_do_nothing()
    return transaction.execute(statement.returning(*table.primary_key)).first()


def insert_many_if_absent(
    transaction: Transaction, table: Table, rows: Rows, common: Mapping[str, Any] = NOTHING
) -> None:
    """Insert the rows of which no unique key is taken.

    Each row has the same columns, and the values of `common` besides.
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
    """Do the same, but where the unique `key` is taken, overwrite the columns `overwritten`."""
    insert = _insert(transaction, table)
    statement = insert.on_conflict_do_update(
        index_elements=key, set_={name: insert.excluded[name] for name in overwritten}
    )
    if rows:
        transaction.execute(statement, [{**common, **row} for row in rows])
