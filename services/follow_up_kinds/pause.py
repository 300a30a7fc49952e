"""Follow-ups that ask someone to decide, on the last day of an opening's pause, how to go on.

That person is asked again every two working days. After two reminders without a decision, the next
possible owner is asked, also twice. A follow-up's `subject_id` is the opening's id. Its `period` is
made of the last day and the opening's version, so that a new pause has a new follow-up.
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


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """Returns the ids of the follow-ups whose opening is still paused."""
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
        each.id: NudgeItem(each, referral=None, candidate_name="", opening=found[each.subject_id])
        for each in follow_ups
        if each.subject_id in found
    }


def _find_next_nudge_time(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    nudges_sent = follow_up.nudges_sent + 1  # with the one that is sent now
    if nudges_sent >= REMINDERS_MAX:
        return None
    return add_working_days(now, REMIND_AFTER_WORKING_DAYS, rules.zone, rules.hours)


def _find_next_member(context: Context, follow_up: FollowUp, away: bool) -> str | None:
    """Returns who is asked instead of the member, or None if the member stays or nobody is there.

    The member is replaced if they are away, if they are no possible owner any more, or if they are
    the best choice and did not react to two reminders.
    """
    opening = openings.find(context.transaction, context.workspace.id, follow_up.subject_id)
    possible_owners = list_possible_owners(context, opening)
    is_best_choice = possible_owners[:1] == (follow_up.member,)
    limit = REMINDERS_BEFORE_PASSING_ON[FollowUpKind.PAUSE]
    has_ignored_reminders = is_best_choice and follow_up.nudges_sent >= limit
    if follow_up.member in possible_owners and not away and not has_ignored_reminders:
        return None
    others = [user_id for user_id in possible_owners if user_id != follow_up.member]
    present = find_present(context, others)
    return present[0] if present else None


PAUSE = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=_find_next_nudge_time,
    find_next_member=_find_next_member,
    is_listed_early=False,
)
