"""Makes an ended referral new again."""

from __future__ import annotations

from datetime import datetime

from domain.referrals import Referral
from domain.stages import Stage
from storage import referrals
from storage.engine import Transaction


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
