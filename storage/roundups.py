"""Weekly round-ups: one row for each channel that has an announcement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update

from domain.openings import AnnouncementState, Opening, OpeningStatus
from storage.engine import Transaction
from storage.openings import to_opening
from storage.tables.core import ANNOUNCEMENT, OPENING, REFERRAL, ROUNDUP
from storage.upsert import insert_if_absent


def list_unplanned_channels(transaction: Transaction, workspace_id: int) -> list[str]:
    """Return channels that have a posted announcement and no planned round-up."""
    planned = select(ROUNDUP.c.channel).where(ROUNDUP.c.workspace_id == workspace_id)
    return list(
        transaction.scalars(
            select(ANNOUNCEMENT.c.channel)
            .where(
                ANNOUNCEMENT.c.workspace_id == workspace_id,
                ANNOUNCEMENT.c.state == AnnouncementState.POSTED.value,
                ANNOUNCEMENT.c.channel.not_in(planned),
            )
            .distinct()
        )
    )


def plan_first(
    transaction: Transaction, workspace_id: int, channel: str, due_at: datetime, now: datetime
) -> None:
    """Plan the channel's first round-up, which shows what changes from now on."""
    insert_if_absent(
        transaction,
        ROUNDUP,
        workspace_id=workspace_id,
        channel=channel,
        due_at=due_at,
        told_at=now,
    )


def list_due(
    transaction: Transaction, workspace_id: int, now: datetime, limit: int
) -> list[tuple[str, datetime, datetime]]:
    """Return (channel, due_at, told_at) of due round-ups. Changes since `told_at` are new."""
    rows = transaction.execute(
        select(ROUNDUP.c.channel, ROUNDUP.c.due_at, ROUNDUP.c.told_at)
        .where(ROUNDUP.c.workspace_id == workspace_id, ROUNDUP.c.due_at <= now)
        .order_by(ROUNDUP.c.due_at, ROUNDUP.c.channel)
        .limit(limit)
    )
    return [(row.channel, row.due_at, row.told_at) for row in rows]


def claim(
    transaction: Transaction,
    workspace_id: int,
    channel: str,
    due_at: datetime,
    next_due: datetime,
    now: datetime,
) -> bool:
    """Claim the round-up that is due at `due_at`, and plan the next one. One replica gets True."""
    changed = transaction.execute(
        update(ROUNDUP)
        .where(
            ROUNDUP.c.workspace_id == workspace_id,
            ROUNDUP.c.channel == channel,
            ROUNDUP.c.due_at == due_at,
        )
        .values(due_at=next_due, told_at=now)
        .returning(ROUNDUP.c.channel)
    )
    return changed.first() is not None


def list_openings(
    transaction: Transaction, workspace_id: int, channel: str, since: datetime
) -> list[Opening]:
    """Return openings announced in the channel that are open or have changed since then."""
    rows = transaction.execute(
        select(OPENING)
        .join(ANNOUNCEMENT, ANNOUNCEMENT.c.opening_id == OPENING.c.id)
        .where(
            OPENING.c.workspace_id == workspace_id,
            ANNOUNCEMENT.c.workspace_id == workspace_id,
            ANNOUNCEMENT.c.channel == channel,
            ANNOUNCEMENT.c.state == AnnouncementState.POSTED.value,
            or_(OPENING.c.status == OpeningStatus.OPEN.value, OPENING.c.changed_at > since),
        )
        .order_by(OPENING.c.changed_at.desc(), OPENING.c.id.desc())
    )
    return [to_opening(row) for row in rows]


def list_referred(
    transaction: Transaction, workspace_id: int, opening_ids: Collection[int], since: datetime
) -> set[int]:
    """Return those of the openings for which someone was put forward after `since`."""
    found = transaction.scalars(
        select(REFERRAL.c.opening_id)
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id.in_(set(opening_ids)),
            REFERRAL.c.created_at > since,
        )
        .distinct()
    )
    return {opening_id for opening_id in found if opening_id is not None}
