"""Marks an opening as hot until a day, and tells everybody who wants to hear of hot openings."""

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


def suggest_day(context: Context) -> date:
    """The day that the form shows first, in the actor's own time zone."""
    return find_today(context) + timedelta(days=HOT_DAYS_DEFAULT)


def mark_hot(context: Context, opening_id: int, until: date | None) -> Opening:
    """Marks an open opening as hot until the end of the day `until`, or as not hot if it is None.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotOpenError`, and `FieldError("hot_until")`
    for a day that is past or too far.
    """
    find_managed_opening(context, opening_id)
    opening = find_open_opening(context, opening_id)
    hot_until = None
    if until is not None:
        if until < find_today(context):
            raise FieldError("hot_until", "past_date")
        if until > find_today(context) + timedelta(days=HOT_DAYS_MAX):
            raise FieldError("hot_until", "far_ending", str(HOT_DAYS_MAX))
        hot_until = end_of_day(until, find_time_zone(context))
    changed = _set_hot(context, opening, hot_until, until)
    if changed is not None and hot_until is not None:
        _tell_subscribers(context, changed, hot_until)
    return changed or opening


def _set_hot(
    context: Context, opening: Opening, until: datetime | None, day: date | None
) -> Opening | None:
    """Marks the opening as hot until the end of `day`, which is `until` (UTC); None ends it.

    Returns None if nothing changed.
    """
    changed = hot_openings.set_hot(context.transaction, opening, until, day)
    if changed is not None:
        verb = "opening.hot" if until else "opening.hot_over"
        history_id = history.add_line(context, verb, "opening", opening.id)
        queue_announcements(context, changed, history_id)
    return changed


def _tell_subscribers(context: Context, opening: Opening, until: datetime) -> None:
    """Plans one message to each subscriber except the actor, in the subscriber's own hours."""
    last_day = f"{until:%y%m%d}"
    new = [
        NewFollowUp(
            FollowUpKind.HOT_ROLE,
            opening.id,
            None,
            user_id,
            context.now,
            f"{user_id}:{last_day}",
        )
        for user_id, topics in hot_openings.list_subscribers(
            context.transaction, context.workspace.id
        )
        if user_id != context.actor.user_id and suits_topics(opening, topics)
    ]
    follow_ups.plan_many(context.transaction, context.workspace.id, new, context.now)


def end_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Unmarks at most `limit` openings whose last hot day is over. Returns their number."""
    expired = hot_openings.list_expired(transaction, now, limit)
    for context, in_workspace in group_by_workspace(transaction, expired, now):
        for opening in in_workspace:
            _set_hot(context, opening, None, None)
    return len(expired)
