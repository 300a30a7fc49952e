"""Idempotency keys: if Slack sends a request again, it gets the first answer again.

A key is the id of the event, trigger or view, which is the same each time. Its column is `door`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, delete, literal, select

from domain.members import Member
from storage import members
from storage.engine import Transaction
from storage.tables.core import MEMBER
from storage.tables.messages import IDEMPOTENCY_KEY
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """What is stored about a request and its sender.

    `first_answer` is None for a new request. `member` is None for a sender who is not stored yet.
    `manages_openings` says whether the sender is the hiring manager of an opening.
    """

    first_answer: dict[str, Any] | None
    member: Member | None
    manages_openings: bool


class DuplicateRequestError(Exception):
    """Another transaction has answered the same request. Roll back, and read the first answer."""


def _select_request() -> Select[*tuple[Any, ...]]:
    """Build the query for the answer and the sender. Its parameters are those of `find_request`.

    The constant row makes it return one row even if the sender is not stored yet.
    """
    workspace_id: BindParameter[int] = bindparam("workspace_id")
    key: BindParameter[str] = bindparam("key")
    user_id: BindParameter[str] = bindparam("user_id")
    first_answer = (
        select(IDEMPOTENCY_KEY.c.answer)
        .where(IDEMPOTENCY_KEY.c.workspace_id == workspace_id, IDEMPOTENCY_KEY.c.door == key)
        .scalar_subquery()
    )
    constant_row = select(literal(1).label("one")).subquery()
    is_sender = and_(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == user_id)
    return select(
        MEMBER,
        first_answer.label("first_answer"),
        members.HAS_OPENINGS_TO_MANAGE.label("manages_openings"),
    ).select_from(constant_row.outerjoin(MEMBER, is_sender))


_FIND_REQUEST = _select_request()  # built once, because every request needs it


def find_request(
    transaction: Transaction, workspace_id: int, key: str, user_id: str
) -> KnownRequest:
    """Read what is stored about a request and its sender, the user with this id.

    One statement reads both, because every request waits for it.
    """
    values = {"workspace_id": workspace_id, "key": key, "user_id": user_id}
    row = transaction.execute(_FIND_REQUEST, values).one()
    member = members.to_member(row) if row.user_id is not None else None
    return KnownRequest(row.first_answer, member, bool(row.manages_openings))


def save_answer(
    transaction: Transaction, workspace_id: int, key: str, answer: dict[str, Any], now: datetime
) -> None:
    """Store the answer in the same transaction as the changes that the request makes.

    Raises `DuplicateRequestError` if another transaction has answered the same request.
    """
    if not insert_if_absent(
        transaction, IDEMPOTENCY_KEY, workspace_id=workspace_id, door=key, at=now, answer=answer
    ):
        raise DuplicateRequestError


def find_answer(transaction: Transaction, workspace_id: int, key: str) -> dict[str, Any] | None:
    """Return the stored answer to a request, or None if there is none (any more)."""
    answer: dict[str, Any] | None = transaction.scalar(
        select(IDEMPOTENCY_KEY.c.answer).where(
            IDEMPOTENCY_KEY.c.workspace_id == workspace_id, IDEMPOTENCY_KEY.c.door == key
        )
    )
    return answer


def delete_older(transaction: Transaction, before: datetime) -> int:
    """Delete the keys and answers from before `before` (UTC). Return how many were deleted."""
    deleted = transaction.execute(
        delete(IDEMPOTENCY_KEY)
        .where(IDEMPOTENCY_KEY.c.at < before)
        .returning(IDEMPOTENCY_KEY.c.door)
    )
    return len(deleted.all())
