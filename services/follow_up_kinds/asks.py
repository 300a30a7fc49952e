"""Follow-ups of a colleague who was asked to vouch: they get one nudge and one reminder.

`subject_id` is the id of the ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.asks import REMINDER_CADENCE, Ask
from domain.cadence import next_nudge_time
from domain.follow_ups import FollowUp
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp
from storage.asks import asks


def _find_asks(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Ask]:
    ids = [each.subject_id for each in follow_ups]
    return asks.find_many(context.transaction, context.workspace.id, ids)


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    found = _find_asks(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if (ask := found.get(each.subject_id)) is not None and ask.is_open
    }


def _load_items(
    context: Context, _viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    found = _find_asks(context, follow_ups)
    return {
        each.id: NudgeItem(each, None, ask.candidate_name, ask=ask)
        for each in follow_ups
        if (ask := found.get(each.subject_id)) is not None
    }


def _next_nudge_time(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return next_nudge_time(REMINDER_CADENCE, now, follow_up.nudges_sent, rules.zone, rules.hours)


ASK = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=_next_nudge_time,
)
