"""Sends each person at most one message about all follow-ups that are due for them.

A follow-up is a stored reminder of something that one person can do, such as answering a referral.
The person gets the message within their working hours and their weekly budget of messages.
`plan_nudges` queues the messages and stores when each follow-up is due next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import nudging
from domain.away import find_absence
from domain.budget import WEEK, next_allowed_time
from domain.follow_ups import REMINDERS_BEFORE_PASSING_ON, FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.messages import Acknowledgement, Nudge, ReferralReceived
from domain.outbox import NewIntent
from domain.own_settings import PersonalRules, find_personal_rules
from domain.policy import Policy
from domain.working_time import next_working_day
from services import manager_digests
from services.context import Context
from services.departures import hide_due
from services.follow_up_kinds.table import KINDS, find_applicable
from storage import (
    follow_up_dates,
    follow_ups,
    held_follow_ups,
    history,
    members,
    outbox,
    referrals,
)

ITEMS_MAX = 10  # follow-ups in one nudge, because people do not work through a longer list


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that planning needs, read in a constant number of queries."""

    applicable_ids: set[int]  # the ids of the follow-ups that still apply
    members: dict[str, Member]  # by Slack user id
    nudges: dict[str, list[nudging.SentNudge]]  # the nudges of the last seven days, by recipient
    # By referral and owner, when the card of the referral reached the owner. None: not yet.
    card_arrivals: dict[tuple[int, str], datetime | None]


class ClaimLostError(Exception):
    """Another replica has planned these follow-ups, because our claim of them had expired.

    The caller must roll the transaction back.
    """


