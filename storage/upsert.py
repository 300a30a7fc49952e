"""Insert what nobody has inserted yet, in one statement: two replicas at once cannot both do it.

The statements are built once for each table and set of columns: building one costs more than
running it (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Base, core_of

Row = TypeVar("Row", bound=Base)


@cache
def _insert(table: Any, dialect: str, columns: tuple[str, ...]) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    return insert(table).values(values).on_conflict_do_nothing()


@cache
def _insert_and_tell(table: Any, dialect: str, columns: tuple[str, ...]) -> Any:
    core = core_of(table)
    return _insert(core, dialect, columns).returning(*core.primary_key)


@cache
def _insert_and_give(table: Any, dialect: str, columns: tuple[str, ...]) -> Any:
    return _insert(table, dialect, columns).returning(table)


def add_unless_known(session: Session, table: type[Row], **values: Any) -> Row | None:
    """The new row; None when a unique key of the table is taken.

    On PostgreSQL it waits for whoever is inserting the same key at this moment. After None a look
    finds the other row: in READ COMMITTED each statement sees what is committed by then.
    """
    statement = _insert_and_give(table, session.get_bind().dialect.name, tuple(values))
    new: Row | None = session.scalar(statement, values)
    return new


def added(session: Session, table: type[Base], **values: Any) -> bool:
    """The same for those who need no row: False when a unique key of the table is taken."""
    return _key(session, table, values) is not None


def added_id(session: Session, table: type[Base], **values: Any) -> int | None:
    """The same for those who need the new row's id only."""
    key = _key(session, table, values)
    return None if key is None else int(key[0])


def _key(session: Session, table: type[Base], values: dict[str, Any]) -> Any:
    statement = _insert_and_tell(table, session.get_bind().dialect.name, tuple(values))
    return session.execute(statement, values).first()


def add_all(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Those of the rows of which no unique key is taken; all of them name the same columns."""
    if rows:
        dialect = session.get_bind().dialect.name
        session.execute(_insert(core_of(table), dialect, tuple(rows[0])), rows)
