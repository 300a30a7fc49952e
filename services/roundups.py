"""A channel hears once a week what changed among its roles; where nothing did, it hears nothing."""

from __future__ import annotations

from datetime import datetime

from domain.outbox import IntentKind, NewIntent
from domain.pages import RoundupPage
from domain.policy import Policy
from domain.roundup import next_roundup, worth_saying
from domain.working_time import zone
from storage import roundups
from storage.engine import Transaction
from storage.outbox import intents as outbox


def say_due(
    transaction: Transaction, workspace_id: int, policy: Policy, now: datetime, limit: int
) -> bool:
    """Queue the round-ups that are due, and plan the next of each; True when there were any."""
    if policy.roundup_day is None:
        return False
    tz = zone(policy.default_tz)
    following = next_roundup(now, policy.roundup_day, tz, policy.hours)
    for channel in roundups.new_channels(transaction, workspace_id):
        roundups.begin(transaction, workspace_id, channel, following, now)
    due = roundups.due(transaction, workspace_id, now, limit)
    for channel, due_at, told_at in due:
        if not roundups.claim(transaction, workspace_id, channel, due_at, following, now):
            continue  # another replica says it
        if page(transaction, workspace_id, channel, told_at) is None:
            continue
        dedupe = f"roundup:{channel}:{due_at.isoformat()}"
        about: dict[str, object] = {"since": told_at.isoformat()}
        intent = NewIntent(IntentKind.ROUNDUP, channel, 0, dedupe, about)
        outbox.queue(transaction, workspace_id, intent, now)
    return bool(due)


def page(
    transaction: Transaction, workspace_id: int, channel: str, since: datetime
) -> RoundupPage | None:
    return worth_saying(roundups.openings_in(transaction, workspace_id, channel, since), since)
