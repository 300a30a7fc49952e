"""Queues the weekly round-up of a channel, if its openings have changed, and loads its page."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.messages import RoundUp
from domain.pages import RoundupPage
from domain.roundup import build_roundup, next_roundup_time
from domain.working_time import time_zone
from services import outbox
from services.context import Context
from storage import roundups


def queue_due_roundups(context: Context, limit: int) -> bool:
    """Queues the round-ups that are due and plans the next ones. Returns True if any was due."""
    if context.policy.roundup_day is None:
        return False
    zone = time_zone(context.policy.default_tz)
    next_due = next_roundup_time(
        context.now, context.policy.roundup_day, zone, context.policy.hours
    )
    for channel in roundups.list_unplanned_channels(context.transaction, context.workspace.id):
        roundups.plan_first(
            context.transaction, context.workspace.id, channel, next_due, context.now
        )
    due = roundups.list_due(context.transaction, context.workspace.id, context.now, limit)
    for channel, due_at, last_sent_at in due:
        if not roundups.claim(
            context.transaction, context.workspace.id, channel, due_at, next_due, context.now
        ):
            continue  # Another replica has claimed it.
        if load_roundup(context, channel, last_sent_at) is None:
            continue
        outbox.queue(context, RoundUp(0, last_sent_at), to=channel, occasion=due_at.isoformat())
    return bool(due)


def load_roundup(context: Context, channel: str, since: datetime) -> RoundupPage | None:
    """Loads the openings of the channel that have changed; None if none has since that time."""
    transaction, ws = context.transaction, context.workspace.id
    found = roundups.list_openings(transaction, ws, channel, since)
    days = context.policy.stale_opening_days
    quiet_since = context.now - timedelta(days=days)
    old = {each.id for each in found if each.takes_referrals and each.posted_at <= quiet_since}
    quiet = old - roundups.list_referred(transaction, ws, old, quiet_since)
    return build_roundup(found, since, quiet=quiet, quiet_days=days)
