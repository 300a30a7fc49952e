"""A lead could say more: asked until there is evidence, or the referral has ended."""

from __future__ import annotations

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.referrals import Depth
from services.context import Context
from services.follow_up_kinds.kind import Step
from storage import endorsements, referrals


def _asks(context: Context, step: FollowUp) -> bool:
    referral = referrals.find(context.transaction, step.workspace_id, step.referral_id or 0)
    if referral is None or referral.ended:
        return False
    said = endorsements.find_by_advocate(context.transaction, step.workspace_id, referral.id, step.member)
    return said is not None and said.depth is Depth.LEAD


def _item(context: Context, reader: Reader, step: FollowUp) -> NudgeItem | None:
    referral = referrals.find(context.transaction, step.workspace_id, step.referral_id or 0)
    if referral is None:
        return None
    said = endorsements.find_by_advocate(context.transaction, step.workspace_id, referral.id, reader.user_id)
    return NudgeItem(step, referral, said.candidate_name if said else referral.candidate.name)


SAY_MORE = Step(_asks, _item)
