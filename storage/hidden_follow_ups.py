"""Follow-ups of people who left the company.

They are hidden, so that nobody is nudged. They are opened again if the person returns.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from domain.follow_ups import FollowUpState
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP


def hide(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    ids: Collection[int] | None = None,
) -> None:
    """Hide the open follow-ups of `member` (a user id): those in `ids`, or all if it is None."""
    conditions = [FOLLOW_UP.c.id.in_(set(ids))] if ids is not None else []
    transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.member == member,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
            *conditions,
        )
        .values(state=FollowUpState.HIDDEN.value, lease_until=None)
    )


def reopen(transaction: Transaction, workspace_id: int, member: str) -> list[int]:
    """Open the hidden follow-ups of `member` again, and return their ids."""
    return _change_hidden(transaction, workspace_id, member, FollowUpState.OPEN, answered_at=None)


def cancel(transaction: Transaction, workspace_id: int, member: str, now: datetime) -> list[int]:
    """Cancel the hidden follow-ups of `member` at `now` (UTC), and return their ids."""
    return _change_hidden(
        transaction, workspace_id, member, FollowUpState.CANCELLED, answered_at=now
    )


def _change_hidden(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    state: FollowUpState,
    answered_at: datetime | None,
) -> list[int]:
    changed = transaction.scalars(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.member == member,
            FOLLOW_UP.c.state == FollowUpState.HIDDEN.value,
        )
        .values(state=state.value, answered_at=answered_at)
        .returning(FOLLOW_UP.c.id)
    )
    return list(changed)
