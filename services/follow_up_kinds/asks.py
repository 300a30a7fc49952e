"""An ask as a follow-up of the asked person: one message, one reminder, then silence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.asks import REMINDER
from domain.cadence import next_nudge_time
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from services.context import Context
from services.follow_up_kinds.kind import Step
from storage.asks import asks


def _asks(context: Context, step: FollowUp) -> bool:
    ask = asks.find(context.transaction, step.workspace_id, step.subject_id)
    return ask is not None and ask.is_open


def _item(context: Context, _reader: Reader, step: FollowUp) -> NudgeItem | None:
    ask = asks.find(context.transaction, step.workspace_id, step.subject_id)
    return NudgeItem(step, None, ask.candidate_name, ask=ask) if ask is not None else None


def _next(step: FollowUp, tz: ZoneInfo, policy: Policy, now: datetime) -> datetime | None:
    return next_nudge_time(REMINDER, now, step.nudges_sent, tz, policy.hours)


STEP = Step(asks=_asks, item=_item, next_due=_next)
