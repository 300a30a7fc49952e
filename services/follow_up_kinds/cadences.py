"""Computes due times for the kinds of follow-ups that have a cadence in the policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, next_nudge_time
from domain.follow_ups import FollowUp, FollowUpKind
from domain.policy import Policy

CADENCES: dict[FollowUpKind, Callable[[Policy], Cadence]] = {
    FollowUpKind.COMMITMENT: lambda policy: policy.commitment,
    FollowUpKind.RECRUITER_ANSWER: lambda policy: policy.recruiter_answer,
    FollowUpKind.QUESTION: lambda policy: policy.question,
    FollowUpKind.CONSENT: lambda policy: policy.consent,
    FollowUpKind.SAY_MORE: lambda policy: policy.say_more,
    FollowUpKind.INTERVIEW: lambda policy: policy.interview,
}


def first_cadence_time(
    policy: Policy, kind: FollowUpKind, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """The time (UTC) of the first nudge of a follow-up that is planned at `now`.

    None if the cadence is empty.
    """
    return next_nudge_time(CADENCES[kind](policy), now, 0, zone, policy.hours)


def next_cadence_time(
    policy: Policy, follow_up: FollowUp, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """The time (UTC) of the nudge after the one that is sent at `now`; None after the last."""
    return next_nudge_time(
        CADENCES[follow_up.kind](policy),
        follow_up.created_at,
        follow_up.nudges_sent + 1,
        zone,
        policy.hours,
        last_nudge_at=now,
    )
