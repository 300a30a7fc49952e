"""Plans follow-ups when something happens, and closes those that no longer apply.

Answers of their members are in `follow_up_answers`, and what each kind is about is in
`follow_up_kinds`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.cadence import next_heartbeat_time
from domain.consent import is_candidate_hidden
from domain.endorsements import Commitment, CommitmentKind
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.messages import Acknowledgement, ReferralReceived, SecondVouch
from domain.referrals import Candidate, Question, Referral
from domain.stages import Stage
from domain.working_time import time_zone
from services import outbox
from services.context import Context
from services.follow_up_kinds.cadences import first_by_cadence
from services.people import find_time_zone
from storage import follow_ups, members, referrals
from storage import outbox as stored_outbox


def plan_for_new_referral(context: Context, referral: Referral) -> None:
    """A referral came in: its owner owes an answer, its advocate hears of it while it is open.

    Its candidate is asked for their agreement; while they are hidden, nobody owes an answer. And
    the advocate may say more than the lead does.
    """
    steps = [
        _new_heartbeat(context, referral, referral.advocate),
        _new_say_more(context, referral, referral.advocate),
    ]
    if not is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        steps.append(_new_answer_reminder(context, referral))
    if referral.candidate.undecided:
        steps.append(_new_consent_question(context, referral.candidate, referral.advocate))
    follow_ups.plan_many(context.transaction, referral.workspace_id, steps, context.now)


def plan_answer_reminder(context: Context, referral: Referral) -> None:
    """The owner owes an answer."""
    step = _new_answer_reminder(context, referral)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def plan_consent_question(context: Context, candidate: Candidate, advocate: str) -> None:
    """The advocate finds out whether the candidate agrees."""
    step = _new_consent_question(context, candidate, advocate)
    follow_ups.plan_many(context.transaction, candidate.workspace_id, [step], context.now)


def _new_consent_question(context: Context, candidate: Candidate, advocate: str) -> NewFollowUp:
    """One for each candidate and advocate, however many referrals there are."""
    kind = FollowUpKind.CONSENT
    zone = find_time_zone(context, advocate)
    due_at = first_by_cadence(context.policy, kind, zone, context.now)
    return NewFollowUp(kind, candidate.id, None, advocate, due_at, period=advocate)


def plan_say_more(context: Context, referral: Referral, advocate: str) -> None:
    """A second voice came in with a lead: they may say more, too."""
    step = _new_say_more(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def plan_commitment_reminders(
    context: Context, promised: Sequence[tuple[Referral, Commitment]]
) -> None:
    """Advocates said that they would do these things, each for a referral of one workspace.

    Help with an interview is asked for once there is one: until then it waits without a date.
    """
    if not promised:
        return
    ws, kind = promised[0][0].workspace_id, FollowUpKind.COMMITMENT
    people = members.find_many(context.transaction, ws, {deed.member for _, deed in promised})
    first: dict[str | None, datetime | None] = {}  # by zone: most people share a few
    steps = []
    for referral, deed in promised:
        due_at = None
        if deed.kind is not CommitmentKind.INTERVIEW_PREP or referral.stage is Stage.INTERVIEWING:
            tz = who.tz if (who := people.get(deed.member)) else None
            if tz not in first:
                there = time_zone(tz, context.policy.default_tz)
                first[tz] = first_by_cadence(context.policy, kind, there, context.now)
            due_at = first[tz]
        steps.append(NewFollowUp(kind, deed.id, referral.id, deed.member, due_at))
    follow_ups.plan_many(context.transaction, ws, steps, context.now)


def plan_interview_question(context: Context, referral: Referral, advocate: str) -> None:
    """There is an interview: some days later the advocate may have heard how it went."""
    kind = FollowUpKind.INTERVIEW
    step = _new_follow_up(context, referral, kind, referral.id, advocate, period=advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def plan_question_reminder(context: Context, referral: Referral, question: Question) -> None:
    """The advocate was asked something."""
    kind = FollowUpKind.QUESTION
    step = _new_follow_up(context, referral, kind, question.id, question.asked_of)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def plan_heartbeat(context: Context, referral: Referral, advocate: str) -> None:
    """The advocate heard something now; silence is broken again after the heartbeat's days."""
    step = _new_heartbeat(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def _new_answer_reminder(context: Context, referral: Referral) -> NewFollowUp:
    kind = FollowUpKind.RECRUITER_ANSWER
    return _new_follow_up(context, referral, kind, referral.id, referral.owner)


def _new_follow_up(
    context: Context,
    referral: Referral,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
    period: str = "",
) -> NewFollowUp:
    """The first nudge at a civil hour of the person's own day; none where the cadence is empty."""
    zone = find_time_zone(context, member)
    due_at = first_by_cadence(context.policy, kind, zone, context.now)
    return NewFollowUp(kind, subject_id, referral.id, member, due_at, period)


def _new_say_more(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    kind = FollowUpKind.SAY_MORE
    return _new_follow_up(context, referral, kind, referral.id, advocate, period=advocate)


def _new_heartbeat(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    zone = find_time_zone(context, advocate)
    due_at = next_heartbeat_time(
        context.now, context.policy.heartbeat_days, zone, context.policy.hours
    )
    kind = FollowUpKind.HEARTBEAT
    return NewFollowUp(kind, referral.id, referral.id, advocate, due_at, period=advocate)


DESK_CARDS = (ReferralReceived, SecondVouch)


def queue_acknowledgement_edits(context: Context, referral: Referral) -> None:
    """Bring the thanks up to date: one of them may tell of several referrals of a candidate."""
    ws = referral.workspace_id
    for each in referrals.list_by_candidate(context.transaction, ws, referral.candidate.id):
        outbox.queue_edits(context, (Acknowledgement,), each.id)


def close_matching(
    context: Context,
    state: FollowUpState,
    *,
    referral: Referral | None = None,
    kinds: Collection[FollowUpKind] | None = None,
    subject_id: int | None = None,
    member: str | None = None,
) -> None:
    """Settle every open step that matches; the messages that brought them say so."""
    closed = follow_ups.settle_matching(
        context.transaction,
        context.workspace.id,
        state,
        context.now,
        referral_id=referral.id if referral else None,
        kinds=kinds,
        subject_id=subject_id,
        member=member,
    )
    people = {step.member for step in closed} | ({referral.owner} if referral else set())
    stored_outbox.queue_nudge_edits(
        context.transaction, context.workspace.id, people, [step.id for step in closed], context.now
    )
