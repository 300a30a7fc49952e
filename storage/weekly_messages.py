"""Stores when weekly messages are due: round-ups of channels, and digests of hiring managers.

Each recipient has one row: `due_at` is the time of the next message, `told_at` of the last one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, Table, select, update

from storage.engine import Transaction
from storage.tables.core import ROUNDUP
from storage.tables.desk import MANAGER_DIGEST
from storage.upsert import insert_if_absent


class WeeklyMessage(Enum):
    """A kind of weekly message: its table and the column of its recipients."""

    ROUNDUP = (ROUNDUP, ROUNDUP.c.channel)
    MANAGER_DIGEST = (MANAGER_DIGEST, MANAGER_DIGEST.c.member)

    def __init__(self, table: Table, recipient: Column[Any]) -> None:
        self.table = table
        self.recipient = recipient


class DueMessage(NamedTuple):
    """A message that is due, and will show what has changed since `last_sent_at`. Times are UTC.

    If no message was sent before, `last_sent_at` is when the first one was planned.
    """

    recipient: str
    due_at: datetime
    last_sent_at: datetime


def plan_first(
    transaction: Transaction,
    workspace_id: int,
    message: WeeklyMessage,
    recipient: str,
    due_at: datetime,
    now: datetime,
) -> None:
    """Plan the first message to the recipient, which will show what changes from now on.

    Nothing changes if the recipient has a row already.
    """
    insert_if_absent(
        transaction,
        message.table,
        workspace_id=workspace_id,
        due_at=due_at,
        told_at=now,
        **{message.recipient.name: recipient},
    )


def list_due(
    transaction: Transaction, workspace_id: int, message: WeeklyMessage, now: datetime, limit: int
) -> list[DueMessage]:
    """Return at most `limit` due messages, those due longest first."""
    rows = transaction.execute(
        _select_due(workspace_id, message, now)
        .order_by(message.table.c.due_at, message.recipient)
        .limit(limit)
    )
    return [DueMessage(*row) for row in rows]


def list_due_to(
    transaction: Transaction,
    workspace_id: int,
    message: WeeklyMessage,
    recipients: Collection[str],
    now: datetime,
) -> list[DueMessage]:
    """Return the due messages of these recipients."""
    rows = transaction.execute(
        _select_due(workspace_id, message, now).where(message.recipient.in_(recipients))
    )
    return [DueMessage(*row) for row in rows]


def _select_due(
    workspace_id: int, message: WeeklyMessage, now: datetime
) -> Select[str, datetime, datetime]:
    """Select the fields of `DueMessage`, in their order."""
    columns = message.table.c
    return select(message.recipient, columns.due_at, columns.told_at).where(
        columns.workspace_id == workspace_id, columns.due_at <= now
    )


def postpone(
    transaction: Transaction,
    workspace_id: int,
    message: WeeklyMessage,
    due: DueMessage,
    until: datetime,
) -> None:
    """Make the message due again at `until` (UTC), unless it was claimed meanwhile."""
    columns = message.table.c
    transaction.execute(
        update(message.table)
        .where(
            columns.workspace_id == workspace_id,
            message.recipient == due.recipient,
            columns.due_at == due.due_at,
        )
        .values(due_at=until)
    )


def claim(
    transaction: Transaction,
    workspace_id: int,
    message: WeeklyMessage,
    due: DueMessage,
    next_due_at: datetime,
    now: datetime,
) -> bool:
    """Claim the message for sending, and plan the next one. False if it was claimed before."""
    columns = message.table.c
    claimed = transaction.execute(
        update(message.table)
        .where(
            columns.workspace_id == workspace_id,
            message.recipient == due.recipient,
            columns.due_at == due.due_at,
        )
        .values(due_at=next_due_at, told_at=now)
        .returning(message.recipient)
    )
    return claimed.first() is not None
