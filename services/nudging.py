"""Turns follow-ups that are due into one message for each person, in their hours and budget.

Starts from claimed rows, ends with queued nudges and the next due time of each follow-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import nudging
from domain.away import find_absence
from domain.budget import WEEK
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.messages import Nudge
from domain.outbox import NewIntent
from domain.own_settings import PersonalRules, find_personal_rules
from domain.policy import Policy
from services.context import Context
from services.departures import hide_due
from services.follow_up_kinds.table import KINDS, find_applicable
from storage import follow_ups, history, members, outbox

ITEMS_MAX = 5  # follow-ups in one nudge


@dataclass(frozen=True, slots=True)
class _Facts:
    """The rows that planning needs, read in a constant number of queries."""

    applicable_ids: set[int]  # of the follow-ups that still apply
    members: dict[str, Member]
    nudge_times: dict[str, tuple[datetime, ...]]  # of the last week, by recipient


class ClaimLostError(Exception):
    """The claim had expired, and another replica has planned these follow-ups.

    The caller must roll the transaction back.
    """


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
    by_member: dict[str, list[FollowUp]] = {}
    for each in due:
        by_member.setdefault(each.member, []).append(each)
    facts = _load_facts(context, due)
    next_times = _NextTimes(policy, context.now)
    messages: list[tuple[FollowUp, ...]] = []
    nudged: list[tuple[FollowUp, datetime | None]] = []
    for user_id, own in by_member.items():
        member = facts.members.get(user_id)
        rules = find_personal_rules(member, policy)
        recipient = _build_recipient(context, member, rules, facts.nudge_times.get(user_id, ()))
        items = _choose_items(context, own, recipient, facts, rules)
        if items:
            messages.append(items)
            nudged += [(each, next_times.find(each, rules)) for each in items]
    if not follow_ups.mark_many_nudged(context.transaction, nudged):
        raise ClaimLostError
    _queue_nudges(context, messages)


def _build_recipient(
    context: Context, member: Member | None, rules: PersonalRules, sent_at: tuple[datetime, ...]
) -> nudging.Recipient:
    absence = find_absence(member, context.policy, context.now) if member else None
    return nudging.Recipient(
        tz=rules.zone.key,
        active=bool(member and member.is_colleague),
        paused_until=member.paused_until if member else None,
        sent_at=sent_at,
        away_until=absence.look_again_at if absence else None,
    )


def _choose_items(
    context: Context,
    due: Sequence[FollowUp],
    recipient: nudging.Recipient,
    facts: _Facts,
    rules: PersonalRules,
) -> tuple[FollowUp, ...]:
    """Chooses the follow-ups for a message now, and settles, passes on or postpones the others."""
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
        elif not _pass_on(context, each, recipient):
            applicable.append(each)
    if not applicable:
        return ()
    nudge_rules = nudging.NudgeRules(rules.hours, rules.messages_per_week, max_items=ITEMS_MAX)
    decision = nudging.decide_nudge(applicable, recipient, nudge_rules, context.now)
    if isinstance(decision, nudging.Wait):
        follow_ups.postpone(context.transaction, [each.id for each in applicable], decision.until)
        return ()
    if isinstance(decision, nudging.Drop) and decision.reason == "inactive":
        hide_due(context, due[0].member, applicable)
        return ()
    if isinstance(decision, nudging.Drop):
        follow_ups.postpone(context.transaction, [each.id for each in applicable], None)
        return ()
    if len(decision.items) < len(applicable):
        # What this message has no room for is tried again in an hour, within the week's budget.
        remaining = [each.id for each in applicable if each not in decision.items]
        follow_ups.postpone(context.transaction, remaining, context.now + timedelta(hours=1))
    return decision.items


def _queue_nudges(context: Context, messages: Sequence[tuple[FollowUp, ...]]) -> None:
    """Queues one message for each person, with a line in the history.

    The time makes the dedupe key unique, as only one replica can plan the same follow-ups.
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
    """Computes when the next nudge of each follow-up is due (UTC).

    The result is computed once for equal inputs: many follow-ups of a tick were planned at the same
    time, for people with the same rules.
    """

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._known: dict[tuple[FollowUpKind, datetime, int, PersonalRules], datetime | None] = {}

    def find(self, follow_up: FollowUp, rules: PersonalRules) -> datetime | None:
        key = (follow_up.kind, follow_up.created_at, follow_up.nudges_sent, rules)
        if key not in self._known:
            self._known[key] = KINDS[follow_up.kind].next_nudge_time(
                self._policy, follow_up, rules, self._now
            )
        return self._known[key]


def _pass_on(context: Context, follow_up: FollowUp, recipient: nudging.Recipient) -> bool:
    """Passes the follow-up on to the next member, for whom it is due now.

    Returns False if its kind has no next member.
    """
    find_next_member = KINDS[follow_up.kind].find_next_member
    away = recipient.away_until is not None
    member = find_next_member(context, follow_up, away) if find_next_member is not None else None
    if member is None:
        return False
    follow_ups.set_member(context.transaction, follow_up, member)
    follow_ups.postpone(context.transaction, [follow_up.id], context.now)
    return True
