"""Stores announcements. Each is the message about one opening in one channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from domain.openings import Announcement, AnnouncementState
from storage.engine import Transaction
from storage.tables.core import ANNOUNCEMENT


def _to_announcement(row: Any) -> Announcement:
    return Announcement(
        id=row.id,
        workspace_id=row.workspace_id,
        opening_id=row.opening_id,
        channel=row.channel,
        ts=row.ts,
        state=AnnouncementState(row.state),
        reason=row.reason,
    )


def list_by_opening(
    transaction: Transaction, workspace_id: int, opening_id: int
) -> list[Announcement]:
    rows = transaction.execute(
        select(ANNOUNCEMENT)
        .where(ANNOUNCEMENT.c.workspace_id == workspace_id, ANNOUNCEMENT.c.opening_id == opening_id)
        .order_by(ANNOUNCEMENT.c.id)
    )
    return [_to_announcement(row) for row in rows]


def list_in_channel(
    transaction: Transaction, workspace_id: int, channel: str
) -> list[Announcement]:
    rows = transaction.execute(
        select(ANNOUNCEMENT)
        .where(ANNOUNCEMENT.c.workspace_id == workspace_id, ANNOUNCEMENT.c.channel == channel)
        .order_by(ANNOUNCEMENT.c.id)
    )
    return [_to_announcement(row) for row in rows]


def find(transaction: Transaction, workspace_id: int, announcement_id: int) -> Announcement | None:
    row = transaction.execute(
        select(ANNOUNCEMENT).where(
            ANNOUNCEMENT.c.workspace_id == workspace_id, ANNOUNCEMENT.c.id == announcement_id
        )
    ).first()
    return _to_announcement(row) if row else None


def add(transaction: Transaction, workspace_id: int, opening_id: int, channel: str) -> Announcement:
    row = transaction.execute(
        insert(ANNOUNCEMENT)
        .values(
            workspace_id=workspace_id,
            opening_id=opening_id,
            channel=channel,
            state=AnnouncementState.QUEUED.value,
        )
        .returning(ANNOUNCEMENT)
    ).one()
    return _to_announcement(row)


def settle(
    transaction: Transaction,
    workspace_id: int,
    announcement_id: int,
    state: AnnouncementState,
    *,
    ts: str | None = None,
    reason: str | None = None,
) -> None:
    """Store the state and the reason. If `ts` is None, the stored id of the message stays."""
    values: dict[str, str | None] = {"state": state.value, "reason": reason}
    if ts is not None:
        values["ts"] = ts
    transaction.execute(
        update(ANNOUNCEMENT)
        .where(ANNOUNCEMENT.c.workspace_id == workspace_id, ANNOUNCEMENT.c.id == announcement_id)
        .values(values)
    )


def forget_message(transaction: Transaction, workspace_id: int, announcement_id: int) -> None:
    """Forget the posted message, so that a new one may be posted.

    The caller has deleted the message, or leaves it as it is.
    """
    transaction.execute(
        update(ANNOUNCEMENT)
        .where(ANNOUNCEMENT.c.workspace_id == workspace_id, ANNOUNCEMENT.c.id == announcement_id)
        .values(ts=None)
    )
