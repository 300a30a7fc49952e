"""A channel hears once a week what changed among its roles; where nothing did, it hears nothing."""

from __future__ import annotations

from datetime import datetime

from domain.messages import RoundUp
from domain.pages import RoundupPage
from domain.roundup import build_roundup, next_roundup_time
from domain.working_time import time_zone
from services import outbox
from services.context import Context
from storage import roundups


def queue_due_roundups(context: Context, limit: int) -> bool:
    """Queue the round-ups that are due, and plan the next of each; True when there were any."""
    if context.policy.roundup_day is None:
        return False
    tz = time_zone(context.policy.default_tz)
    following = next_roundup_time(context.now, context.policy.roundup_day, tz, context.policy.hours)
    for channel in roundups.list_unplanned_channels(context.transaction, context.workspace.id):
        roundups.plan_first(
            context.transaction, context.workspace.id, channel, following, context.now
        )
    due = roundups.list_due(context.transaction, context.workspace.id, context.now, limit)
    for channel, due_at, told_at in due:
        if not roundups.claim(
            context.transaction, context.workspace.id, channel, due_at, following, context.now
        ):
            continue  # another replica says it
        if load_roundup(context, channel, told_at) is None:
            continue
        outbox.queue(context, RoundUp(0, told_at), to=channel, occasion=due_at.isoformat())
    return bool(due)


def load_roundup(context: Context, channel: str, since: datetime) -> RoundupPage | None:
    return build_roundup(
        roundups.list_openings(context.transaction, context.workspace.id, channel, since), since
    )
