"""Idempotent doors: what came in before gets the first answer again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from storage.tables import SeenRow, core_of
from storage.upsert import added

_seen = core_of(SeenRow)
_ANSWER = select(_seen.c.answer).where(
    _seen.c.workspace_id == bindparam("ws"), _seen.c.door == bindparam("door")
)


class SecondArrival(Exception):  # noqa: N818 - not a fault: the first one did the work
    """The same came in meanwhile and was done: roll back, and give the first answer."""


def first_answer(session: Session, workspace_id: int, door: str) -> dict[str, Any] | None:
    """The answer given when this came in first; None when it is new."""
    return session.scalar(_ANSWER, {"ws": workspace_id, "door": door})


def remember(
    session: Session, workspace_id: int, door: str, answer: dict[str, Any], now: datetime
) -> None:
    """In the same transaction as what the answer reports. Raises `SecondArrival`."""
    if not added(session, SeenRow, workspace_id=workspace_id, door=door, at=now, answer=answer):
        raise SecondArrival


def forget(session: Session, before: datetime) -> int:
    """Remove doors older than `before`; how many there were."""
    gone = session.execute(delete(SeenRow).where(SeenRow.at < before).returning(SeenRow.door))
    return len(gone.all())
