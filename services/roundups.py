"""A channel hears once a week what changed among its roles; where nothing did, it hears nothing."""

from __future__ import annotations

from datetime import datetime

from domain.outbox import IntentKind, NewIntent
from domain.pages import RoundupPage
from domain.roundup import build_roundup, next_roundup_time
from domain.working_time import time_zone
from services.context import Context
from storage import roundups
from storage.outbox import intents as outbox


def say_due(context: Context, limit: int) -> bool:
    """Queue the round-ups that are due, and plan the next of each; True when there were any."""
    if context.policy.roundup_day is None:
        return False
    tz = time_zone(context.policy.default_tz)
    following = next_roundup_time(context.now, context.policy.roundup_day, tz, context.policy.hours)
    for channel in roundups.list_unplanned_channels(context.transaction, context.workspace.id):
        roundups.plan_first(context.transaction, context.workspace.id, channel, following, context.now)
    due = roundups.list_due(context.transaction, context.workspace.id, context.now, limit)
    for channel, due_at, told_at in due:
        if not roundups.claim(
            context.transaction, context.workspace.id, channel, due_at, following, context.now
        ):
            continue  # another replica says it
        if page(context, channel, told_at) is None:
            continue
        dedupe = f"roundup:{channel}:{due_at.isoformat()}"
        about: dict[str, object] = {"since": told_at.isoformat()}
        intent = NewIntent(IntentKind.ROUNDUP, channel, 0, dedupe, about)
        outbox.queue(context.transaction, context.workspace.id, intent, context.now)
    return bool(due)


def page(context: Context, channel: str, since: datetime) -> RoundupPage | None:
    return build_roundup(
        roundups.list_openings(context.transaction, context.workspace.id, channel, since), since
    )
