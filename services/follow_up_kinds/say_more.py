"""A lead could say more: asked until there is evidence, or the referral has ended."""

from __future__ import annotations

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.referrals import Depth
from services.follow_up_kinds.kind import Step
from storage import endorsements, referrals
from storage.engine import Transaction


def _asks(transaction: Transaction, step: FollowUp) -> bool:
    referral = referrals.find(transaction, step.workspace_id, step.referral_id or 0)
    if referral is None or referral.ended:
        return False
    said = endorsements.by(transaction, step.workspace_id, referral.id, step.member)
    return said is not None and said.depth is Depth.LEAD


def _item(transaction: Transaction, reader: Reader, step: FollowUp) -> NudgeItem | None:
    referral = referrals.find(transaction, step.workspace_id, step.referral_id or 0)
    if referral is None:
        return None
    said = endorsements.by(transaction, step.workspace_id, referral.id, reader.user_id)
    return NudgeItem(step, referral, said.called if said else referral.candidate.name)


SAY_MORE = Step(_asks, _item)
