"""Insert what nobody has inserted yet, in one statement: two replicas at once cannot both do it.

The statements are built once for each table and set of columns: building one costs more than
running it (docs/measured.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import cache
from typing import Any

from sqlalchemy import JSON, Row, Table, Text, bindparam, cast, column, func, select

from storage.engine import Session


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


def add_unless_known(session: Session, table: Table, **values: Any) -> Row[*tuple[Any, ...]] | None:
    """The new row; None when a unique key of the table is taken.

    On PostgreSQL it waits for whoever is inserting the same key at this moment. After None a look
    finds the other row: in READ COMMITTED each statement sees what is committed by then.
    """
    statement = _insert_and_give(table, session.dialect.name, tuple(values))
    new: Row[*tuple[Any, ...]] | None = session.execute(statement, values).first()
    return new


def added(session: Session, table: Table, **values: Any) -> bool:
    """The same for those who need no row: False when a unique key of the table is taken."""
    return _key(session, table, values) is not None


def added_id(session: Session, table: Table, **values: Any) -> int | None:
    """The same for those who need the new row's id only."""
    key = _key(session, table, values)
    return None if key is None else int(key[0])


def _key(session: Session, table: Table, values: dict[str, Any]) -> Any:
    statement = _insert_and_tell(table, session.dialect.name, tuple(values))
    return session.execute(statement, values).first()


def add_all(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Those of the rows of which no unique key is taken; all of them name the same columns."""
    if rows:
        statement = _unless_known(table, session.dialect.name, tuple(rows[0]))
        _insert_all(session, statement, rows)


def put_all(
    session: Session,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    key: tuple[str, ...],
    anew: tuple[str, ...],
) -> None:
    """As `add_all`, but where the unique `key` is taken, the columns `anew` are overwritten."""
    if rows:
        dialect = session.dialect.name
        statement = _or_overwrite(table, dialect, tuple(rows[0]), key, anew)
        _insert_all(session, statement, rows)


def _insert_all(session: Session, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if session.dialect.name == "sqlite":
        session.execute(statement, rows)
    else:
        session.execute(statement, {"rows": json.dumps(rows, default=_plain)})


def _plain(value: Any) -> str:
    """What JSON has no word for: moments, as UTC."""
    return str(value.astimezone(UTC).isoformat())


@cache
def _unless_known(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    return _many(table, dialect, columns).on_conflict_do_nothing().returning(*_id(table))


@cache
def _or_overwrite(
    table: Any, dialect: str, columns: tuple[str, ...], key: tuple[str, ...], anew: tuple[str, ...]
) -> Any:
    statement = _many(table, dialect, columns)
    return statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in anew}
    ).returning(*_id(table))


def _id(table: Table) -> Any:
    return table.primary_key


def _many(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    """Rows by the hundred as one statement: on SQLite SQLAlchemy's own (which asks for RETURNING),
    on PostgreSQL one parameter that holds them all, as the driver takes longest over parameters.
    """
    insert = _insert_into(table, dialect)
    if dialect == "sqlite":
        return insert
    listed = [column(name, table.c[name].type) for name in columns]
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    found = rows.table_valued(*listed).render_derived(with_types=True)
    return insert.from_select(columns, select(*found.c))
