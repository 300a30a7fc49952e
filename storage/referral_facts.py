"""The facts about a referral that figures count. They stay when the referral is reopened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from domain.stages import STAGE_PATH, Stage
from storage.engine import Transaction
from storage.tables.core import REFERRAL


def record_first_answer(answer_days: int | None, now: datetime) -> dict[str, object]:
    """Return the column values that store this answer, unless there was an earlier one.

    `answer_days` are the owner's working days until now, or None if this change is not an answer.
    """
    if answer_days is None:
        return {}
    return {
        "first_answered_at": func.coalesce(REFERRAL.c.first_answered_at, now),
        "first_answer_days": func.coalesce(REFERRAL.c.first_answer_days, answer_days),
    }


def forget_first_answer(given_at: datetime) -> dict[str, object]:
    """Return the column values that remove the first answer if it was given at `given_at` (UTC)."""
    was_given = REFERRAL.c.first_answered_at == given_at
    return {
        "first_answered_at": case((was_given, None), else_=REFERRAL.c.first_answered_at),
        "first_answer_days": case((was_given, None), else_=REFERRAL.c.first_answer_days),
    }


def advance_furthest_stage(stage: Stage) -> ColumnElement[str]:
    """Return an SQL expression: the stored stage or `stage`, whichever is further.

    A stage that ends a referral without a hire is not on the path, so the stored one stays.
    """
    stored = REFERRAL.c.furthest_stage
    earlier = STAGE_PATH[: STAGE_PATH.index(stage)] if stage in STAGE_PATH else ()
    return case((stored.in_([each.value for each in earlier]), stage.value), else_=stored)


def merge_facts(
    transaction: Transaction, workspace_id: int, kept_id: int, absorbed_id: int
) -> dict[str, object]:
    """Return the column values of two merged referrals: the first answer and the furthest stage."""
    columns = (
        REFERRAL.c.first_answered_at,
        REFERRAL.c.first_answer_days,
        REFERRAL.c.furthest_stage,
    )
    rows = transaction.execute(
        select(*columns).where(
            REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_([kept_id, absorbed_id])
        )
    ).all()
    answered = [row for row in rows if row.first_answered_at is not None]
    first = min(answered, key=lambda row: row.first_answered_at, default=None)
    furthest = max((Stage(row.furthest_stage) for row in rows), key=STAGE_PATH.index)
    return {
        "first_answered_at": first.first_answered_at if first else None,
        "first_answer_days": first.first_answer_days if first else None,
        "furthest_stage": furthest.value,
    }
