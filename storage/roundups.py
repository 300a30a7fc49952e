"""Reads what a round-up shows: the weekly message to a channel about its announced openings.

`weekly_messages` stores when round-ups are due.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from domain.openings import AnnouncementState, Opening, OpeningStatus
from storage.engine import Transaction
from storage.openings import to_opening
from storage.tables.core import ANNOUNCEMENT, OPENING, REFERRAL, ROUNDUP


def list_unplanned_channels(transaction: Transaction, workspace_id: int) -> list[str]:
    """Return the ids of channels in which an opening was announced, but no round-up is planned."""
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


def list_openings(
    transaction: Transaction, workspace_id: int, channel: str, since: datetime
) -> list[Opening]:
    """Return the openings announced in the channel that are open, or changed after `since` (UTC).

    Those that changed last come first.
    """
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


def find_ids_with_referrals(
    transaction: Transaction, workspace_id: int, opening_ids: Collection[int], since: datetime
) -> set[int]:
    """Return the ids of those openings for which someone was put forward after `since` (UTC)."""
    found_ids = transaction.scalars(
        select(REFERRAL.c.opening_id)
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id.in_(set(opening_ids)),
            REFERRAL.c.created_at > since,
        )
        .distinct()
    )
    return {opening_id for opening_id in found_ids if opening_id is not None}
