"""Turns follow-ups that are due into one message for each person, at a civil hour, within budget.

Starts from claimed rows, ends with a queued nudge and the next date of each, or with a later date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from domain import nudging
from domain.budget import WEEK
from domain.cadence import heartbeat_due, next_due
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import CommitmentState, Stage
from domain.working_time import zone
from services.follow_ups import cadence_of
from services.people import owners
from services.referrals import opening_of
from storage import commitments, follow_ups, history, members, outbox, questions, referrals

MOST_TOGETHER = 5


def still_true(session: Session, follow_up: FollowUp) -> bool:
    """Whether the step still asks for something: checked when it is due and when it is sent."""
    ws = follow_up.workspace_id
    referral = referrals.find(session, ws, follow_up.referral_id)
    if referral is None or referral.ended or follow_up.state is not FollowUpState.OPEN:
        return False
    if follow_up.kind is FollowUpKind.COMMITMENT:
        commitment = commitments.some(session, ws, [follow_up.subject_id]).get(follow_up.subject_id)
        return commitment is not None and commitment.state is CommitmentState.OPEN
    if follow_up.kind is FollowUpKind.RECRUITER_ANSWER:
        return referral.answered_at is None and referral.stage is Stage.NEW
    if follow_up.kind is FollowUpKind.QUESTION:
        question = questions.find(session, ws, follow_up.subject_id)
        return question is not None and question.answered_at is None
    return True


def nudge(
    session: Session,
    member: Member | None,
    due: Sequence[FollowUp],
    policy: Policy,
    now: datetime,
) -> bool:
    """Decide for one person's claimed, due follow-ups; True when a message was queued."""
    true = []
    for each in due:
        if not still_true(session, each):
            follow_ups.settle(session, each.workspace_id, each.id, FollowUpState.CANCELLED, now)
        elif not _escalated(session, each, policy, now):
            true.append(each)
    if not true:
        return False
    ws, who = true[0].workspace_id, true[0].member
    person = nudging.Person(
        tz=member.tz if member else None,
        active=bool(member and member.active and not member.is_bot),
        paused_until=member.paused_until if member else None,
        sent_at=outbox.nudges_since(session, ws, who, now - WEEK),
    )
    rules = nudging.Policy(policy.hours, policy.dms_per_week, policy.default_tz, MOST_TOGETHER)
    decision = nudging.decide(true, person, rules, now)
    if isinstance(decision, nudging.Wait):
        follow_ups.postpone(session, [each.id for each in true], decision.until)
        return False
    if isinstance(decision, nudging.Drop):
        follow_ups.postpone(session, [each.id for each in true], None)
        return False
    items = decision.items
    follow_ups.postpone(  # what did not fit stays due, and waits for room in the week's budget
        session, [each.id for each in true if each not in items], now + timedelta(hours=1)
    )
    line = history.note(
        session,
        ws,
        "clock",
        "member.nudged",
        "member",
        0,
        now,
        user=who,
        follow_ups=[each.id for each in items],
    )
    outbox.queue(
        session,
        ws,
        NewIntent(
            IntentKind.NUDGE,
            who,
            items[0].id,
            f"nudge:{who}:{line}",
            {"follow_ups": [each.id for each in items]},
        ),
        now,
    )
    for each in items:
        _plan_next(session, each, person, policy, now)
    return True


def _plan_next(
    session: Session,
    follow_up: FollowUp,
    person: nudging.Person,
    policy: Policy,
    now: datetime,
) -> None:
    tz = zone(person.tz, policy.default_tz)
    if follow_up.kind is FollowUpKind.HEARTBEAT:
        again = heartbeat_due(now, policy.heartbeat_days, tz, policy.hours)
        follow_ups.nudged(session, follow_up, next_due=again)
        return
    again_or_none = next_due(
        cadence_of(follow_up.kind, policy),
        follow_up.created_at,
        follow_up.nudges_sent + 1,
        tz,
        policy.hours,
        last_nudge_at=now,
    )
    follow_ups.nudged(session, follow_up, next_due=again_or_none)


def _escalated(session: Session, follow_up: FollowUp, policy: Policy, now: datetime) -> bool:
    """The owner was reminded and did not answer: this reminder goes to the next who could.

    It stays due, and is claimed for them; until then the owner's own buttons work.
    """
    if follow_up.kind is not FollowUpKind.RECRUITER_ANSWER or follow_up.nudges_sent == 0:
        return False
    referral = referrals.find(session, follow_up.workspace_id, follow_up.referral_id)
    if referral is None or follow_up.member != referral.owner:
        return False
    chain = owners(session, follow_up.workspace_id, opening_of(session, referral), policy)
    for person in chain:
        if person not in (referral.owner, referral.advocate):
            follow_ups.hand_to(session, follow_up, person)
            follow_ups.postpone(session, [follow_up.id], now)
            return True
    return False


def recipients(session: Session, due: Sequence[FollowUp]) -> dict[tuple[int, str], Member | None]:
    """The members to whom these follow-ups belong, by (workspace, user)."""
    found: dict[tuple[int, str], Member | None] = {}
    for ws in {each.workspace_id for each in due}:
        ids = {each.member for each in due if each.workspace_id == ws}
        known = members.some(session, ws, ids)
        found.update({(ws, user): known.get(user) for user in ids})
    return found
