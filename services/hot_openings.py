"""Marks openings as hot (needing people soon), and tells members who want to hear of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.errors import FieldError
from domain.follow_ups import FollowUpKind, NewFollowUp
from domain.limits import HOT_DAYS_DEFAULT, HOT_DAYS_MAX
from domain.openings import Opening
from domain.topics import suits_topics
from domain.working_time import end_of_day
from services import history
from services.announcements import queue_announcements
from services.context import Context, group_by_workspace
from services.openings import find_managed_opening, find_open_opening
from services.people import find_time_zone, find_today
from storage import follow_ups, hot_openings
from storage.engine import Transaction


def suggest_last_hot_day(context: Context) -> date:
    """The day that the form suggests, in the actor's time zone."""
    return find_today(context) + timedelta(days=HOT_DAYS_DEFAULT)


def mark_hot(context: Context, opening_id: int, last_day: date | None) -> Opening:
    """Marks an open opening as hot until the end of `last_day`, or as not hot if it is None.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotOpenError`, and `FieldError("hot_until")`
    for a day in the past or more than `HOT_DAYS_MAX` days away.
    """
    find_managed_opening(context, opening_id)
    opening = find_open_opening(context, opening_id)
    hot_until = None
    if last_day is not None:
        if last_day < find_today(context):
            raise FieldError("hot_until", "past_date")
        if last_day > find_today(context) + timedelta(days=HOT_DAYS_MAX):
            raise FieldError("hot_until", "far_ending", str(HOT_DAYS_MAX))
        hot_until = end_of_day(last_day, find_time_zone(context))
    changed = _set_hot(context, opening, hot_until, last_day)
    if changed is not None and hot_until is not None:
        _tell_subscribers(context, changed, hot_until)
    return changed or opening


def _set_hot(
    context: Context, opening: Opening, hot_until: datetime | None, last_day: date | None
) -> Opening | None:
    """Marks the opening as hot until `hot_until`, the end of `last_day` in UTC.

    If both are None, the opening is no longer hot. Returns None if nothing changed.
    """
    changed = hot_openings.set_hot(context.transaction, opening, hot_until, last_day)
    if changed is not None:
        verb = "opening.hot" if hot_until else "opening.hot_over"
        history_id = history.add_line(context, verb, "opening", opening.id)
        queue_announcements(context, changed, history_id)
    return changed


def _tell_subscribers(context: Context, opening: Opening, hot_until: datetime) -> None:
    """Plans a nudge for each member who wants one about this opening, except the actor."""
    day_key = f"{hot_until:%y%m%d}"  # so that a new last day brings another nudge
    new_follow_ups = [
        NewFollowUp(
            FollowUpKind.HOT_ROLE,
            subject_id=opening.id,
            referral_id=None,
            member=user_id,
            due_at=context.now,
            period=f"{user_id}:{day_key}",
        )
        for user_id, topics in hot_openings.list_subscribers(
            context.transaction, context.workspace.id
        )
        if user_id != context.actor.user_id and suits_topics(opening, topics)
    ]
    follow_ups.plan_many(context.transaction, context.workspace.id, new_follow_ups, context.now)


def unmark_expired(transaction: Transaction, now: datetime, limit: int) -> int:
    """Unmarks hot openings of all workspaces, `limit` at most, whose last hot day is over.

    Returns their number.
    """
    expired = hot_openings.list_expired(transaction, now, limit)
    for context, openings in group_by_workspace(transaction, expired, now):
        for opening in openings:
            _set_hot(context, opening, hot_until=None, last_day=None)
    return len(expired)
