"""The columns of a referral that only figures count: its first answer and its furthest stage.

They stay when the referral is reopened. The functions return column values for the update that the
caller makes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from domain.stages import STAGE_PATH, Stage
from storage.engine import Transaction
from storage.tables.core import REFERRAL


def record_first_answer(answer_days: int | None, now: datetime) -> dict[str, object]:
    """Return the column values that store this answer. An earlier answer stays the first.

    `answer_days` is the number of the owner's working days from the referral to this answer. It is
    None, and the result is empty, if the change is not an answer. `now` is UTC.
    """
    if answer_days is None:
        return {}
    return {
        "first_answered_at": func.coalesce(REFERRAL.c.first_answered_at, now),
        "first_answer_days": func.coalesce(REFERRAL.c.first_answer_days, answer_days),
    }


def replace_first_answer(
    given_at: datetime, by: datetime | None, answer_days: int | None
) -> dict[str, object]:
    """Return the column values that replace the first answer if it was given at `given_at` (UTC).

    `by` (UTC) is when the answer was given instead, after `answer_days` working days. Both are None
    if there is no answer any more.
    """
    is_this_answer = REFERRAL.c.first_answered_at == given_at
    return {
        "first_answered_at": case((is_this_answer, by), else_=REFERRAL.c.first_answered_at),
        "first_answer_days": case(
            (is_this_answer, answer_days), else_=REFERRAL.c.first_answer_days
        ),
    }


def advance_furthest_stage(stage: Stage) -> ColumnElement[str]:
    """Return an SQL expression: the stored furthest stage or `stage`, whichever is further.

    `STAGE_PATH` has no stage that ends a referral without a hire. For such a stage the stored one
    stays.
    """
    stored = REFERRAL.c.furthest_stage
    earlier_stages = STAGE_PATH[: STAGE_PATH.index(stage)] if stage in STAGE_PATH else ()
    return case((stored.in_([each.value for each in earlier_stages]), stage.value), else_=stored)


def merge_facts(
    transaction: Transaction, workspace_id: int, kept_id: int, absorbed_id: int
) -> dict[str, object]:
    """Return the column values for the kept one of two merged referrals.

    These are the earlier one of their first answers, and the further one of their furthest stages.
    Both rows must exist.
    """
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
    earliest = min(answered, key=lambda row: row.first_answered_at, default=None)
    furthest = max((Stage(row.furthest_stage) for row in rows), key=STAGE_PATH.index)
    return {
        "first_answered_at": earliest.first_answered_at if earliest else None,
        "first_answer_days": earliest.first_answer_days if earliest else None,
        "furthest_stage": furthest.value,
    }
