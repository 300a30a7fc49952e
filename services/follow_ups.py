"""Plans follow-ups when something happens, and takes the answers of those who were nudged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from domain.cadence import Cadence, next_heartbeat_time, next_nudge_time
from domain.consent import is_candidate_hidden
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp, SnoozeChoice
from domain.outbox import IntentKind
from domain.policy import Policy
from domain.referrals import (
    Candidate,
    Commitment,
    CommitmentKind,
    CommitmentState,
    Question,
    Referral,
    Stage,
)
from domain.working_time import first_civil_time_on, next_working_day, next_working_week, time_zone
from services.context import Context
from services.people import zone_of
from storage import commitments, follow_ups, history, members, referrals
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages

CADENCE_FIELD = {
    FollowUpKind.COMMITMENT: "commitment",
    FollowUpKind.RECRUITER_ANSWER: "recruiter_answer",
    FollowUpKind.QUESTION: "question",
    FollowUpKind.CONSENT: "consent",
    FollowUpKind.SAY_MORE: "say_more",
    FollowUpKind.INTERVIEW: "interview",
}
LATEST_SNOOZE_DAYS = 365


def cadence_of(kind: FollowUpKind, policy: Policy) -> Cadence:
    cadence: Cadence = getattr(policy, CADENCE_FIELD[kind])
    return cadence


def begin(context: Context, referral: Referral) -> None:
    """A referral came in: its owner owes an answer, its advocate hears of it while it is open.

    Its candidate is asked for their agreement; while they are hidden, nobody owes an answer. And
    the advocate may say more than the lead does.
    """
    steps = [
        _heartbeat(context, referral, referral.advocate),
        _say_more(context, referral, referral.advocate),
    ]
    if not is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        steps.append(_answer(context, referral))
    if referral.candidate.undecided:
        steps.append(_consent(context, referral.candidate, referral.advocate))
    follow_ups.plan_many(context.transaction, referral.workspace_id, steps, context.now)


def expect_answer(context: Context, referral: Referral) -> None:
    """The owner owes an answer."""
    step = _answer(context, referral)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def expect_consent(context: Context, candidate: Candidate, advocate: str) -> None:
    """The advocate finds out whether the candidate agrees."""
    step = _consent(context, candidate, advocate)
    follow_ups.plan_many(context.transaction, candidate.workspace_id, [step], context.now)


def _consent(context: Context, candidate: Candidate, advocate: str) -> NewFollowUp:
    """One for each candidate and advocate, however many referrals there are."""
    kind = FollowUpKind.CONSENT
    zone = zone_of(context, advocate)
    due_at = next_nudge_time(context.policy.consent, context.now, 0, zone, context.policy.hours)
    return NewFollowUp(kind, candidate.id, None, advocate, due_at, period=advocate)


def invite_more(context: Context, referral: Referral, advocate: str) -> None:
    """A second voice came in with a lead: they may say more, too."""
    step = _say_more(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def expect_deeds(context: Context, promised: Sequence[tuple[Referral, Commitment]]) -> None:
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
                first[tz] = next_nudge_time(
                    cadence_of(kind, context.policy), context.now, 0, there, context.policy.hours
                )
            due_at = first[tz]
        steps.append(NewFollowUp(kind, deed.id, referral.id, deed.member, due_at))
    follow_ups.plan_many(context.transaction, ws, steps, context.now)


def ask_of_interview(context: Context, referral: Referral, advocate: str) -> None:
    """There is an interview: some days later the advocate may have heard how it went."""
    kind = FollowUpKind.INTERVIEW
    step = _first(context, referral, kind, referral.id, advocate, period=advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def expect_reply(context: Context, referral: Referral, question: Question) -> None:
    """The advocate was asked something."""
    kind = FollowUpKind.QUESTION
    step = _first(context, referral, kind, question.id, question.asked_of)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def keep_posted(context: Context, referral: Referral, advocate: str) -> None:
    """The advocate heard something now; silence is broken again after the heartbeat's days."""
    step = _heartbeat(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [step], context.now)


def _answer(context: Context, referral: Referral) -> NewFollowUp:
    kind = FollowUpKind.RECRUITER_ANSWER
    return _first(context, referral, kind, referral.id, referral.owner)


def _first(
    context: Context,
    referral: Referral,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
    period: str = "",
) -> NewFollowUp:
    """The first nudge at a civil hour of the person's own day; none where the cadence is empty."""
    zone = zone_of(context, member)
    due_at = next_nudge_time(
        cadence_of(kind, context.policy), context.now, 0, zone, context.policy.hours
    )
    return NewFollowUp(kind, subject_id, referral.id, member, due_at, period)


