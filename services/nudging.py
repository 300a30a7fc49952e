"""Turns follow-ups that are due into one message for each person, at a civil hour, within budget.

Starts from claimed rows, ends with a queued nudge and the next date of each, or with a later date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import nudging
from domain.budget import WEEK
from domain.cadence import next_heartbeat_time, next_nudge_time
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import Progress, Question, Stage
from domain.working_time import time_zone
from services.context import Context
from services.follow_up_kinds.table import STEPS
from services.follow_ups import cadence_of
from services.people import owners
from services.referrals import opening_of
from storage import commitments, follow_ups, history, members, questions, referrals
from storage.outbox import intents as outbox

MOST_TOGETHER = 5


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of everything that is due, read in a handful of queries however much it is."""

    members: dict[str, Member]
    referrals: dict[int, Progress]
    promised: set[int]  # the commitments that are neither kept nor dropped
    questions: dict[int, Question]
    sent_at: dict[str, tuple[datetime, ...]]


class ClaimLostError(Exception):
    """Somebody else planned these steps meanwhile (the claim had run out): undo, say nothing."""


def still_true(context: Context, follow_up: FollowUp) -> bool:
    """Whether the step still asks for something: checked when it is due and when it is sent."""
    return _asks(context, follow_up, _facts(context, [follow_up]))


def _asks(context: Context, follow_up: FollowUp, facts: _Facts) -> bool:
    if follow_up.state is not FollowUpState.OPEN:
        return False
    if follow_up.kind in STEPS:
        return STEPS[follow_up.kind].asks(context, follow_up)
    referral = facts.referrals.get(follow_up.referral_id or 0)
    if referral is None or referral.ended:
        return False
    if follow_up.kind is FollowUpKind.COMMITMENT:
        return follow_up.subject_id in facts.promised
    if follow_up.kind is FollowUpKind.RECRUITER_ANSWER:
        return referral.answered_at is None and referral.stage is Stage.NEW
    if follow_up.kind is FollowUpKind.QUESTION:
        question = facts.questions.get(follow_up.subject_id)
        return question is not None and question.answered_at is None
    return True


def _facts(context: Context, due: Sequence[FollowUp], since: datetime | None = None) -> _Facts:
    """With the people and what they were sent `since`, where that is given."""
    promised = [each.subject_id for each in due if each.kind is FollowUpKind.COMMITMENT]
    asked = {each.subject_id for each in due if each.kind is FollowUpKind.QUESTION}
    people = {each.member for each in due} if since else set()
    return _Facts(
        members.find_many(context.transaction, context.workspace.id, people),
        referrals.find_progress(
            context.transaction,
            context.workspace.id,
            {each.referral_id for each in due if each.referral_id},
        ),
        commitments.find_open_ids(context.transaction, context.workspace.id, promised),
        {
            id_: found
            for id_ in asked
            if (found := questions.find(context.transaction, context.workspace.id, id_))
        },
        outbox.list_nudge_times_by_recipient(context.transaction, context.workspace.id, people, since) if since else {},
    )


def nudge(context: Context, due: Sequence[FollowUp]) -> None:
    """Decide for each person's claimed, due follow-ups, and queue one message for each.

    All of them are of the context's workspace. Raises `ClaimLostError`.
    """
    policy = context.policy
    rules = nudging.NudgeRules(policy.hours, policy.dms_per_week, policy.default_tz, MOST_TOGETHER)
    people: dict[str, list[FollowUp]] = {}
    for each in due:
        people.setdefault(each.member, []).append(each)
    facts = _facts(context, due, context.now - WEEK)
    dates = _Dates(policy, context.now)
    said: list[tuple[FollowUp, ...]] = []
    planned: list[tuple[FollowUp, datetime | None]] = []
    for who, theirs in people.items():
        person = _person(facts.members.get(who), facts.sent_at.get(who, ()))
        items = _chosen(context, theirs, person, facts, rules)
        if items:
            said.append(items)
            planned += [(each, dates.next(each, person)) for each in items]
    if not follow_ups.mark_many_nudged(context.transaction, planned):
        raise ClaimLostError
    _say(context, said)


def _person(member: Member | None, sent_at: tuple[datetime, ...]) -> nudging.Recipient:
    return nudging.Recipient(
        tz=member.tz if member else None,
        active=bool(member and member.active and not member.is_bot),
        paused_until=member.paused_until if member else None,
        sent_at=sent_at,
    )


