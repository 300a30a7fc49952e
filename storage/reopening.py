"""Makes an ended referral new again, and reopens the follow-ups that its end had cancelled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from domain.follow_ups import FollowUpKind, FollowUpState
from domain.referrals import Referral
from domain.stages import Stage
from storage import referrals
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP

# Follow-ups of a stage. They are not reopened, because every stage plans its own.
_OF_ONE_STAGE = (FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE, FollowUpKind.INTERVIEW)


def reopen(transaction: Transaction, referral: Referral, owner: str, now: datetime) -> bool:
    """Make an ended referral new again, for this owner to answer.

    False when another transaction changed the referral since it was read.
    """
    return referrals.change(
        transaction,
        referral,
        stage=Stage.NEW.value,
        reason=None,
        note="",
        return_on=None,
        stage_at=now,
        answered_at=None,
        owner=owner,
    )


def reopen_cancelled_follow_ups(
    transaction: Transaction, workspace_id: int, referral_id: int, cancelled_at: datetime
) -> None:
    """Reopen the follow-ups that were cancelled at this time. They keep their due dates."""
    transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.referral_id == referral_id,
            FOLLOW_UP.c.state == FollowUpState.CANCELLED.value,
            FOLLOW_UP.c.answered_at == cancelled_at,
            FOLLOW_UP.c.kind.not_in([kind.value for kind in _OF_ONE_STAGE]),
        )
        .values(state=FollowUpState.OPEN.value, answered_at=None)
    )