def _say_more(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    kind = FollowUpKind.SAY_MORE
    return _first(context, referral, kind, referral.id, advocate, period=advocate)


def _heartbeat(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    zone = zone_of(context, advocate)
    due_at = next_heartbeat_time(
        context.now, context.policy.heartbeat_days, zone, context.policy.hours
    )
    kind = FollowUpKind.HEARTBEAT
    return NewFollowUp(kind, referral.id, referral.id, advocate, due_at, period=advocate)


def find(context: Context, follow_up_id: int) -> FollowUp:
    """The follow-up, whoever has it now, or `NotFoundError`."""
    follow_up = follow_ups.find(context.transaction, context.workspace.id, follow_up_id)
    if follow_up is None:
        raise NotFoundError("follow_up")
    return follow_up


def mine(context: Context, follow_up_id: int) -> FollowUp:
    """The actor's own follow-up, or `NotFoundError` / `NotAllowedError`."""
    follow_up = find(context, follow_up_id)
    if follow_up.member != context.actor.user_id:
        raise NotAllowedError("answer_follow_up", follow_up.member)
    return follow_up


def settle(context: Context, follow_up_id: int, state: FollowUpState) -> None:
    """Done or not needed. Said twice, the first answer stands.

    Raises `NotFoundError`, `NotAllowedError`, or `AlreadyAnsweredError` where the other answer
    was given before.
    """
    follow_up = mine(context, follow_up_id)
    if not follow_ups.settle(
        context.transaction, context.workspace.id, follow_up_id, state, context.now
    ):
        if follow_up.state is state:
            return
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    nudge_messages.queue_nudge_edits(
        context.transaction,
        context.workspace.id,
        {context.actor.user_id},
        {follow_up_id},
        context.now,
    )
    if follow_up.kind is FollowUpKind.COMMITMENT:
        done = state is FollowUpState.DONE
        commitments.settle(
            context.transaction,
            context.workspace.id,
            follow_up.subject_id,
            CommitmentState.DONE if done else CommitmentState.NOT_NEEDED,
            context.now,
        )
        outbox.queue_edits(
            context.transaction,
            context.workspace.id,
            CARDS,
            follow_up.referral_id or 0,
            context.now,
        )
        referral = referrals.find(
            context.transaction, context.workspace.id, follow_up.referral_id or 0
        )
        if referral is not None:
            thank_again(context, referral)
    _note(context, follow_up, state.value, kind=follow_up.kind.value)


CARDS = (IntentKind.RECEIVED, IntentKind.SECOND_VOUCH)


def thank_again(context: Context, referral: Referral) -> None:
    """Bring the thanks up to date: one of them may tell of several referrals of a candidate."""
    ws = referral.workspace_id
    for each in referrals.list_by_candidate(context.transaction, ws, referral.candidate.id):
        outbox.queue_edits(context.transaction, ws, (IntentKind.ACKNOWLEDGEMENT,), each.id, context.now)


def close(
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
    nudge_messages.queue_nudge_edits(
        context.transaction, context.workspace.id, people, [step.id for step in closed], context.now
    )


def snooze(context: Context, follow_up_id: int, choice: SnoozeChoice, day: date | None) -> datetime:
    """Later, at a civil hour of the day that the person chose; returns when (UTC).

    Raises `FieldError("day", ...)` for a missing, past or far date; else as `settle`.
    """
    follow_up = mine(context, follow_up_id)
    zone = zone_of(context)
    if choice is SnoozeChoice.TOMORROW:
        until = next_working_day(context.now, zone, context.policy.hours)
    elif choice is SnoozeChoice.NEXT_WEEK:
        until = next_working_week(context.now, zone, context.policy.hours)
    else:
        if day is None:
            raise FieldError("day", "missing_date")
        today = context.now.astimezone(zone).date()
        if day <= today:
            raise FieldError("day", "past_date")
        if (day - today).days > LATEST_SNOOZE_DAYS:
            raise FieldError("day", "far_date")
        until = first_civil_time_on(day, zone, context.policy.hours)
    if not follow_ups.snooze(context.transaction, context.workspace.id, follow_up_id, until):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    nudge_messages.queue_nudge_edits(
        context.transaction,
        context.workspace.id,
        {context.actor.user_id},
        {follow_up_id},
        context.now,
    )
    _note(context, follow_up, "snoozed", until=until.isoformat())
    return until


def _note(
    context: Context,
    follow_up: FollowUp,
    what: str,
    **more: object,
) -> None:
    """Under the referral where there is one, else under the follow-up itself."""
    of_referral = follow_up.referral_id is not None
    history.add_line(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        f"follow_up.{what}",
        "referral" if of_referral else "follow_up",
        follow_up.referral_id if follow_up.referral_id is not None else follow_up.id,
        context.now,
        follow_up=follow_up.id,
        **more,
    )
