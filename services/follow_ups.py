"""Plans follow-ups when something happens, and takes the answers of those who were nudged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from domain.cadence import Cadence, heartbeat_due, next_due
from domain.consent import is_hidden
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp, Snooze
from domain.members import Actor
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
from domain.working_time import next_week, on_date, tomorrow, zone
from services.people import zone_of
from storage import commitments, follow_ups, history, members, referrals
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged

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


def begin(transaction: Transaction, referral: Referral, policy: Policy, now: datetime) -> None:
    """A referral came in: its owner owes an answer, its advocate hears of it while it is open.

    Its candidate is asked for their agreement; while they are hidden, nobody owes an answer. And
    the advocate may say more than the lead does.
    """
    steps = [
        _heartbeat(transaction, referral, referral.advocate, policy, now),
        _say_more(transaction, referral, referral.advocate, policy, now),
    ]
    if not is_hidden(referral.candidate, policy.hide_until_agreed):
        steps.append(_answer(transaction, referral, policy, now))
    if referral.candidate.undecided:
        steps.append(_consent(transaction, referral.candidate, referral.advocate, policy, now))
    follow_ups.plan_all(transaction, referral.workspace_id, steps, now)


def expect_answer(
    transaction: Transaction, referral: Referral, policy: Policy, now: datetime
) -> None:
    """The owner owes an answer."""
    step = _answer(transaction, referral, policy, now)
    follow_ups.plan_all(transaction, referral.workspace_id, [step], now)


def expect_consent(
    transaction: Transaction, candidate: Candidate, advocate: str, policy: Policy, now: datetime
) -> None:
    """The advocate finds out whether the candidate agrees."""
    step = _consent(transaction, candidate, advocate, policy, now)
    follow_ups.plan_all(transaction, candidate.workspace_id, [step], now)


def _consent(
    transaction: Transaction, candidate: Candidate, advocate: str, policy: Policy, now: datetime
) -> NewFollowUp:
    """One for each candidate and advocate, however many referrals there are."""
    kind, ws = FollowUpKind.CONSENT, candidate.workspace_id
    zone = zone_of(transaction, ws, advocate, policy)
    due_at = next_due(policy.consent, now, 0, zone, policy.hours)
    return NewFollowUp(kind, candidate.id, None, advocate, due_at, period=advocate)


def invite_more(
    transaction: Transaction, referral: Referral, advocate: str, policy: Policy, now: datetime
) -> None:
    """A second voice came in with a lead: they may say more, too."""
    step = _say_more(transaction, referral, advocate, policy, now)
    follow_ups.plan_all(transaction, referral.workspace_id, [step], now)


def expect_deeds(
    transaction: Transaction,
    promised: Sequence[tuple[Referral, Commitment]],
    policy: Policy,
    now: datetime,
) -> None:
    """Advocates said that they would do these things, each for a referral of one workspace.

    Help with an interview is asked for once there is one: until then it waits without a date.
    """
    if not promised:
        return
    ws, kind = promised[0][0].workspace_id, FollowUpKind.COMMITMENT
    people = members.some(transaction, ws, {deed.member for _, deed in promised})
    first: dict[str | None, datetime | None] = {}  # by zone: most people share a few
    steps = []
    for referral, deed in promised:
        due_at = None
        if deed.kind is not CommitmentKind.INTERVIEW_PREP or referral.stage is Stage.INTERVIEWING:
            tz = who.tz if (who := people.get(deed.member)) else None
            if tz not in first:
                there = zone(tz, policy.default_tz)
                first[tz] = next_due(cadence_of(kind, policy), now, 0, there, policy.hours)
            due_at = first[tz]
        steps.append(NewFollowUp(kind, deed.id, referral.id, deed.member, due_at))
    follow_ups.plan_all(transaction, ws, steps, now)


def ask_of_interview(
    transaction: Transaction, referral: Referral, advocate: str, policy: Policy, now: datetime
) -> None:
    """There is an interview: some days later the advocate may have heard how it went."""
    kind = FollowUpKind.INTERVIEW
    step = _first(transaction, referral, kind, referral.id, advocate, policy, now, period=advocate)
    follow_ups.plan_all(transaction, referral.workspace_id, [step], now)


def expect_reply(
    transaction: Transaction, referral: Referral, question: Question, policy: Policy, now: datetime
) -> None:
    """The advocate was asked something."""
    kind = FollowUpKind.QUESTION
    step = _first(transaction, referral, kind, question.id, question.asked_of, policy, now)
    follow_ups.plan_all(transaction, referral.workspace_id, [step], now)


def keep_posted(
    transaction: Transaction, referral: Referral, advocate: str, policy: Policy, now: datetime
) -> None:
    """The advocate heard something now; silence is broken again after the heartbeat's days."""
    step = _heartbeat(transaction, referral, advocate, policy, now)
    follow_ups.plan_all(transaction, referral.workspace_id, [step], now)


