"""What an operator looks up in the outbox, and the two things that they may do to a row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text, update

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
)
from domain.outbox import IntentState
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP, WORKSPACE
from storage.tables.messages import OUTBOX


def _line(row: Any) -> OutboxRow:
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


def _words(states: Collection[IntentState]) -> list[str]:
    return [state.value for state in states]


def list_lines(
    transaction: Transaction, states: Collection[IntentState], limit: int
) -> list[OutboxRow]:
    """Rows in these states, of every workspace, oldest first."""
    rows = transaction.execute(
        select(OUTBOX).where(OUTBOX.c.state.in_(_words(states))).order_by(OUTBOX.c.id).limit(limit)
    )
    return [_line(row) for row in rows]


def find_line(transaction: Transaction, intent_id: int) -> OutboxRow | None:
    """One row by its id, whichever workspace it belongs to: an operator runs them all."""
    row = transaction.execute(select(OUTBOX).where(OUTBOX.c.id == intent_id)).first()
    return _line(row) if row else None


def find_troubles(transaction: Transaction, workspace_id: int, limit: int) -> StuckRows:
    """Dead and unknown rows of a workspace, newest first."""
    here = (OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.state.in_(_words(STUCK_STATES)))
    rows = transaction.execute(
        select(OUTBOX).where(*here).order_by(OUTBOX.c.id.desc()).limit(limit)
    ).all()
    if not rows:
        return NO_STUCK_ROWS
    count = transaction.scalar(select(func.count()).select_from(OUTBOX).where(*here))
    return StuckRows(tuple(_line(row) for row in rows), count or 0)


def retry(transaction: Transaction, workspace_id: int, intent_id: int, now: datetime) -> bool:
    """Queue it again as if it were new; False when it is not dead or unknown any more."""
    return _change(
        transaction,
        workspace_id,
        intent_id,
        RETRYABLE_STATES,
        state=IntentState.QUEUED.value,
        not_before=now,
        attempts=0,
        reason=None,
        settled_at=None,
        lease_until=None,
    )


def drop(
    transaction: Transaction, workspace_id: int, intent_id: int, now: datetime, reason: str
) -> bool:
    """It is not said; False when it is being sent, or settled already."""
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
    while_in: Collection[IntentState],
    **values: object,
) -> bool:
    done = transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id == intent_id,
            OUTBOX.c.state.in_(_words(while_in)),
        )
        .values(**values)
        .returning(OUTBOX.c.id)
    )
    return done.first() is not None


def find_backlog(transaction: Transaction, now: datetime) -> Backlog:
    """Rows by state, and what is due and waits, over all workspaces."""
    counted = transaction.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state))
    rows = {IntentState(state): count for state, count in counted}
    late_rows = select(func.count(), func.min(OUTBOX.c.not_before)).where(
        OUTBOX.c.state == IntentState.QUEUED.value, OUTBOX.c.not_before <= now
    )
    queued = Pending(rows.get(IntentState.QUEUED, 0), *_due(transaction, late_rows))
    still_open = (FOLLOW_UP.c.state == FollowUpState.OPEN.value, FOLLOW_UP.c.due_at.is_not(None))
    planned = transaction.scalar(select(func.count()).select_from(FOLLOW_UP).where(*still_open))
    late_steps = select(func.count(), func.min(FOLLOW_UP.c.due_at)).where(
        *still_open, FOLLOW_UP.c.due_at <= now
    )
    return Backlog(rows, queued, Pending(planned or 0, *_due(transaction, late_steps)))


def _due(transaction: Transaction, counted: Select[int, Any]) -> tuple[int, datetime | None]:
    count, oldest = transaction.execute(counted).one()
    return int(count), oldest


def list_members_readings(transaction: Transaction) -> list[tuple[str, str, datetime | None]]:
    """(team id, name, when its members were last read in UTC) of every workspace."""
    rows = transaction.execute(
        select(WORKSPACE.c.team_id, WORKSPACE.c.name, WORKSPACE.c.members_read_at).order_by(
            WORKSPACE.c.id
        )
    )
    return [(team, name, read_at) for team, name, read_at in rows]


def ping(transaction: Transaction) -> bool:
    """Ask the database for a sign of life. Raises what the driver raises."""
    return bool(transaction.scalar(text("SELECT 1")))
