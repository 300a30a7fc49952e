"""Idempotent doors: what came in before gets the first answer again.

What is asked of everything that comes in is asked in one statement, as every click waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, literal_column, select

from domain.members import Member
from storage import members
from storage.engine import Transaction
from storage.tables.core import MEMBER
from storage.tables.messages import SEEN
from storage.upsert import added

_ANSWER = select(SEEN.c.answer).where(
    SEEN.c.workspace_id == bindparam("ws"), SEEN.c.door == bindparam("door")
)
_one_row = select(literal_column("1").label("here")).subquery()  # there is one for a stranger too
_LOOK = select(
    MEMBER,
    _ANSWER.scalar_subquery().label("first_answer"),
    members.MANAGES.label("manages"),
).select_from(
    _one_row.outerjoin(
        MEMBER,
        and_(MEMBER.c.workspace_id == bindparam("ws"), MEMBER.c.user_id == bindparam("user")),
    )
)


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """`first_answer` is None when it is new, `member` when Slack has not told us of them yet."""

    first_answer: dict[str, Any] | None
    member: Member | None
    manages_openings: bool


class DuplicateRequestError(Exception):
    """The same came in meanwhile and was done: roll back, and give the first answer."""


def look(transaction: Transaction, workspace_id: int, door: str, user_id: str) -> KnownRequest:
    """Did this come in before, and who is it that it comes from?"""
    row = transaction.execute(_LOOK, {"ws": workspace_id, "door": door, "user": user_id}).one()
    member = None
    if row.user_id is not None:
        member = members.member_of(row)
        members.keep(transaction, member)
    return KnownRequest(row.first_answer, member, bool(row.manages))


def remember(
    transaction: Transaction, workspace_id: int, door: str, answer: dict[str, Any], now: datetime
) -> None:
    """In the same transaction as what the answer reports. Raises `DuplicateRequestError`."""
    if not added(transaction, SEEN, workspace_id=workspace_id, door=door, at=now, answer=answer):
        raise DuplicateRequestError


def forget(transaction: Transaction, before: datetime) -> int:
    """Remove doors older than `before`; how many there were."""
    gone = transaction.execute(delete(SEEN).where(SEEN.c.at < before).returning(SEEN.c.door))
    return len(gone.all())
