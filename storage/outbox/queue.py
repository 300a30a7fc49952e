"""Queues intents: rows of the outbox, which say what the delivery sends, and to whom.

An intent is queued in the same transaction that stores the change it reports. So a message is sent
if, and only if, the change is committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from domain.message_payload import join_key
from domain.outbox import Intent, IntentState, NewIntent
from storage.engine import Transaction
from storage.tables.messages import OUTBOX
from storage.upsert import insert_if_absent, insert_many_if_absent


def queue_intent(
    transaction: Transaction, workspace_id: int, intent: NewIntent, now: datetime
) -> bool:
    """Queue the intent. False when an intent with the same `dedupe_key` was queued before."""
    return insert_if_absent(
        transaction, OUTBOX, **_common_columns(workspace_id, now), **_intent_columns(intent, now)
    )


def queue_again(transaction: Transaction, intent: Intent, now: datetime) -> bool:
    """Queue a copy of an intent whose message was deleted in Slack.

    False when a copy was queued before: a message is sent again only once.
    """
    again = NewIntent(
        kind=intent.kind,
        recipient=intent.recipient,
        subject_id=intent.subject_id,
        dedupe_key=join_key("again", intent.kind, intent.subject_id, intent.recipient),
        details=intent.details,
    )
    return queue_intent(transaction, intent.workspace_id, again, now)


def values_to_retry(now: datetime) -> dict[str, object]:
    """Return the column values that make the delivery send a settled row once more."""
    return {
        "state": IntentState.QUEUED.value,
        "not_before": now,
        "attempts": 0,
        "reason": None,
        "settled_at": None,
        "lease_until": None,
    }


def queue_intents(
    transaction: Transaction, workspace_id: int, intents: Sequence[NewIntent], now: datetime
) -> None:
    """Queue several intents in one statement.

    An intent is left out if one with the same `dedupe_key` was queued before.
    """
    rows = [_intent_columns(intent, now) for intent in intents]
    insert_many_if_absent(transaction, OUTBOX, rows, _common_columns(workspace_id, now))


def _common_columns(workspace_id: int, now: datetime) -> dict[str, object]:
    return {
        "workspace_id": workspace_id,
        "state": IntentState.QUEUED.value,
        "attempts": 0,
        "created_at": now,
    }


def _intent_columns(intent: NewIntent, now: datetime) -> dict[str, object]:
    return {
        "kind": intent.kind,
        "recipient": intent.recipient,
        "subject_id": intent.subject_id,
        "about": intent.details,
        "dedupe": intent.dedupe_key,
        "key": str(uuid4()),
        "priority": intent.priority.value,
        "not_before": intent.not_before or now,
    }
