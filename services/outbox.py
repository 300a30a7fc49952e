"""Queues messages, and lets admins retry or drop the messages that are stuck.

A message is a payload (`domain/messages.py`), which is stored as an outbox row and sent after the
transaction. Admins retry and drop rows in App Home and with `vouch outbox`; the history tells who
did.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import NotFoundError
from domain.message_payload import Payload, Subject
from domain.operators import DROPPABLE_STATES, RETRYABLE_STATES, OutboxRow, StuckRows
from domain.outbox import NewIntent, Priority
from domain.permissions import Access, check_access
from services import history
from services.context import Context
from storage import outbox, windows
from storage.outbox import operators as stored_rows

OPERATE_ACTION = "operate_outbox"
MAX_STUCK_ROWS_SHOWN = 5
DROPPED_BY_ADMIN = "dropped_by_hand"


def queue(
    context: Context,
    payload: Payload,
    *,
    to: str,
    occasion: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Queues a message for a user or channel id. Returns False if it was queued before.

    `occasion` distinguishes several messages about the same row; see `Payload.dedupe_key`.
    """
    intent = _raise_priority_for_actor(context, payload.to_intent(to, occasion, not_before))
    return outbox.queue_intent(context.transaction, context.workspace.id, intent, context.now)


def queue_many(context: Context, intents: Sequence[NewIntent]) -> None:
    """Queues several messages in one statement. `Payload.to_intent` makes the intents."""
    intents = [_raise_priority_for_actor(context, intent) for intent in intents]
    outbox.queue_intents(context.transaction, context.workspace.id, intents, context.now)


def _raise_priority_for_actor(context: Context, intent: NewIntent) -> NewIntent:
    """The intent, with a higher priority if it is news to the actor about their own action.

    The actor expects such news at once, even outside their working hours.
    """
    if intent.recipient != context.actor.user_id or intent.priority is not Priority.NEWS:
        return intent
    return replace(intent, priority=Priority.AWAITED)


def queue_edits(
    context: Context, payload_types: Collection[type[Payload]], subject_id: int
) -> None:
    """Queues an edit of every posted message of these types about the row `subject_id`.

    If the row is a referral, the open modals and App Homes that show it are updated as well.
    """
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    kinds = [each.kind for each in payload_types]
    outbox.queue_edits(transaction, workspace_id, kinds, subject_id, now)
    if any(each.subject is Subject.REFERRAL for each in payload_types):
        windows.queue_refreshes_of_referral(transaction, workspace_id, subject_id, now)


def find_stuck_rows(context: Context) -> StuckRows:
    """The newest rows that were not sent and wait for an admin. Raises `NotAllowedError`."""
    check_access(context.actor, Access.ADMIN, OPERATE_ACTION)
    return stored_rows.find_stuck_rows(
        context.transaction, context.workspace.id, MAX_STUCK_ROWS_SHOWN
    )


def retry(context: Context, row: OutboxRow) -> None:
    """Queues a message again. Raises `NotFoundError` if its state does not allow that."""
    # The row is read before, so its state may have changed; `retry` checks the state again.
    may_retry = row.state in RETRYABLE_STATES
    if not may_retry or not stored_rows.retry(
        context.transaction, row.workspace_id, row.id, context.now
    ):
        raise NotFoundError("outbox")
    _add_history_line(context, row, "outbox.retried")


def drop(context: Context, row: OutboxRow) -> None:
    """Sets a message's row to dropped. Raises `NotFoundError` if its state does not allow that."""
    may_drop = row.state in DROPPABLE_STATES
    if not may_drop or not stored_rows.drop(
        context.transaction, row.workspace_id, row.id, context.now, DROPPED_BY_ADMIN
    ):
        raise NotFoundError("outbox")
    _add_history_line(context, row, "outbox.dropped")


def _add_history_line(context: Context, row: OutboxRow, verb: str) -> None:
    history.add_line(context, verb, "outbox", row.id, was=row.state.value)


def find_row_of_workspace(context: Context, intent_id: int) -> OutboxRow:
    """Finds a row for an admin of its workspace. Raises `NotAllowedError` and `NotFoundError`."""
    check_access(context.actor, Access.ADMIN, OPERATE_ACTION)
    row = stored_rows.find_row(context.transaction, intent_id)
    if row is None or row.workspace_id != context.workspace.id:
        raise NotFoundError("outbox")
    return row
