"""Queues intents, in the transaction that stores the fact that they report."""

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
    """Queue the intent. False when one with the same `dedupe` was queued before."""
    return insert_if_absent(
        transaction, OUTBOX, **_common_columns(workspace_id, now), **_intent_columns(intent, now)
    )


def queue_again(transaction: Transaction, intent: Intent, now: datetime) -> bool:
    """Queue a message with the same content again. False when that was done before."""
    again = NewIntent(
        intent.kind,
        intent.recipient,
        intent.subject_id,
        join_key("again", intent.kind, intent.subject_id, intent.recipient),
        intent.details,
    )
    return queue_intent(transaction, intent.workspace_id, again, now)


def values_to_retry(now: datetime) -> dict[str, object]:
    """Return the column values that queue a row again as if it were new."""
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
    """Queue several intents in one statement. Those that were queued before are left out."""
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
