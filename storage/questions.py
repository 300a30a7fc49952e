"""Questions from a referral's owner to its advocate, and the answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.referrals import Question
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.core import QUESTION

_ahead: Shelf[int, Question] = Shelf("questions")
_SOME = select(QUESTION).where(
    QUESTION.c.workspace_id == bindparam("ws"), QUESTION.c.id.in_(bindparam("ids", expanding=True))
)


def _question(row: Any) -> Question:
    return Question(
        row.id,
        row.referral_id,
        row.asked_by,
        row.asked_of,
        row.text,
        row.asked_at,
        row.answer,
        row.answered_at,
    )


def add(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    *,
    asked_by: str,
    asked_of: str,
    text: str,
    now: datetime,
) -> Question:
    row = transaction.execute(
        insert(QUESTION)
        .values(
            workspace_id=workspace_id,
            referral_id=referral_id,
            asked_by=asked_by,
            asked_of=asked_of,
            text=text,
            asked_at=now,
        )
        .returning(QUESTION)
    ).one()
    return _question(row)


def find(transaction: Transaction, workspace_id: int, question_id: int) -> Question | None:
    if (kept := _ahead.get(transaction, workspace_id, question_id)) is not None:
        return kept
    return find_many(transaction, workspace_id, [question_id]).get(question_id)


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Question]:
    if not ids:
        return {}
    rows = transaction.execute(_SOME, {"ws": workspace_id, "ids": list(set(ids))})
    found = {row.id: _question(row) for row in rows}
    _ahead.put(transaction, workspace_id, found)
    return found


def save_answer(
    transaction: Transaction, workspace_id: int, question_id: int, text: str, now: datetime
) -> bool:
    """Compare-and-set; False when it was answered before."""
    done = transaction.execute(
        update(QUESTION)
        .where(
            QUESTION.c.workspace_id == workspace_id,
            QUESTION.c.id == question_id,
            QUESTION.c.answered_at.is_(None),
        )
        .values(answer=text, answered_at=now)
        .returning(QUESTION.c.id)
    )
    return done.first() is not None


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Question]:
    rows = transaction.execute(
        select(QUESTION)
        .where(QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id == referral_id)
        .order_by(QUESTION.c.id)
    )
    return [_question(row) for row in rows]
