"""Turns follow-ups that are due into one message for each person, in their hours and budget.

Starts from claimed rows, ends with queued nudges and the next due time of each follow-up.
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

ITEMS_MAX = 5  # follow-ups in one nudge


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of everything that is due, read in a constant number of queries."""

    applicable_ids: set[int]  # of the follow-ups that still apply
    members: dict[str, Member]
    nudge_times: dict[str, tuple[datetime, ...]]  # of the last week, by recipient


class ClaimLostError(Exception):
    """Another replica has planned these follow-ups, as the claim had run out: roll back."""


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
    """Decides what each person is nudged about now, and queues one message for each.

    `due` are claimed follow-ups of the context's workspace. Raises `ClaimLostError`.
    """
    policy = context.policy
    rules = nudging.NudgeRules(policy.hours, policy.dms_per_week, policy.default_tz, ITEMS_MAX)
    by_member: dict[str, list[FollowUp]] = {}
    for each in due:
        by_member.setdefault(each.member, []).append(each)
    facts = _load_facts(context, due)
    next_times = _NextTimes(policy, context.now)
    messages: list[tuple[FollowUp, ...]] = []
    nudged: list[tuple[FollowUp, datetime | None]] = []
    for user_id, own in by_member.items():
        recipient = _recipient(facts.members.get(user_id), facts.nudge_times.get(user_id, ()))
        items = _choose(context, own, recipient, facts, rules)
        if items:
            messages.append(items)
            nudged += [(each, next_times.find(each, recipient.tz)) for each in items]
    if not follow_ups.mark_many_nudged(context.transaction, nudged):
        raise ClaimLostError
    _queue_nudges(context, messages)


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
    recipient: nudging.Recipient,
    facts: _Facts,
    rules: nudging.NudgeRules,
) -> tuple[FollowUp, ...]:
    """What goes into the recipient's message now. The rest is settled, handed on or postponed."""
    applicable = []
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
            applicable.append(each)
    if not applicable:
        return ()
    decision = nudging.decide_nudge(applicable, recipient, rules, context.now)
    if isinstance(decision, nudging.Wait):
        follow_ups.postpone(context.transaction, [each.id for each in applicable], decision.until)
        return ()
    if isinstance(decision, nudging.Drop):
        follow_ups.postpone(context.transaction, [each.id for each in applicable], None)
        return ()
    if len(decision.items) < len(applicable):
        # What did not fit stays due, until the budget of the week has room for it.
        remaining = [each.id for each in applicable if each not in decision.items]
        follow_ups.postpone(context.transaction, remaining, context.now + timedelta(hours=1))
    return decision.items


def _queue_nudges(context: Context, messages: Sequence[tuple[FollowUp, ...]]) -> None:
    """Queues one message for each person, with a line in the history.

    The time makes the key of the message unique: only one replica can have the claim.
    """
    lines: list[dict[str, object]] = []
    intents: list[NewIntent] = []
    for items in messages:
        user_id, ids = items[0].member, [each.id for each in items]
        lines.append({"user": user_id, "follow_ups": ids})
        nudge = Nudge(ids[0], tuple(ids))
        intents.append(nudge.to_intent(user_id, context.now.isoformat()))
    history.add_lines(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        "member.nudged",
        "member",
        context.now,
        lines,
    )
    outbox.queue_intents(context.transaction, context.workspace.id, intents, context.now)


class _NextTimes:
    """When the next nudge of each follow-up is due.

    Computed once for follow-ups that are alike: many of one tick were planned at the same time, for
    people in a few time zones.
    """

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._known: dict[tuple[FollowUpKind, datetime, int, str | None], datetime | None] = {}

    def find(self, follow_up: FollowUp, tz: str | None) -> datetime | None:
        key = (follow_up.kind, follow_up.created_at, follow_up.nudges_sent, tz)
        if key not in self._known:
            zone = time_zone(tz, self._policy.default_tz)
            self._known[key] = KINDS[follow_up.kind].next_nudge_time(
                self._policy, follow_up, zone, self._now
            )
        return self._known[key]


def _hand_on(context: Context, follow_up: FollowUp) -> bool:
    """Hands the follow-up to the next member, if its kind names one. It stays due for them."""
    find_next_member = KINDS[follow_up.kind].find_next_member
    member = find_next_member(context, follow_up) if find_next_member is not None else None
    if member is None:
        return False
    follow_ups.set_member(context.transaction, follow_up, member)
    follow_ups.postpone(context.transaction, [follow_up.id], context.now)
    return True
