"""Follow-ups that are held: they were due, but have to wait for a person's hours or budget."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from domain.follow_ups import FollowUpState
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP


def postpone(transaction: Transaction, ids: Collection[int], until: datetime | None) -> None:
    """Hold due follow-ups until `until` (UTC) or, if that is None, for ever, and end their leases.

    `release` makes them due at once.
    """
    transaction.execute(
        update(FOLLOW_UP)
        .where(FOLLOW_UP.c.id.in_(set(ids)))
        .values(due_at=until, is_held=True, lease_until=None)
    )


def release(transaction: Transaction, workspace_id: int, member: str, now: datetime) -> None:
    """Make all held follow-ups of this person due now."""
    transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.member == member,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
            FOLLOW_UP.c.is_held.is_(True),
        )
        .values(due_at=now)
    )