def _answer(
    transaction: Transaction, referral: Referral, policy: Policy, now: datetime
) -> NewFollowUp:
    kind = FollowUpKind.RECRUITER_ANSWER
    return _first(transaction, referral, kind, referral.id, referral.owner, policy, now)


def _first(
    transaction: Transaction,
    referral: Referral,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
    policy: Policy,
    now: datetime,
    period: str = "",
) -> NewFollowUp:
    """The first nudge at a civil hour of the person's own day; none where the cadence is empty."""
    zone = zone_of(transaction, referral.workspace_id, member, policy)
    due_at = next_due(cadence_of(kind, policy), now, 0, zone, policy.hours)
    return NewFollowUp(kind, subject_id, referral.id, member, due_at, period)


def _say_more(
    transaction: Transaction, referral: Referral, advocate: str, policy: Policy, now: datetime
) -> NewFollowUp:
    kind = FollowUpKind.SAY_MORE
    return _first(transaction, referral, kind, referral.id, advocate, policy, now, period=advocate)


def _heartbeat(
    transaction: Transaction, referral: Referral, advocate: str, policy: Policy, now: datetime
) -> NewFollowUp:
    zone = zone_of(transaction, referral.workspace_id, advocate, policy)
    due_at = heartbeat_due(now, policy.heartbeat_days, zone, policy.hours)
    kind = FollowUpKind.HEARTBEAT
    return NewFollowUp(kind, referral.id, referral.id, advocate, due_at, period=advocate)


def find(transaction: Transaction, actor: Actor, follow_up_id: int) -> FollowUp:
    """The follow-up, whoever has it now, or `NotFoundError`."""
    follow_up = follow_ups.find(transaction, actor.workspace_id, follow_up_id)
    if follow_up is None:
        raise NotFoundError("follow_up")
    return follow_up


def mine(transaction: Transaction, actor: Actor, follow_up_id: int) -> FollowUp:
    """The actor's own follow-up, or `NotFoundError` / `NotAllowedError`."""
    follow_up = find(transaction, actor, follow_up_id)
    if follow_up.member != actor.user_id:
        raise NotAllowedError("answer_follow_up", follow_up.member)
    return follow_up


