"""Reads what `vouch status`, `vouch outbox`, the metrics and the health checks show.

Also retries and drops rows of the outbox.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, func, select, text, update

from domain.copy_erasures import ERASURE_KINDS
from domain.follow_ups import FollowUpState
from domain.operators import (
    DROPPABLE_STATES,
    NO_STUCK_ROWS,
    RETRYABLE_STATES,
    STUCK_STATES,
    Backlog,
    OutboxRow,
    Pending,
    StuckRows,
    WorkspaceStatus,
)
from domain.outbox import IntentState
from storage.engine import Transaction
from storage.outbox.find import count_by_state
from storage.outbox.queue import values_to_retry
from storage.tables.core import FOLLOW_UP, WORKSPACE
from storage.tables.messages import OUTBOX


def _to_outbox_row(row: Any) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        to=row.recipient,
        subject_id=row.subject_id,
        state=IntentState(row.state),
        attempts=row.attempts,
        reason=row.reason,
        created_at=row.created_at,
        not_before=row.not_before,
        settled_at=row.settled_at,
        channel=row.channel,
        ts=row.ts,
    )


def _state_values(states: Collection[IntentState]) -> list[str]:
    return [state.value for state in states]


def list_rows(
    transaction: Transaction, states: Collection[IntentState], limit: int
) -> list[OutboxRow]:
    """Return the oldest rows in these states, at most `limit`, of all workspaces together."""
    rows = transaction.execute(
        select(OUTBOX)
        .where(OUTBOX.c.state.in_(_state_values(states)))
        .order_by(OUTBOX.c.id)
        .limit(limit)
    )
    return [_to_outbox_row(row) for row in rows]


def find_row(transaction: Transaction, intent_id: int) -> OutboxRow | None:
    """Return the row with this id, or None. Operators may see the rows of every workspace."""
    row = transaction.execute(select(OUTBOX).where(OUTBOX.c.id == intent_id)).first()
    return _to_outbox_row(row) if row else None


def find_stuck_rows(transaction: Transaction, workspace_id: int, limit: int) -> StuckRows:
    """Return a workspace's dead and unknown rows, the `limit` newest first, and the count of all.

    Erasures are left out: `storage.outbox.erasures.list_unreached` counts them by person.
    """
    is_stuck = (
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.state.in_(_state_values(STUCK_STATES)),
        OUTBOX.c.kind.not_in(ERASURE_KINDS),
    )
    rows = transaction.execute(
        select(OUTBOX).where(*is_stuck).order_by(OUTBOX.c.id.desc()).limit(limit)
    ).all()
    if not rows:
        return NO_STUCK_ROWS
    count = transaction.scalar(select(func.count()).select_from(OUTBOX).where(*is_stuck))
    return StuckRows(tuple(_to_outbox_row(row) for row in rows), count or 0)


def retry(transaction: Transaction, workspace_id: int, intent_id: int, now: datetime) -> bool:
    """Queue the row again as if it were new. Returns False if it is neither dead nor unknown."""
    return _change_if_in(
        transaction,
        workspace_id,
        intent_id,
        RETRYABLE_STATES,
        **values_to_retry(now),
    )


def drop(
    transaction: Transaction, workspace_id: int, intent_id: int, now: datetime, reason: str
) -> bool:
    """Drop a queued, dead or unknown row. Returns False if it is in another state by now."""
    return _change_if_in(
        transaction,
        workspace_id,
        intent_id,
        DROPPABLE_STATES,
        state=IntentState.DROPPED.value,
        reason=reason,
        settled_at=now,
        lease_until=None,
    )


def _change_if_in(
    transaction: Transaction,
    workspace_id: int,
    intent_id: int,
    states: Collection[IntentState],
    **values: object,
) -> bool:
    """Set these columns if the row is in one of the states. Returns whether it was."""
    changed = transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id == intent_id,
            OUTBOX.c.state.in_(_state_values(states)),
        )
        .values(**values)
        .returning(OUTBOX.c.id)
    )
    return changed.first() is not None


def find_backlog(transaction: Transaction, now: datetime) -> Backlog:
    """Count the outbox's rows by state, and what is due at `now` (UTC), in all workspaces."""
    counts = count_by_state(transaction)
    is_queued = OUTBOX.c.state == IntentState.QUEUED.value
    due_rows, oldest_row_due_at = _count_due(transaction, OUTBOX.c.not_before, is_queued, now)
    is_open = FOLLOW_UP.c.state == FollowUpState.OPEN.value
    is_planned = and_(is_open, FOLLOW_UP.c.due_at.is_not(None))
    planned = transaction.scalar(select(func.count()).select_from(FOLLOW_UP).where(is_planned))
    due_follow_ups, oldest_follow_up_due_at = _count_due(
        transaction, FOLLOW_UP.c.due_at, is_planned, now
    )
    return Backlog(
        counts_by_state=counts,
        queued=Pending(counts.get(IntentState.QUEUED, 0), due_rows, oldest_row_due_at),
        follow_ups=Pending(planned or 0, due_follow_ups, oldest_follow_up_due_at),
    )


def _count_due(
    transaction: Transaction, due_at: Column[Any], is_waiting: ColumnElement[bool], now: datetime
) -> tuple[int, datetime | None]:
    """Return how many waiting rows are due, and since when the oldest of them has been due."""
    count, oldest_due_at = transaction.execute(
        select(func.count(), func.min(due_at)).where(is_waiting, due_at <= now)
    ).one()
    return int(count), oldest_due_at


def list_workspace_statuses(transaction: Transaction) -> list[WorkspaceStatus]:
    """Return every workspace, with what was last read from Slack about its people."""
    rows = transaction.execute(select(WORKSPACE).order_by(WORKSPACE.c.id))
    return [
        WorkspaceStatus(
            team_id=row.team_id,
            name=row.name,
            members_read_at=row.members_read_at,
            is_reading_members=row.members_cursor is not None,
            recruiter_group=row.recruiter_group,
            recruiter_group_error=row.recruiter_group_error,
            granted_scopes=row.granted_scopes,
        )
        for row in rows
    ]


def ping(transaction: Transaction) -> None:
    """Execute a statement that needs no table. Raises SQLAlchemy's error if that fails."""
    transaction.execute(text("SELECT 1"))
