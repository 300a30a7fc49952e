"""How did the interview go, from where the advocate stands? Asked while there is one."""

from __future__ import annotations

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.referrals import Stage
from services.follow_up_kinds.kind import Step
from storage import endorsements, referrals
from storage.engine import Transaction


def _asks(transaction: Transaction, step: FollowUp) -> bool:
    referral = referrals.find(transaction, step.workspace_id, step.referral_id or 0)
    return referral is not None and referral.stage is Stage.INTERVIEWING


def _item(transaction: Transaction, reader: Reader, step: FollowUp) -> NudgeItem | None:
    referral = referrals.find(transaction, step.workspace_id, step.referral_id or 0)
    said = (
        endorsements.by(transaction, step.workspace_id, referral.id, reader.user_id)
        if referral
        else None
    )
    return NudgeItem(step, referral, said.called) if referral and said else None


INTERVIEW = Step(_asks, _item)
