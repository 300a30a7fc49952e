"""Idempotency keys: a request that arrives twice gets the first answer again.

A key is an id that Slack repeats in a second delivery: that of an event, a trigger or a view.
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

    `first_answer` is None for a new request, `member` for a sender who is not stored yet.
    """

    first_answer: dict[str, Any] | None
    member: Member | None
    manages_openings: bool


class DuplicateRequestError(Exception):
    """Another transaction has answered the same request. Roll back, and read the first answer."""


def _select_request() -> Select[*tuple[Any, ...]]:
    """Select the answer and the sender with `workspace_id`, `key` and `user_id`.

    It starts from a constant row, so that it has a result even if the sender is not stored yet.
    """
    workspace_id: BindParameter[int] = bindparam("workspace_id")
    user_id: BindParameter[str] = bindparam("user_id")
    first_answer = (
        select(IDEMPOTENCY_KEY.c.answer)
        .where(
            IDEMPOTENCY_KEY.c.workspace_id == workspace_id,
            IDEMPOTENCY_KEY.c.door == bindparam("key"),
        )
        .scalar_subquery()
    )
    constant_row = select(literal(1).label("one")).subquery()
    is_sender = and_(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == user_id)
    return select(
        MEMBER,
        first_answer.label("first_answer"),
        members.HAS_OPENINGS_TO_MANAGE.label("manages_openings"),
    ).select_from(constant_row.outerjoin(MEMBER, is_sender))


_FIND_REQUEST = _select_request()


def find_request(
    transaction: Transaction, workspace_id: int, key: str, user_id: str
) -> KnownRequest:
    """Read what is known about a request and about who sent it.

    This is one statement, because every request waits for it.
    """
    values = {"workspace_id": workspace_id, "key": key, "user_id": user_id}
    row = transaction.execute(_FIND_REQUEST, values).one()
    member = members.to_member(row) if row.user_id is not None else None
    return KnownRequest(row.first_answer, member, bool(row.manages_openings))


def save_answer(
    transaction: Transaction, workspace_id: int, key: str, answer: dict[str, Any], now: datetime
) -> None:
    """Store the first answer, in the same transaction as the changes that it reports.

    Raises `DuplicateRequestError` if another transaction has answered the same request.
    """
    if not insert_if_absent(
        transaction, IDEMPOTENCY_KEY, workspace_id=workspace_id, door=key, at=now, answer=answer
    ):
        raise DuplicateRequestError


def find_answer(transaction: Transaction, workspace_id: int, key: str) -> dict[str, Any] | None:
    """Return the stored answer to a request, or None if there is none or it was deleted."""
    answer: dict[str, Any] | None = transaction.scalar(
        select(IDEMPOTENCY_KEY.c.answer).where(
            IDEMPOTENCY_KEY.c.workspace_id == workspace_id, IDEMPOTENCY_KEY.c.door == key
        )
    )
    return answer


def delete_older(transaction: Transaction, before: datetime) -> int:
    """Delete the keys of requests that arrived before `before` (UTC), and return their number."""
    deleted = transaction.execute(
        delete(IDEMPOTENCY_KEY)
        .where(IDEMPOTENCY_KEY.c.at < before)
        .returning(IDEMPOTENCY_KEY.c.door)
    )
    return len(deleted.all())
