"""Stores how a member answers one of their follow-ups: done, not needed, or later (snoozed).

The member answers with a button of a nudge (a reminder) or of App Home.
"""

from __future__ import annotations

from datetime import date, datetime

from domain.away import find_absence
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, SnoozeChoice
from domain.working_time import (
    first_civil_time_on,
    next_civil_time,
    next_working_day,
    next_working_week,
)
from services import history
from services.context import Context
from services.follow_up_kinds.table import KINDS, load_items
from services.people import build_viewer, find_rules
from storage import follow_ups, outbox

SNOOZE_DAYS_MAX = 365
_COMMITMENTS_MAX = 100  # how many open commitments of a person `list_set_ids` looks through


def find_follow_up(context: Context, follow_up_id: int) -> FollowUp:
    """Finds a follow-up of any member. Raises `NotFoundError`."""
    follow_up = follow_ups.find(context.transaction, context.workspace.id, follow_up_id)
    if follow_up is None:
        raise NotFoundError("follow_up")
    return follow_up


def find_own_follow_up(context: Context, follow_up_id: int) -> FollowUp:
    """Finds a follow-up of the actor.

    Raises `NotFoundError`, and `NotAllowedError` if it is another member's.
    """
    follow_up = find_follow_up(context, follow_up_id)
    if follow_up.member != context.actor.user_id:
        raise NotAllowedError("answer_follow_up", follow_up.member)
    return follow_up


def list_set_ids(context: Context, follow_up: FollowUp) -> list[int]:
    """The ids of the follow-ups that a nudge shows together with this one, which is included.

    Only commitments with the same `NudgeItem.set_key` are shown together.
    """
    if follow_up.kind is not FollowUpKind.COMMITMENT:
        return [follow_up.id]
    open_commitments = follow_ups.list_open(
        context.transaction,
        context.workspace.id,
        follow_up.member,
        _COMMITMENTS_MAX,
        kinds=(FollowUpKind.COMMITMENT,),
    )
    nudged = [each for each in open_commitments if each.nudges_sent > 0 or each.id == follow_up.id]
    items = load_items(context, build_viewer(context), nudged)
    own = next((each for each in items if each.follow_up.id == follow_up.id), None)
    if own is None or own.set_key is None:
        return [follow_up.id]
    return [each.follow_up.id for each in items if each.set_key == own.set_key]


def settle_follow_up(context: Context, follow_up_id: int, state: FollowUpState) -> None:
    """Settles a follow-up of the actor as done or not needed.

    The same answer again changes nothing. Raises `NotFoundError`, `NotAllowedError`, and
    `AlreadyAnsweredError` if another answer was given before.
    """
    follow_up = find_own_follow_up(context, follow_up_id)
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    if not follow_ups.settle(transaction, workspace_id, follow_up_id, state, now):
        if follow_up.state is state:
            return
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    _edit_nudges(context, follow_up_id)
    on_answer = KINDS[follow_up.kind].on_answer
    if on_answer is not None:
        on_answer(context, follow_up, state)
    _add_history_line(context, follow_up, state.value, kind=follow_up.kind.value)


def snooze_follow_up(
    context: Context, follow_up_id: int, choice: SnoozeChoice, day: date | None
) -> datetime:
    """Postpones a follow-up of the actor to a civil hour of the chosen day. Returns the time (UTC).

    If the actor is away on that day, the follow-up is postponed until they are back. `day` is used
    only if the choice is neither tomorrow nor next week.

    Raises `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError`, and `FieldError("day")` for
    a date that is missing, past, or too far away.
    """
    follow_up = find_own_follow_up(context, follow_up_id)
    until = _after_absence(context, _choose_snooze_time(context, choice, day))
    if not follow_ups.snooze(
        context.transaction, context.workspace.id, follow_up_id, until, context.now
    ):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    _edit_nudges(context, follow_up_id)
    on_snooze = KINDS[follow_up.kind].on_snooze
    if on_snooze is not None:
        on_snooze(context, follow_up, until)
    _add_history_line(context, follow_up, "snoozed", until=until.isoformat())
    return until


def _choose_snooze_time(context: Context, choice: SnoozeChoice, day: date | None) -> datetime:
    rules = find_rules(context)
    zone, hours = rules.zone, rules.hours
    if choice is SnoozeChoice.TOMORROW:
        return next_working_day(context.now, zone, hours)
    if choice is SnoozeChoice.NEXT_WEEK:
        return next_working_week(context.now, zone, hours)
    if day is None:
        raise FieldError("day", "missing_date")
    today = context.now.astimezone(zone).date()
    if day <= today:
        raise FieldError("day", "past_date")
    if (day - today).days > SNOOZE_DAYS_MAX:
        raise FieldError("day", "far_date")
    return first_civil_time_on(day, zone, hours)


def _after_absence(context: Context, chosen: datetime) -> datetime:
    """The chosen time, or the first civil hour after a known absence of the actor."""
    rules = find_rules(context)
    absence = find_absence(context.actor.member, context.policy, context.now)
    if absence is None or absence.ends_at is None or absence.ends_at <= chosen:
        return chosen
    return next_civil_time(absence.ends_at, rules.zone, rules.hours)


def _edit_nudges(context: Context, follow_up_id: int) -> None:
    outbox.queue_nudge_edits(
        context.transaction,
        context.workspace.id,
        {context.actor.user_id},
        {follow_up_id},
        context.now,
    )


def _add_history_line(context: Context, follow_up: FollowUp, verb: str, **details: str) -> None:
    """Adds a line about the follow-up's referral or, without one, about the follow-up.

    A private kind of follow-up leaves no line.
    """
    if KINDS[follow_up.kind].is_private:
        return
    subject, subject_id = "follow_up", follow_up.id
    if follow_up.referral_id is not None:
        subject, subject_id = "referral", follow_up.referral_id
    history.add_line(
        context, f"follow_up.{verb}", subject, subject_id, follow_up=follow_up.id, **details
    )
