"""Edits that were made long ago: nobody looks them up, and there are as many as changes.

Rows of messages stay. They say where each message stands, so that it can be edited, and their
`dedupe` keeps the same thing from being said a second time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from domain.outbox import IntentKind, IntentState
from storage.engine import Transaction
from storage.tables.messages import OUTBOX

_OVER = (IntentState.SENT.value, IntentState.DROPPED.value)


def delete_old_edits(
    transaction: Transaction, workspace_id: int, before: datetime, limit: int
) -> int:
    """Remove edits that were settled before `before`; how many there were. Dead ones stay."""
    old = (
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind == IntentKind.REFRESH.value,
            OUTBOX.c.state.in_(_OVER),
            OUTBOX.c.settled_at < before,
        )
        .limit(limit)
    )
    gone = transaction.execute(
        delete(OUTBOX)
        .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id.in_(old))
        .returning(OUTBOX.c.id)
    )
    return len(gone.all())
