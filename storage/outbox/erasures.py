"""Erasures in Slack: queues them, lists those that Slack refused for good, and retries these."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select, update

from domain.copy_erasures import ERASURE_KINDS, CopyErasure, HomeErasure, UnreachedCopies
from domain.outbox import IntentState
from storage.engine import Transaction
from storage.outbox.edits import VISIBLE_STATES
from storage.outbox.queue import queue_intents, values_to_retry
from storage.tables.messages import OUTBOX


def queue_copy_erasures(
    transaction: Transaction,
    workspace_id: int,
    message_ids: Collection[int],
    occasion: str,
    now: datetime,
) -> None:
    """Queue an erasure of each of these messages that may be in Slack.

    A message is erased once for each `occasion`, such as the history line that caused it.
    """
    rows = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id.in_(set(message_ids)),
            OUTBOX.c.state.in_(VISIBLE_STATES),
        )
    ).all()
    erasures = [CopyErasure(row.id).to_intent(row.recipient, occasion) for row in rows]
    queue_intents(transaction, workspace_id, erasures, now)


def _unreached_conditions(workspace_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions for a row of a message or App Home that Slack refused for good to erase."""
    return (
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.kind.in_(ERASURE_KINDS),
        OUTBOX.c.state == IntentState.DEAD.value,
    )


def list_unreached(
    transaction: Transaction, workspace_id: int, limit: int
) -> list[UnreachedCopies]:
    """Return what could not be erased, for the first `limit` people in the order of user ids."""
    is_home = OUTBOX.c.kind == HomeErasure.kind
    rows = transaction.execute(
        select(
            OUTBOX.c.recipient,
            func.sum(case((is_home, 0), else_=1)).label("messages"),
            func.sum(case((is_home, 1), else_=0)).label("homes"),
            func.max(OUTBOX.c.reason).label("reason"),  # any of Slack's errors will do
        )
        .where(*_unreached_conditions(workspace_id))
        .group_by(OUTBOX.c.recipient)
        .order_by(OUTBOX.c.recipient)
        .limit(limit)
    )
    return [
        UnreachedCopies(
            row.recipient,
            message_count=int(row.messages),
            has_home=row.homes > 0,
            reason=row.reason or "",
        )
        for row in rows
    ]


def retry_unreached(
    transaction: Transaction, workspace_id: int, recipients: Collection[str], now: datetime
) -> int:
    """Queue these people's refused erasures again. Return how many there are."""
    return _change_unreached(
        transaction,
        workspace_id,
        recipients,
        **values_to_retry(now),
    )


def drop_unreached(
    transaction: Transaction, workspace_id: int, recipient: str, now: datetime, reason: str
) -> int:
    """Give up this person's refused erasures for the `reason`. Return how many there are."""
    return _change_unreached(
        transaction,
        workspace_id,
        [recipient],
        state=IntentState.DROPPED.value,
        settled_at=now,
        reason=reason,
    )


def _change_unreached(
    transaction: Transaction, workspace_id: int, recipients: Collection[str], **values: object
) -> int:
    changed = transaction.execute(
        update(OUTBOX)
        .where(*_unreached_conditions(workspace_id), OUTBOX.c.recipient.in_(set(recipients)))
        .values(**values)
        .returning(OUTBOX.c.id)
    )
    return len(changed.all())
