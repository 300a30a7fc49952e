"""How did the interview go, from where the advocate stands? Asked while there is one."""

from __future__ import annotations

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.referrals import Stage
from services.context import Context
from services.follow_up_kinds.kind import Step
from storage import endorsements, referrals


def _asks(context: Context, step: FollowUp) -> bool:
    referral = referrals.find(context.transaction, step.workspace_id, step.referral_id or 0)
    return referral is not None and referral.stage is Stage.INTERVIEWING


def _item(context: Context, reader: Reader, step: FollowUp) -> NudgeItem | None:
    referral = referrals.find(context.transaction, step.workspace_id, step.referral_id or 0)
    said = (
        endorsements.find_by_advocate(context.transaction, step.workspace_id, referral.id, reader.user_id)
        if referral
        else None
    )
    return NudgeItem(step, referral, said.candidate_name) if referral and said else None


INTERVIEW = Step(_asks, _item)
