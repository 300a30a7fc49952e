"""Follow-ups of an owner: a candidate who had "not now" is looked at again on the chosen day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cadence import Cadence, next_nudge_time
from domain.follow_ups import FollowUp
from domain.own_settings import PersonalRules
from domain.policy import Policy
from domain.stages import Stage
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.owner import load_referrals_to_answer
from services.follow_up_kinds.referral_rows import load_progress

REMINDER = Cadence((2,))  # One reminder after two working days; after that it stays in App Home.


def _find_not_now(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    progress = load_progress(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if each.id in progress and progress[each.id].stage is Stage.NOT_NOW
    }


def _next_time(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return next_nudge_time(REMINDER, now, follow_up.nudges_sent, rules.zone, rules.hours)


RETURN = KindOfFollowUp(_find_not_now, load_referrals_to_answer, _next_time, is_listed_early=False)
