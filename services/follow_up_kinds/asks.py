"""An ask as a follow-up of the asked person: one message, one reminder, then silence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.asks import REMINDER
from domain.cadence import next_due
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from services.follow_up_kinds.kind import Step
from storage.asks import asks
from storage.engine import Transaction


def _asks(transaction: Transaction, step: FollowUp) -> bool:
    ask = asks.find(transaction, step.workspace_id, step.subject_id)
    return ask is not None and ask.open


def _item(transaction: Transaction, _reader: Reader, step: FollowUp) -> NudgeItem | None:
    ask = asks.find(transaction, step.workspace_id, step.subject_id)
    return NudgeItem(step, None, ask.called, ask=ask) if ask is not None else None


def _next(step: FollowUp, tz: ZoneInfo, policy: Policy, now: datetime) -> datetime | None:
    return next_due(REMINDER, now, step.nudges_sent, tz, policy.hours)


STEP = Step(asks=_asks, item=_item, next_due=_next)
