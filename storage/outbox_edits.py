"""Edits that were made long ago: nobody looks them up, and there are as many as changes.

Rows of messages stay. They say where each message stands, so that it can be edited, and their
`dedupe` keeps the same thing from being said a second time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.outbox import IntentKind, IntentState
from storage.tables import OutboxRow

_OVER = (IntentState.SENT.value, IntentState.DROPPED.value)


def forget(session: Session, workspace_id: int, before: datetime, limit: int) -> int:
    """Remove edits that were settled before `before`; how many there were. Dead ones stay."""
    old = (
        select(OutboxRow.id)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.kind == IntentKind.REFRESH.value,
            OutboxRow.state.in_(_OVER),
            OutboxRow.settled_at < before,
        )
        .limit(limit)
    )
    gone = session.execute(
        delete(OutboxRow)
        .where(OutboxRow.workspace_id == workspace_id, OutboxRow.id.in_(old))
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