def _load_rows(context: Context, due: Sequence[FollowUp]) -> _Rows:
    transaction, workspace_id = context.transaction, context.workspace.id
    people = {each.member for each in due}
    return _Rows(
        applicable_ids=find_applicable(context, due),
        members=members.find_many(transaction, workspace_id, people),
        nudges=outbox.list_nudges_by_recipient(
            transaction, workspace_id, people, context.now - WEEK
        ),
        card_arrivals=outbox.list_arrivals(
            transaction,
            workspace_id,
            [ReferralReceived.kind],
            {each.subject_id for each in due if each.is_work},
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
    rows = _load_rows(context, due)
    next_times = _NextTimes(policy, context.now)
    messages: list[tuple[FollowUp, ...]] = []
    next_dates: list[tuple[FollowUp, datetime | None]] = []  # None: no nudge is planned after this
    for user_id, own_due in by_member.items():
        member = rows.members.get(user_id)
        rules = find_personal_rules(member, policy)
        recipient = _build_recipient(context, member, rules, rows.nudges.get(user_id, ()))
        own_due = _leave_out_new_cards(context, own_due, rows, rules)
        items = _choose_items(context, own_due, recipient, rows.applicable_ids, rules)
        if items:
            messages.append(items)
            next_dates += [(each, next_times.find(each, rules)) for each in items]
    next_dates = _align_heartbeats(context, next_dates)
    if not follow_ups.mark_many_nudged(context.transaction, next_dates):
        raise ClaimLostError
    _queue_nudges(context, messages)
    _queue_edits_of_overdue(context, due)


def _align_heartbeats(
    context: Context, next_dates: list[tuple[FollowUp, datetime | None]]
) -> list[tuple[FollowUp, datetime | None]]:
    """Moves the next heartbeats about one candidate's referrals to the same time.

    A heartbeat tells an advocate that there is no news yet. `find_joint_time` says how early one
    may be sent, so that it shares a message with another one.
    """
    ids = [each.id for each, _ in next_dates if each.kind is FollowUpKind.HEARTBEAT]
    if not ids:
        return next_dates
    others = follow_up_dates.find_dates_of_similar(context.transaction, context.workspace.id, ids)
    aligned = []
    for each, due_at in next_dates:
        if due_at is not None:
            due_at = nudging.find_joint_time(context.now, due_at, others.get(each.id, ()))
        aligned.append((each, due_at))
    return aligned


def _queue_edits_of_overdue(context: Context, due: Sequence[FollowUp]) -> None:
    """Edits the advocates' acknowledgements when the referral's owner is reminded the first time.

    An acknowledgement names the date until which the owner should answer, and that date has passed.
    """
    referral_ids = {
        each.subject_id
        for each in due
        if each.kind is FollowUpKind.RECRUITER_ANSWER and each.nudges_sent == 0
    }
    if not referral_ids:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    # An acknowledgement may cover several referrals of a candidate, but is stored with one.
    same_candidates = referrals.list_ids_of_same_candidates(transaction, workspace_id, referral_ids)
    kinds = [Acknowledgement.kind]
    outbox.queue_edits_of_many(transaction, workspace_id, kinds, same_candidates, context.now)


def _build_recipient(
    context: Context,
    member: Member | None,
    rules: PersonalRules,
    nudges: Sequence[nudging.SentNudge],
) -> nudging.Recipient:
    absence = find_absence(member, context.policy, context.now) if member else None
    today = context.now.astimezone(rules.zone).date()
    had_work = any(
        each.has_work and each.at.astimezone(rules.zone).date() == today for each in nudges
    )
    return nudging.Recipient(
        tz=rules.zone.key,
        active=bool(member and member.is_colleague),
        paused_until=member.paused_until if member else None,
        sent_at=tuple(each.at for each in nudges if each.is_unsolicited),
        away_until=absence.look_again_at if absence else None,
        worked_until=next_working_day(context.now, rules.zone, rules.hours) if had_work else None,
    )


def _leave_out_new_cards(
    context: Context, due: Sequence[FollowUp], rows: _Rows, rules: PersonalRules
) -> list[FollowUp]:
    """Returns the others, and postpones reminders about cards that have not arrived or just did.

    A card shows a referral to its owner. It may be late, for example after the bot was stopped for
    days. Then the owner is not reminded before the next working day.
    """
    still_due = []
    for each in due:
        card_key = (each.subject_id, each.member)
        wait_until = None
        if each.is_work and card_key in rows.card_arrivals:
            arrived_at = rows.card_arrivals[card_key] or context.now
            wait_until = next_working_day(arrived_at, rules.zone, rules.hours)
        if wait_until is not None and wait_until > context.now:
            held_follow_ups.postpone(context.transaction, [each.id], wait_until)
        else:
            still_due.append(each)
    return still_due


def _choose_items(
    context: Context,
    due: Sequence[FollowUp],
    recipient: nudging.Recipient,
    applicable_ids: Collection[int],
    rules: PersonalRules,
) -> tuple[FollowUp, ...]:
    """Chooses the follow-ups for a message now. Cancels, passes on or postpones all others."""
    applicable = []
    for each in due:
        if each.id not in applicable_ids:
            follow_ups.settle(
                context.transaction,
                each.workspace_id,
                each.id,
                FollowUpState.CANCELLED,
                context.now,
            )
        elif not _try_to_pass_on(context, each, recipient):
            applicable.append(each)
    return _choose_within_limits(context, applicable, recipient, rules)


def _choose_within_limits(
    context: Context,
    due: Sequence[FollowUp],
    recipient: nudging.Recipient,
    rules: PersonalRules,
) -> tuple[FollowUp, ...]:
    """Chooses follow-ups within the limits of the person, and postpones the others.

    Follow-ups that the person postponed are limited only by the person's hours. Reminders of work
    are sent once a working day. All others count against the weekly budget. All that may be
    sent now is sent in one message. `due` may contain weekly notes that are not due yet: these are
    chosen only if this message uses up the budget until after they are due.
    """
    early_notes = [each for each in due if each.due_at > context.now + nudging.COMBINED_WITHIN]
    due = [each for each in due if each not in early_notes]
    unlimited = replace(recipient, sent_at=(), worked_until=None)
    requested = [each for each in due if each.was_postponed]
    work = [each for each in due if each.is_work and not each.was_postponed]
    unsolicited = [each for each in due if each.is_unsolicited]
    chosen: tuple[FollowUp, ...] = ()
    # `requested` and `work` get an empty `sent_at`, so that even one message a week allows them.
    for items, limited_recipient, per_week in (
        (requested, unlimited, 1),
        (work, replace(recipient, sent_at=()), 1),
        (unsolicited, replace(recipient, worked_until=None), rules.messages_per_week),
    ):
        # Here all items may pass: ITEMS_MAX limits them together, below.
        nudge_rules = nudging.NudgeRules(rules.hours, per_week, max_items=max(len(items), 1))
        chosen += _decide(context, items, limited_recipient, nudge_rules)
    if len(chosen) > ITEMS_MAX:
        tomorrow = next_working_day(context.now, rules.zone, rules.hours)
        too_many = [each.id for each in chosen[ITEMS_MAX:]]
        held_follow_ups.postpone(context.transaction, too_many, tomorrow)
    if any(each.is_unsolicited for each in chosen):
        chosen += _find_notes_before_next_message(context, early_notes, recipient, rules)
    return chosen[:ITEMS_MAX]


def _find_notes_before_next_message(
    context: Context,
    notes: Sequence[FollowUp],
    recipient: nudging.Recipient,
    rules: PersonalRules,
) -> tuple[FollowUp, ...]:
    """Returns the weekly notes that would be late, if an unsolicited message is sent now."""
    sent_at = (*recipient.sent_at, context.now)
    next_message_at = next_allowed_time(sent_at, context.now, rules.messages_per_week)
    if not isinstance(next_message_at, datetime):
        return ()
    return tuple(each for each in notes if each.due_at < next_message_at)


def _decide(
    context: Context,
    items: Sequence[FollowUp],
    recipient: nudging.Recipient,
    rules: nudging.NudgeRules,
) -> tuple[FollowUp, ...]:
    """Returns the items that may be sent now: all or none of them.

    If none may, all are postponed. If the person's account is deactivated, all are hidden.
    """
    if not items:
        return ()
    decision = nudging.decide_nudge(items, recipient, rules, context.now)
    if isinstance(decision, nudging.Wait):
        held_follow_ups.postpone(context.transaction, [each.id for each in items], decision.until)
        return ()
    if isinstance(decision, nudging.Drop) and decision.reason == "inactive":
        hide_due(context, items[0].member, items)
        return ()
    if isinstance(decision, nudging.Drop):
        # The person wants no messages. The items wait until they change their settings.
        held_follow_ups.postpone(context.transaction, [each.id for each in items], until=None)
        return ()
    return decision.items


def _queue_nudges(context: Context, messages: Sequence[tuple[FollowUp, ...]]) -> None:
    """Queues one message for each person, with a line in the history.

    Managers get their digest, a list of their team's news, in the same message. The present time is
    part of the dedupe key, so that the same follow-ups can be nudged again.
    """
    history_lines: list[dict[str, object]] = []
    intents: list[NewIntent] = []
    nudged_about = {
        items[0].member: {each.referral_id for each in items if each.referral_id is not None}
        for items in messages
    }
    digests = manager_digests.take_due_digests(context, nudged_about)
    for items in messages:
        user_id, ids = items[0].member, [each.id for each in items]
        history_lines.append({"user": user_id, "follow_ups": ids})
        nudge = Nudge(
            subject_id=ids[0],
            follow_ups=tuple(ids),
            is_unsolicited=any(each.is_unsolicited for each in items),
            has_work=any(each.is_work and not each.was_postponed for each in items),
            digest=digests.get(user_id, ()),
        )
        intents.append(nudge.to_intent(user_id, context.now.isoformat()))
    history.add_lines(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        "member.nudged",
        "member",
        context.now,
        history_lines,
    )
    outbox.queue_intents(context.transaction, context.workspace.id, intents, context.now)


class _NextTimes:
    """Computes when the next nudge of each follow-up is due (UTC).

    Many follow-ups that are due together were created together, for people with the same rules. So
    each result is computed once and kept.
    """

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._results: dict[tuple[FollowUpKind, datetime, int, PersonalRules], datetime | None] = {}

    def find(self, follow_up: FollowUp, rules: PersonalRules) -> datetime | None:
        key = (follow_up.kind, follow_up.created_at, follow_up.nudges_sent, rules)
        if key not in self._results:
            self._results[key] = KINDS[follow_up.kind].next_nudge_time(
                self._policy, follow_up, rules, self._now
            )
        return self._results[key]


def _try_to_pass_on(context: Context, follow_up: FollowUp, recipient: nudging.Recipient) -> bool:
    """Passes the follow-up on to the next person who should act, if its kind names one.

    The follow-up is due for that person at once. Returns False if it stays with its member.
    """
    find_next_member = KINDS[follow_up.kind].find_next_member
    if find_next_member is None:
        return False
    is_away = recipient.away_until is not None
    member = find_next_member(context, follow_up, is_away)
    if member is None:
        return False
    follow_ups.set_member(context.transaction, follow_up, member)
    held_follow_ups.postpone(context.transaction, [follow_up.id], context.now)
    if follow_up.nudges_sent == REMINDERS_BEFORE_PASSING_ON.get(follow_up.kind):
        # Edit the reminder that the owner got: it now says who is asked, and loses its "Later".
        outbox.queue_nudge_edits(
            context.transaction,
            context.workspace.id,
            {follow_up.member},
            {follow_up.id},
            context.now,
        )
    return True
