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
from storage.tables.messages import IDEMPOTENCY_KEY
from storage.upsert import insert_if_absent

_ANSWER = select(IDEMPOTENCY_KEY.c.answer).where(
    IDEMPOTENCY_KEY.c.workspace_id == bindparam("ws"), IDEMPOTENCY_KEY.c.door == bindparam("door")
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


def find_request(
    transaction: Transaction, workspace_id: int, door: str, user_id: str
) -> KnownRequest:
    """Did this come in before, and who is it that it comes from?"""
    row = transaction.execute(_LOOK, {"ws": workspace_id, "door": door, "user": user_id}).one()
    member = None
    if row.user_id is not None:
        member = members.to_member(row)
        members.keep(transaction, member)
    return KnownRequest(row.first_answer, member, bool(row.manages))


def save_answer(
    transaction: Transaction, workspace_id: int, door: str, answer: dict[str, Any], now: datetime
) -> None:
    """In the same transaction as what the answer reports. Raises `DuplicateRequestError`."""
    if not insert_if_absent(
        transaction, IDEMPOTENCY_KEY, workspace_id=workspace_id, door=door, at=now, answer=answer
    ):
        raise DuplicateRequestError


def delete_older(transaction: Transaction, before: datetime) -> int:
    """Remove doors older than `before`; how many there were."""
    gone = transaction.execute(
        delete(IDEMPOTENCY_KEY)
        .where(IDEMPOTENCY_KEY.c.at < before)
        .returning(IDEMPOTENCY_KEY.c.door)
    )
    return len(gone.all())
