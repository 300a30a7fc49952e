"""An opening suits somebody put forward in general: `subject_id` is the opening."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from domain.working_time import add_working_days
from services.context import Context
from services.follow_up_kinds.kind import Step
from services.general import suits
from storage import endorsements, openings, referrals

AGAIN = 5  # working days; asked twice at most


def asks(context: Context, step: FollowUp) -> bool:
    """While the opening takes referrals, and they are not put forward for it."""
    ws = step.workspace_id
    opening = openings.find(context.transaction, ws, step.subject_id)
    general = referrals.find(context.transaction, ws, step.referral_id or 0)
    if opening is None or not opening.takes_referrals or general is None or general.ended:
        return False
    return referrals.find_latest(context.transaction, ws, general.candidate.id, opening.id) is None


def item(context: Context, _reader: Reader, step: FollowUp) -> NudgeItem | None:
    ws = step.workspace_id
    opening = openings.find(context.transaction, ws, step.subject_id)
    general = referrals.find(context.transaction, ws, step.referral_id or 0)
    if opening is None or general is None:
        return None
    mine = endorsements.find_by_advocate(context.transaction, ws, general.id, step.member)
    called = mine.candidate_name if mine else general.candidate.name
    because = suits(opening, mine) if mine else ()
    return NudgeItem(step, general, called, opening=opening, match_reasons=because)


def next_due(step: FollowUp, zone: ZoneInfo, policy: Policy, now: datetime) -> datetime | None:
    if step.nudges_sent > 0:
        return None
    return add_working_days(now, AGAIN, zone, policy.hours)


GENERAL = Step(asks, item, next_due)
