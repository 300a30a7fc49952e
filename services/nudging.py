"""Turns follow-ups that are due into one message for each person, at a civil hour, within budget.

Starts from claimed rows, ends with a queued nudge and the next date of each, or with a later date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import nudging
from domain.budget import WEEK
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.messages import Nudge
from domain.outbox import NewIntent
from domain.policy import Policy
from domain.working_time import time_zone
from services.context import Context
from services.follow_up_kinds.table import KINDS, find_applicable
from storage import follow_ups, history, members, outbox

MOST_TOGETHER = 5


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of everything that is due, read in a constant number of queries."""

    applicable_ids: set[int]  # of the follow-ups that still apply
    members: dict[str, Member]
    nudge_times: dict[str, tuple[datetime, ...]]  # of the last week, by recipient


class ClaimLostError(Exception):
    """Somebody else planned these steps meanwhile (the claim had run out): undo, say nothing."""


def _load_facts(context: Context, due: Sequence[FollowUp]) -> _Facts:
    transaction, ws = context.transaction, context.workspace.id
    people = {each.member for each in due}
    return _Facts(
        applicable_ids=find_applicable(context, due),
        members=members.find_many(transaction, ws, people),
        nudge_times=outbox.list_nudge_times_by_recipient(
            transaction, ws, people, context.now - WEEK
        ),
    )


def plan_nudges(context: Context, due: Sequence[FollowUp]) -> None:
    """Decide for each person's claimed, due follow-ups, and queue one message for each.

    All of them are of the context's workspace. Raises `ClaimLostError`.
    """
    policy = context.policy
    rules = nudging.NudgeRules(policy.hours, policy.dms_per_week, policy.default_tz, MOST_TOGETHER)
    people: dict[str, list[FollowUp]] = {}
    for each in due:
        people.setdefault(each.member, []).append(each)
    facts = _load_facts(context, due)
    dates = _Dates(policy, context.now)
    said: list[tuple[FollowUp, ...]] = []
    planned: list[tuple[FollowUp, datetime | None]] = []
    for who, theirs in people.items():
        person = _recipient(facts.members.get(who), facts.nudge_times.get(who, ()))
        items = _choose(context, theirs, person, facts, rules)
        if items:
            said.append(items)
            planned += [(each, dates.next(each, person)) for each in items]
    if not follow_ups.mark_many_nudged(context.transaction, planned):
        raise ClaimLostError
    _queue_nudges(context, said)


def _recipient(member: Member | None, sent_at: tuple[datetime, ...]) -> nudging.Recipient:
    return nudging.Recipient(
        tz=member.tz if member else None,
        active=bool(member and member.active and not member.is_bot),
        paused_until=member.paused_until if member else None,
        sent_at=sent_at,
    )


def _choose(
    context: Context,
    due: Sequence[FollowUp],
    person: nudging.Recipient,
    facts: _Facts,
    rules: nudging.NudgeRules,
) -> tuple[FollowUp, ...]:
    """What goes into this person's message now; the rest is settled, handed on or put off."""
    true = []
    for each in due:
        if each.id not in facts.applicable_ids:
            follow_ups.settle(
                context.transaction,
                each.workspace_id,
                each.id,
                FollowUpState.CANCELLED,
                context.now,
            )
        elif not _hand_on(context, each):
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


def _queue_nudges(context: Context, messages: Sequence[tuple[FollowUp, ...]]) -> None:
    """One message for each person, and a line in the history for each message.

    A claim belongs to one replica alone, so the moment tells this message from the person's others.
    """
    lines: list[dict[str, object]] = []
    intents: list[NewIntent] = []
    for items in messages:
        who, ids = items[0].member, [each.id for each in items]
        lines.append({"user": who, "follow_ups": ids})
        nudge = Nudge(ids[0], tuple(ids))
        intents.append(nudge.to_intent(who, context.now.isoformat()))
    history.add_lines(
        context.transaction,
        context.workspace.id,
        "clock",
        "member.nudged",
        "member",
        context.now,
        lines,
    )
    outbox.queue_intents(context.transaction, context.workspace.id, intents, context.now)


class _Dates:
    """When each step's next nudge would come. Reckoned once for what steps have in common: most of
    what one tick sends was planned together, for people of a few zones.
    """

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._known: dict[tuple[FollowUpKind, datetime, int, str | None], datetime | None] = {}

    def next(self, step: FollowUp, person: nudging.Recipient) -> datetime | None:
        key = (step.kind, step.created_at, step.nudges_sent, person.tz)
        if key not in self._known:
            zone = time_zone(person.tz, self._policy.default_tz)
            self._known[key] = KINDS[step.kind].next_nudge_time(self._policy, step, zone, self._now)
        return self._known[key]


def _hand_on(context: Context, follow_up: FollowUp) -> bool:
    """Whether somebody else has the follow-up now. It stays due, and is claimed again for them."""
    hand_on = KINDS[follow_up.kind].find_next_member
    member = hand_on(context, follow_up) if hand_on is not None else None
    if member is None:
        return False
    follow_ups.set_member(context.transaction, follow_up, member)
    follow_ups.postpone(context.transaction, [follow_up.id], context.now)
    return True
