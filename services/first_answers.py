"""Counts the working days until the first answer to a referral, when it is given.

The number is stored with the answer, so that later changes of the working hours do not change the
figures of the past.
"""

from __future__ import annotations

from domain.referrals import Referral
from domain.stages import Stage
from domain.working_time import working_days_between
from services.context import Context
from services.people import find_time_zone


def count_answer_days(
    context: Context, referral: Referral, stage: Stage | None = None
) -> int | None:
    """The owner's working days from the referral until now; the day of the referral is day 0.

    None if the referral already has an answer, or if `stage` is WITHDRAWN, which is not an answer.
    """
    if referral.answered_at is not None or stage is Stage.WITHDRAWN:
        return None
    zone = find_time_zone(context, referral.owner)
    days = working_days_between(referral.created_at, context.now, zone, context.policy.hours)
    return max(days, 0)  # The clock may have been set back.
