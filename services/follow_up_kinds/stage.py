"""Reminds the owner of a referral that stays at one stage after the first answer.

After some reminders without an answer, the other people who can answer are asked one by one. A
change of the stage or of the owner starts the reminders again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cadence import next_nudge_time
from domain.follow_ups import REMINDERS_BEFORE_PASSING_ON, FollowUp, FollowUpKind
from domain.own_settings import PersonalRules
from domain.policy import Policy
from domain.stages import Stage
from services.context import Context
from services.follow_up_kinds.cadences import stage_cadence_of
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.owner import find_next_owner, load_referrals_to_answer
from services.follow_up_kinds.referral_rows import load_progress


def _find_unchanged(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups whose referral is still at the stage that `period` names."""
    progress = load_progress(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if each.id in progress and progress[each.id].stage == each.period
    }


def _find_next_nudge_time(
    policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return next_nudge_time(
        stage_cadence_of(policy, Stage(follow_up.period)),
        follow_up.created_at,
        follow_up.nudges_sent + 1,  # with the nudge that is sent now
        rules.zone,
        rules.hours,
        last_nudge_at=now,
        goes_on=True,
    )


def _find_next_member(context: Context, follow_up: FollowUp, away: bool) -> str | None:
    reminders_to_owner = REMINDERS_BEFORE_PASSING_ON[FollowUpKind.STAGE]
    if follow_up.nudges_sent < reminders_to_owner:
        return None
    turns_passed = follow_up.nudges_sent + 1 - reminders_to_owner
    return find_next_owner(context, follow_up, away, escalations=turns_passed)


STAGE = KindOfFollowUp(
    find_applicable=_find_unchanged,
    load_items=load_referrals_to_answer,
    next_nudge_time=_find_next_nudge_time,
    find_next_member=_find_next_member,
)
