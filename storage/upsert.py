"""Insert what nobody has inserted yet, in one statement: two replicas at once cannot both do it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Base

Row = TypeVar("Row", bound=Base)


def add_unless_known(session: Session, table: type[Row], **values: Any) -> Row | None:
    """The new row; None when a unique key of the table is taken.

    On PostgreSQL it waits for whoever is inserting the same key at this moment. After None a look
    finds the other row: in READ COMMITTED each statement sees what is committed by then.
    """
    if session.get_bind().dialect.name == "sqlite":
        return session.scalar(
            sqlite.insert(table).values(**values).on_conflict_do_nothing().returning(table)
        )
    return session.scalar(
        postgresql.insert(table).values(**values).on_conflict_do_nothing().returning(table)
    )
