"""Queues the weekly round-up of a channel, if its openings have changed, and loads its page."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.messages import RoundUp
from domain.pages import RoundupPage
from domain.roundup import build_roundup, next_roundup_time
from domain.working_time import time_zone
from services import outbox
from services.context import Context
from storage import roundups, weekly_messages
from storage.weekly_messages import WeeklyMessage


def queue_due_roundups(context: Context, limit: int) -> bool:
    """Queues the round-ups that are due and plans the next ones. Returns True if any was due."""
    if context.policy.roundup_day is None:
        return False
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    kind = WeeklyMessage.ROUNDUP
    zone = time_zone(context.policy.default_tz)
    next_due_at = next_roundup_time(now, context.policy.roundup_day, zone, context.policy.hours)
    for channel in roundups.list_unplanned_channels(transaction, workspace_id):
        weekly_messages.plan_first(transaction, workspace_id, kind, channel, next_due_at, now)
    due = weekly_messages.list_due(transaction, workspace_id, kind, now, limit)
    for each in due:
        if not weekly_messages.claim(transaction, workspace_id, kind, each, next_due_at, now):
            continue  # Another replica has claimed it.
        if load_roundup(context, each.recipient, each.last_sent_at) is not None:
            payload = RoundUp(subject_id=0, since=each.last_sent_at)
            outbox.queue(context, payload, to=each.recipient, occasion=each.due_at.isoformat())
    return bool(due)


def load_roundup(context: Context, channel: str, since: datetime) -> RoundupPage | None:
    """Loads the round-up of the channel. None if no opening has changed after `since`."""
    transaction, workspace_id = context.transaction, context.workspace.id
    found = roundups.list_openings(transaction, workspace_id, channel, since)
    days = context.policy.stale_opening_days
    quiet_since = context.now - timedelta(days=days)
    old = {each.id for each in found if each.takes_referrals and each.posted_at <= quiet_since}
    quiet = old - roundups.find_ids_with_referrals(transaction, workspace_id, old, quiet_since)
    return build_roundup(found, since, quiet=quiet, quiet_days=days)
