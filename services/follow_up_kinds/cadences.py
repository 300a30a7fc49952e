"""Computes when nudges are due, for the kinds of follow-ups with a cadence in the policy.

A cadence lists the working days after which nudges are sent. `rules` have the time zone and the
working hours of the person who gets the nudge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.cadence import Cadence, next_nudge_time
from domain.consent import is_candidate_hidden
from domain.follow_ups import FollowUp, FollowUpKind
from domain.own_settings import PersonalRules
from domain.policy import Policy
from domain.referrals import Referral
from domain.stages import Stage
from domain.working_time import next_civil_time

CADENCES: dict[FollowUpKind, Callable[[Policy], Cadence]] = {
    FollowUpKind.COMMITMENT: lambda policy: policy.commitment,
    FollowUpKind.RECRUITER_ANSWER: lambda policy: policy.recruiter_answer,
    FollowUpKind.QUESTION: lambda policy: policy.question,
    FollowUpKind.CONSENT: lambda policy: policy.consent,
    FollowUpKind.SAY_MORE: lambda policy: policy.say_more,
    FollowUpKind.INTERVIEW: lambda policy: policy.interview,
}


def first_cadence_time(
    policy: Policy, kind: FollowUpKind, rules: PersonalRules, now: datetime
) -> datetime | None:
    """The time (UTC) of the first nudge of a follow-up that is planned at `now`.

    None if the cadence is empty.
    """
    started_at = _cadence_start(kind, rules, now)
    cadence = CADENCES[kind](policy)
    return next_nudge_time(cadence, started_at, nudges_sent=0, tz=rules.zone, hours=rules.hours)


def _cadence_start(kind: FollowUpKind, rules: PersonalRules, planned_at: datetime) -> datetime:
    """The moment from which the working days of a cadence are counted.

    For an owner who has to answer, this is when the referral's card arrives: in working hours.
    """
    if kind is not FollowUpKind.RECRUITER_ANSWER:
        return planned_at
    return next_civil_time(planned_at, rules.zone, rules.hours)


def next_cadence_time(
    policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    """The time (UTC) of the nudge after the one that is sent at `now`; None after the last.

    RECRUITER_ANSWER has no last nudge: reminders continue until someone answers the referral.
    """
    return next_nudge_time(
        CADENCES[follow_up.kind](policy),
        _cadence_start(follow_up.kind, rules, follow_up.created_at),
        follow_up.nudges_sent + 1,
        rules.zone,
        rules.hours,
        last_nudge_at=now,
        goes_on=follow_up.kind is FollowUpKind.RECRUITER_ANSWER,
    )


def stage_cadence_of(policy: Policy, stage: Stage) -> Cadence:
    """How often the owner is reminded of a referral that stays at this stage."""
    if stage is Stage.INTERVIEWING:
        return policy.interviewing
    if stage is Stage.OFFER:
        return policy.offer
    return policy.in_review


def answer_deadline(policy: Policy, referral: Referral, rules: PersonalRules) -> datetime | None:
    """The time by which the owner (with these `rules`) should answer, in the owner's zone.

    None if the owner has answered, the referral has ended, or the candidate is hidden.
    """
    hide_until_agreed = policy.hide_until_agreed
    is_hidden = is_candidate_hidden(referral.candidate, hide_until_agreed)
    if referral.answered_at is not None or referral.ended or is_hidden:
        return None
    # The owner gets the whole time again when the referral is reopened or handed over.
    possible_starts = (referral.created_at, referral.stage_at, referral.owner_since)
    started_at = max(moment for moment in possible_starts if moment is not None)
    if hide_until_agreed and referral.candidate.agreed_at is not None:
        started_at = max(started_at, referral.candidate.agreed_at)
    due_at = first_cadence_time(policy, FollowUpKind.RECRUITER_ANSWER, rules, started_at)
    return due_at.astimezone(rules.zone) if due_at is not None else None
