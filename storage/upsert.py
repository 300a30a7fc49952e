"""Inserts rows whose unique key may be taken. Such a row is left out, or changes the stored one.

Each function uses INSERT … ON CONFLICT in one statement, which is safe when two replicas insert the
same key at once.
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

ReturnedColumns = Literal["all", "primary_key"]
NO_VALUES: Mapping[str, Any] = MappingProxyType({})


def _dialect_insert(dialect_name: str, table: Table) -> Any:
    """Return SQLAlchemy's INSERT for this database. The general `insert()` has no ON CONFLICT."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    return dialect.insert(table)


@cache  # Building a statement takes longer than running it.
def _build_insert_if_absent(dialect_name: str, table: Table, returned: ReturnedColumns) -> Any:
    statement = _dialect_insert(dialect_name, table).on_conflict_do_nothing()
    if returned == "all":
        return statement.returning(table)
    return statement.returning(*table.primary_key)


def insert_returning_row(
    transaction: Transaction, table: Table, **values: Any
) -> Row[*tuple[Any, ...]] | None:
    """Insert a row and return it, or None when a unique key of the table is taken.

    PostgreSQL first waits for other transactions that are inserting the same key. So if this
    returns None, a SELECT in this transaction (READ COMMITTED) finds the row that has the key.
    """
    statement = _build_insert_if_absent(transaction.dialect.name, table, "all")
    row: Row[*tuple[Any, ...]] | None = transaction.execute(statement, values).first()
    return row


def insert_if_absent(transaction: Transaction, table: Table, **values: Any) -> bool:
    """Insert a row. Return False when a unique key of the table is taken."""
    statement = _build_insert_if_absent(transaction.dialect.name, table, "primary_key")
    primary_key = transaction.execute(statement, values).first()
    return primary_key is not None


def insert_many_if_absent(
    transaction: Transaction, table: Table, rows: Rows, common: Mapping[str, Any] = NO_VALUES
) -> None:
    """Insert the rows, except those whose unique key is taken.

    All rows have the same columns. `common` holds further columns, with one value for every row.
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
    """Insert the rows. Where a row's unique key is taken, overwrite columns of the stored row.

    `key` names the columns of the unique key, and `overwritten` the columns to overwrite. `rows`
    and `common` are as for `insert_many_if_absent`.
    """
    _insert_many(transaction, table, rows, common, key, overwritten)


@cache
def _build_insert_many(
    dialect_name: str,
    table: Table,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    overwritten: tuple[str, ...],
) -> Any:
    """Return the INSERT. Without `overwritten`, it leaves out rows whose key is taken.

    On PostgreSQL, one statement inserts all rows: it unpacks them from an array for each column.
    """
    insert = _dialect_insert(dialect_name, table)
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
    complete_rows = [{**common, **row} for row in rows]
    columns = tuple(complete_rows[0])
    dialect_name = transaction.dialect.name
    statement = _build_insert_many(dialect_name, table, columns, key, overwritten)
    if dialect_name == "sqlite":
        transaction.execute(statement, complete_rows)
    else:
        transaction.execute(statement, pack_rows(complete_rows))
