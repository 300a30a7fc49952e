"""The facts about a referral that figures count. They are kept when the referral is reopened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, case, func

from domain.stages import STAGE_PATH, Stage
from storage.tables.core import REFERRAL


def first_answer(answer_days: int | None, now: datetime) -> dict[str, object]:
    """Return the values that keep the first answer, of which a later one changes nothing.

    `answer_days` are the owner's working days until now; None where this is no answer.
    """
    if answer_days is None:
        return {}
    return {
        "first_answered_at": func.coalesce(REFERRAL.c.first_answered_at, now),
        "first_answer_days": func.coalesce(REFERRAL.c.first_answer_days, answer_days),
    }


def furthest_stage(stage: Stage) -> ColumnElement[str]:
    """Return the further one of the stage that is kept and this one.

    A stage that ends a referral without a hire is not on the path, and changes nothing.
    """
    kept = REFERRAL.c.furthest_stage
    earlier = STAGE_PATH[: STAGE_PATH.index(stage)] if stage in STAGE_PATH else ()
    return case((kept.in_([each.value for each in earlier]), stage.value), else_=kept)
