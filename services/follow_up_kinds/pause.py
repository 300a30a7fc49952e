"""Follow-ups about a paused opening: on the last day of the pause, someone decides how to go on.

They are asked again every two working days. After two reminders the next person in charge is asked,
also twice. `subject_id` is the id of the opening, and `period` has the day and the opening's
version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.follow_ups import REMINDERS_BEFORE_PASSING_ON, FollowUp, FollowUpKind
from domain.openings import OpeningStatus
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.pauses import REMIND_AFTER_WORKING_DAYS, REMINDERS_MAX
from domain.policy import Policy
from domain.working_time import add_working_days
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp
from services.people import find_present, list_possible_owners
from storage import openings


def _find_paused(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    found = openings.find_many(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    return {
        each.id
        for each in follow_ups
        if each.subject_id in found and found[each.subject_id].status is OpeningStatus.PAUSED
    }


def _load_items(
    context: Context, _viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    found = openings.find_many(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    return {
        each.id: NudgeItem(each, None, "", opening=found[each.subject_id])
        for each in follow_ups
        if each.subject_id in found
    }


def _next_time(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    if follow_up.nudges_sent + 1 >= REMINDERS_MAX:
        return None
    return add_working_days(now, REMIND_AFTER_WORKING_DAYS, rules.zone, rules.hours)


def _find_next_member(context: Context, follow_up: FollowUp, away: bool) -> str | None:
    """Returns the next person in charge if the first was reminded twice, is away or has left."""
    opening = openings.find(context.transaction, context.workspace.id, follow_up.subject_id)
    possible = list_possible_owners(context, opening)
    is_first = follow_up.member in possible[:1]
    limit = REMINDERS_BEFORE_PASSING_ON[FollowUpKind.PAUSE]
    is_ignored = is_first and follow_up.nudges_sent >= limit
    if follow_up.member in possible and not away and not is_ignored:
        return None
    others = [user_id for user_id in possible if user_id != follow_up.member]
    return next(iter(find_present(context, others)), None)


PAUSE = KindOfFollowUp(
    _find_paused,
    _load_items,
    _next_time,
    find_next_member=_find_next_member,
    is_listed_early=False,
)
