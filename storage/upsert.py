"""Insert what nobody has inserted yet, in one statement: two replicas at once cannot both do it.

The statements are built once for each table and set of columns: building one costs more than
running it (docs/measured.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, Row, Table, Text, bindparam, cast, column, func, select

from storage.engine import Transaction

Rows = Sequence[Mapping[str, Any]]
NOTHING: Mapping[str, Any] = MappingProxyType({})


def _insert_into(table: Table, dialect: str) -> Any:
    """Each database has its own INSERT ... ON CONFLICT; only the one in use is loaded."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(table)


@cache
def _insert(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    return _insert_into(table, dialect).values(values).on_conflict_do_nothing()


@cache
def _insert_and_tell(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    return _insert(table, dialect, columns).returning(*table.primary_key)


@cache
def _insert_and_give(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    return _insert(table, dialect, columns).returning(table)


def insert_returning_row(
    transaction: Transaction, table: Table, **values: Any
) -> Row[*tuple[Any, ...]] | None:
    """The new row; None when a unique key of the table is taken.

    On PostgreSQL it waits for whoever is inserting the same key at this moment. After None a look
    finds the other row: in READ COMMITTED each statement sees what is committed by then.
    """
    statement = _insert_and_give(table, transaction.dialect.name, tuple(values))
    new: Row[*tuple[Any, ...]] | None = transaction.execute(statement, values).first()
    return new


def insert_if_absent(transaction: Transaction, table: Table, **values: Any) -> bool:
    """The same for those who need no row: False when a unique key of the table is taken."""
    return _key(transaction, table, values) is not None


def insert_returning_id(transaction: Transaction, table: Table, **values: Any) -> int | None:
    """The same for those who need the new row's id only."""
    key = _key(transaction, table, values)
    return None if key is None else int(key[0])


def _key(transaction: Transaction, table: Table, values: dict[str, Any]) -> Any:
    statement = _insert_and_tell(table, transaction.dialect.name, tuple(values))
    return transaction.execute(statement, values).first()


def insert_many_if_absent(
    transaction: Transaction, table: Table, rows: Rows, alike: Mapping[str, Any] = NOTHING
) -> None:
    """Those of the rows of which no unique key is taken; all of them name the same columns, and
    have what is `alike` besides.
    """
    if rows:
        columns = tuple(alike), tuple(rows[0])
        statement = _unless_known(table, transaction.dialect.name, *columns)
        _insert_all(transaction, statement, rows, alike)


def upsert_many(
    transaction: Transaction,
    table: Table,
    rows: Rows,
    alike: Mapping[str, Any],
    key: tuple[str, ...],
    anew: tuple[str, ...],
) -> None:
    """As `add_all`, but where the unique `key` is taken, the columns `anew` are overwritten."""
    if rows:
        columns = tuple(alike), tuple(rows[0])
        statement = _or_overwrite(table, transaction.dialect.name, *columns, key, anew)
        _insert_all(transaction, statement, rows, alike)


def _insert_all(
    transaction: Transaction, statement: Any, rows: Rows, alike: Mapping[str, Any]
) -> None:
    if transaction.dialect.name == "sqlite":
        transaction.execute(statement, [{**alike, **row} for row in rows])
    else:
        transaction.execute(statement, {"rows": json.dumps(rows, default=_plain), **alike})


def _plain(value: Any) -> str:
    """What JSON has no word for: moments, as UTC."""
    return _written(value.astimezone(UTC))


@lru_cache(maxsize=1024)
def _written(moment: datetime) -> str:
    """Kept, as many rows name the same few. Of moments in UTC alone: in other zones two that are
    equal to Python may be an hour apart."""
    return moment.isoformat()


@cache
def _unless_known(
    table: Table, dialect: str, alike: tuple[str, ...], columns: tuple[str, ...]
) -> Any:
    statement = _many(table, dialect, alike, columns).on_conflict_do_nothing()
    return _by_the_hundred(statement, table, dialect)


@cache
def _or_overwrite(
    table: Any,
    dialect: str,
    alike: tuple[str, ...],
    columns: tuple[str, ...],
    key: tuple[str, ...],
    anew: tuple[str, ...],
) -> Any:
    statement = _many(table, dialect, alike, columns)
    statement = statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in anew}
    )
    return _by_the_hundred(statement, table, dialect)


def _by_the_hundred(statement: Any, table: Table, dialect: str) -> Any:
    """On SQLite SQLAlchemy joins rows into one statement only where something is asked back."""
    return statement.returning(*table.primary_key) if dialect == "sqlite" else statement


def _many(table: Table, dialect: str, alike: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    """Rows by the hundred as one statement: on SQLite SQLAlchemy's own, on PostgreSQL one parameter
    that holds them all, as the driver takes longest over parameters. What is alike is a parameter
    of its own there, so that it is written and read once, not for every row.
    """
    insert = _insert_into(table, dialect)
    if dialect == "sqlite":
        return insert
    same = [bindparam(name, type_=table.c[name].type) for name in alike]
    listed = [column(name, table.c[name].type) for name in columns]
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    found = rows.table_valued(*listed).render_derived(with_types=True)
    return insert.from_select([*alike, *columns], select(*same, *found.c))