def settle(
    transaction: Transaction, actor: Actor, follow_up_id: int, state: FollowUpState, now: datetime
) -> None:
    """Done or not needed. Said twice, the first answer stands.

    Raises `NotFoundError`, `NotAllowedError`, or `AlreadyAnsweredError` where the other answer
    was given before.
    """
    follow_up = mine(transaction, actor, follow_up_id)
    if not follow_ups.settle(transaction, actor.workspace_id, follow_up_id, state, now):
        if follow_up.state is state:
            return
        raise AlreadyAnsweredError("follow_up", actor.user_id)
    nudged.refresh(transaction, actor.workspace_id, {actor.user_id}, {follow_up_id}, now)
    if follow_up.kind is FollowUpKind.COMMITMENT:
        done = state is FollowUpState.DONE
        commitments.settle(
            transaction,
            actor.workspace_id,
            follow_up.subject_id,
            CommitmentState.DONE if done else CommitmentState.NOT_NEEDED,
            now,
        )
        outbox.refresh(transaction, actor.workspace_id, CARDS, follow_up.referral_id or 0, now)
        referral = referrals.find(transaction, actor.workspace_id, follow_up.referral_id or 0)
        if referral is not None:
            thank_again(transaction, referral, now)
    _note(transaction, actor, follow_up, state.value, now, kind=follow_up.kind.value)


CARDS = (IntentKind.RECEIVED, IntentKind.SECOND_VOUCH)


def thank_again(transaction: Transaction, referral: Referral, now: datetime) -> None:
    """Bring the thanks up to date: one of them may tell of several referrals of a candidate."""
    ws = referral.workspace_id
    for each in referrals.of_candidate(transaction, ws, referral.candidate.id):
        outbox.refresh(transaction, ws, (IntentKind.ACKNOWLEDGEMENT,), each.id, now)


def close(
    transaction: Transaction,
    workspace_id: int,
    state: FollowUpState,
    now: datetime,
    *,
    referral: Referral | None = None,
    kinds: Collection[FollowUpKind] | None = None,
    subject_id: int | None = None,
    member: str | None = None,
) -> None:
    """Settle every open step that matches; the messages that brought them say so."""
    closed = follow_ups.settle_all(
        transaction,
        workspace_id,
        state,
        now,
        referral_id=referral.id if referral else None,
        kinds=kinds,
        subject_id=subject_id,
        member=member,
    )
    people = {step.member for step in closed} | ({referral.owner} if referral else set())
    nudged.refresh(transaction, workspace_id, people, [step.id for step in closed], now)


def snooze(
    transaction: Transaction,
    actor: Actor,
    follow_up_id: int,
    choice: Snooze,
    day: date | None,
    policy: Policy,
    now: datetime,
) -> datetime:
    """Later, at a civil hour of the day that the person chose; returns when (UTC).

    Raises `FieldError("day", ...)` for a missing, past or far date; else as `settle`.
    """
    follow_up = mine(transaction, actor, follow_up_id)
    zone = zone_of(transaction, actor.workspace_id, actor.user_id, policy)
    if choice is Snooze.TOMORROW:
        until = tomorrow(now, zone, policy.hours)
    elif choice is Snooze.NEXT_WEEK:
        until = next_week(now, zone, policy.hours)
    else:
        if day is None:
            raise FieldError("day", "missing_date")
        today = now.astimezone(zone).date()
        if day <= today:
            raise FieldError("day", "past_date")
        if (day - today).days > LATEST_SNOOZE_DAYS:
            raise FieldError("day", "far_date")
        until = on_date(day, zone, policy.hours)
    if not follow_ups.snooze(transaction, actor.workspace_id, follow_up_id, until):
        raise AlreadyAnsweredError("follow_up", actor.user_id)
    nudged.refresh(transaction, actor.workspace_id, {actor.user_id}, {follow_up_id}, now)
    _note(transaction, actor, follow_up, "snoozed", now, until=until.isoformat())
    return until


def _note(
    transaction: Transaction,
    actor: Actor,
    follow_up: FollowUp,
    what: str,
    now: datetime,
    **more: object,
) -> None:
    """Under the referral where there is one, else under the follow-up itself."""
    of_referral = follow_up.referral_id is not None
    history.note(
        transaction,
        actor.workspace_id,
        actor.user_id,
        f"follow_up.{what}",
        "referral" if of_referral else "follow_up",
        follow_up.referral_id if follow_up.referral_id is not None else follow_up.id,
        now,
        follow_up=follow_up.id,
        **more,
    )
