"""Questions from a referral's owner to one of its advocates, and the answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from domain.referrals import Question
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.core import QUESTION


def _to_question(row: Any) -> Question:
    return Question(
        id=row.id,
        referral_id=row.referral_id,
        asked_by=row.asked_by,
        asked_of=row.asked_of,
        text=row.text,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
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
    return _to_question(row)


def find(transaction: Transaction, workspace_id: int, question_id: int) -> Question | None:
    return find_many(transaction, workspace_id, [question_id]).get(question_id)


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Question]:
    rows = find_rows(transaction, select(QUESTION), QUESTION.c.id, workspace_id, ids)
    return {row.id: _to_question(row) for row in rows}


def save_answer(
    transaction: Transaction, workspace_id: int, question_id: int, text: str, now: datetime
) -> bool:
    """Store the answer. Return False, and change nothing, if the question has an answer already."""
    changed = transaction.execute(
        update(QUESTION)
        .where(
            QUESTION.c.workspace_id == workspace_id,
            QUESTION.c.id == question_id,
            QUESTION.c.answered_at.is_(None),
        )
        .values(answer=text, answered_at=now)
        .returning(QUESTION.c.id)
    )
    return changed.first() is not None


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Question]:
    rows = transaction.execute(
        select(QUESTION)
        .where(QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id == referral_id)
        .order_by(QUESTION.c.id)
    )
    return [_to_question(row) for row in rows]


def find_unanswered(
    transaction: Transaction, workspace_id: int, asked_of: str, referral_ids: Collection[int]
) -> dict[int, Question]:
    """Return the latest question to `asked_of` without an answer, by referral id.

    Referrals without such a question are left out.
    """
    rows = transaction.execute(
        select(QUESTION)
        .where(
            QUESTION.c.workspace_id == workspace_id,
            QUESTION.c.referral_id.in_(referral_ids),
            QUESTION.c.asked_of == asked_of,
            QUESTION.c.answered_at.is_(None),
        )
        .order_by(QUESTION.c.id)
    )
    # The rows are in the order of their ids, so a later question replaces an earlier one.
    return {row.referral_id: _to_question(row) for row in rows}