def _chosen(
    context: Context,
    due: Sequence[FollowUp],
    person: nudging.Recipient,
    facts: _Facts,
    rules: nudging.NudgeRules,
) -> tuple[FollowUp, ...]:
    """What goes into this person's message now; the rest is settled, handed on or put off."""
    true = []
    for each in due:
        if not _asks(context, each, facts):
            follow_ups.settle(
                context.transaction,
                each.workspace_id,
                each.id,
                FollowUpState.CANCELLED,
                context.now,
            )
        elif not _escalated(context, each):
            true.append(each)
    if not true:
        return ()
    decision = nudging.decide_nudge(true, person, rules, context.now)
    if isinstance(decision, nudging.Wait):
        follow_ups.postpone(context.transaction, [each.id for each in true], decision.until)
        return ()
    if isinstance(decision, nudging.Drop):
        follow_ups.postpone(context.transaction, [each.id for each in true], None)
        return ()
    if len(decision.items) < len(true):
        # What did not fit stays due, and waits for room in the week's budget.
        left = [each.id for each in true if each not in decision.items]
        follow_ups.postpone(context.transaction, left, context.now + timedelta(hours=1))
    return decision.items


def _say(context: Context, messages: Sequence[tuple[FollowUp, ...]]) -> None:
    """One message for each person, and a line in the history for each message.

    A claim belongs to one replica alone, so the moment tells this message from the person's others.
    """
    lines: list[dict[str, object]] = []
    intents: list[NewIntent] = []
    for items in messages:
        who, ids = items[0].member, [each.id for each in items]
        lines.append({"user": who, "follow_ups": ids})
        dedupe = f"nudge:{who}:{ids[0]}:{context.now.isoformat()}"
        intents.append(NewIntent(IntentKind.NUDGE, who, ids[0], dedupe, {"follow_ups": ids}))
    history.add_lines(
        context.transaction,
        context.workspace.id,
        "clock",
        "member.nudged",
        "member",
        context.now,
        lines,
    )
    outbox.queue_many(context.transaction, context.workspace.id, intents, context.now)


class _Dates:
    """When each step's next nudge would come. Reckoned once for what steps have in common: most of
    what one tick sends was planned together, for people of a few zones.
    """

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._known: dict[tuple[FollowUpKind, datetime, int, str | None], datetime | None] = {}

    def next(self, step: FollowUp, person: nudging.Recipient) -> datetime | None:
        of_its_kind = STEPS.get(step.kind)
        if of_its_kind is not None and of_its_kind.next_due is not None:
            tz = time_zone(person.tz, self._policy.default_tz)
            return of_its_kind.next_due(step, tz, self._policy, self._now)
        key = (step.kind, step.created_at, step.nudges_sent, person.tz)
        if key not in self._known:
            self._known[key] = self._reckoned(*key)
        return self._known[key]

    def _reckoned(
        self, kind: FollowUpKind, created_at: datetime, nudges_sent: int, tz: str | None
    ) -> datetime | None:
        policy, there = self._policy, time_zone(tz, self._policy.default_tz)
        if kind is FollowUpKind.HEARTBEAT:
            return next_heartbeat_time(self._now, policy.heartbeat_days, there, policy.hours)
        cadence = cadence_of(kind, policy)
        return next_nudge_time(
            cadence, created_at, nudges_sent + 1, there, policy.hours, last_nudge_at=self._now
        )


def _escalated(context: Context, follow_up: FollowUp) -> bool:
    """The owner was reminded and did not answer: this reminder goes to the next who could.

    It stays due, and is claimed for them; until then the owner's own buttons work.
    """
    if follow_up.kind is not FollowUpKind.RECRUITER_ANSWER or follow_up.nudges_sent == 0:
        return False
    referral = referrals.find(
        context.transaction, follow_up.workspace_id, follow_up.referral_id or 0
    )
    if referral is None or follow_up.member != referral.owner:
        return False
    chain = owners(context, opening_of(context, referral))
    for person in chain:
        if person not in (referral.owner, referral.advocate):
            follow_ups.set_member(context.transaction, follow_up, person)
            follow_ups.postpone(context.transaction, [follow_up.id], context.now)
            return True
    return False
