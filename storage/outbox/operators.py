"""Reads the outbox for operators, and retries or drops a row for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text, update

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
    WorkspaceReadings,
)
from domain.outbox import IntentState
from storage.engine import Transaction
from storage.outbox.find import count_by_state
from storage.outbox.queue import values_to_retry
from storage.tables.core import FOLLOW_UP, WORKSPACE
from storage.tables.messages import OUTBOX


def _to_row(row: Any) -> OutboxRow:
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
    """Return rows of every workspace in these states, oldest first."""
    rows = transaction.execute(
        select(OUTBOX)
        .where(OUTBOX.c.state.in_(_state_values(states)))
        .order_by(OUTBOX.c.id)
        .limit(limit)
    )
    return [_to_row(row) for row in rows]


def find_row(transaction: Transaction, intent_id: int) -> OutboxRow | None:
    """Return a row of any workspace: an operator is responsible for all of them."""
    row = transaction.execute(select(OUTBOX).where(OUTBOX.c.id == intent_id)).first()
    return _to_row(row) if row else None


def find_stuck_rows(transaction: Transaction, workspace_id: int, limit: int) -> StuckRows:
    """Return the dead and unknown rows of a workspace, newest first, and count them.

    Erasures are left out: `storage.outbox.erasures.find_unreached` counts them by person.
    """
    stuck = (
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.state.in_(_state_values(STUCK_STATES)),
        OUTBOX.c.kind.not_in(ERASURE_KINDS),
    )
    rows = transaction.execute(
        select(OUTBOX).where(*stuck).order_by(OUTBOX.c.id.desc()).limit(limit)
    ).all()
    if not rows:
        return NO_STUCK_ROWS
    count = transaction.scalar(select(func.count()).select_from(OUTBOX).where(*stuck))
    return StuckRows(tuple(_to_row(row) for row in rows), count or 0)


def retry(transaction: Transaction, workspace_id: int, intent_id: int, now: datetime) -> bool:
    """Queue the row again as if it were new. False when it is neither dead nor unknown."""
    return _change(
        transaction,
        workspace_id,
        intent_id,
        RETRYABLE_STATES,
        **values_to_retry(now),
    )


def drop(
    transaction: Transaction, workspace_id: int, intent_id: int, now: datetime, reason: str
) -> bool:
    """Drop the row. False when it is being sent or is settled."""
    return _change(
        transaction,
        workspace_id,
        intent_id,
        DROPPABLE_STATES,
        state=IntentState.DROPPED.value,
        reason=reason,
        settled_at=now,
        lease_until=None,
    )


def _change(
    transaction: Transaction,
    workspace_id: int,
    intent_id: int,
    states: Collection[IntentState],
    **values: object,
) -> bool:
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
    """Count rows by state, and the due rows and follow-ups, in all workspaces."""
    counts = count_by_state(transaction)
    due_rows = select(
        func.count().label("amount"), func.min(OUTBOX.c.not_before).label("oldest")
    ).where(OUTBOX.c.state == IntentState.QUEUED.value, OUTBOX.c.not_before <= now)
    queued = Pending(counts.get(IntentState.QUEUED, 0), *_count_and_oldest(transaction, due_rows))
    is_planned = (FOLLOW_UP.c.state == FollowUpState.OPEN.value, FOLLOW_UP.c.due_at.is_not(None))
    planned = transaction.scalar(select(func.count()).select_from(FOLLOW_UP).where(*is_planned))
    due_follow_ups = select(
        func.count().label("amount"), func.min(FOLLOW_UP.c.due_at).label("oldest")
    ).where(*is_planned, FOLLOW_UP.c.due_at <= now)
    return Backlog(
        counts, queued, Pending(planned or 0, *_count_and_oldest(transaction, due_follow_ups))
    )


def _count_and_oldest(
    transaction: Transaction, counted: Select[int, Any]
) -> tuple[int, datetime | None]:
    row = transaction.execute(counted).one()
    return int(row.amount), row.oldest


def list_readings(transaction: Transaction) -> list[WorkspaceReadings]:
    """Return what was read from Slack about the people of every workspace."""
    rows = transaction.execute(select(WORKSPACE).order_by(WORKSPACE.c.id))
    return [
        WorkspaceReadings(
            team_id=row.team_id,
            name=row.name,
            members_read_at=row.members_read_at,
            is_reading=row.members_cursor is not None,
            recruiter_group=row.recruiter_group,
            recruiter_group_error=row.recruiter_group_error,
            granted_scopes=row.granted_scopes,
        )
        for row in rows
    ]


def ping(transaction: Transaction) -> bool:
    """Execute a statement that needs no table. Raises SQLAlchemy's error if that fails."""
    return bool(transaction.scalar(text("SELECT 1")))
