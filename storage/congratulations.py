"""Stores congratulations: posts in a channel about a hire, at most one for each referral.

A congratulation is posted only if the advocate and the new colleague agree.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update

from domain.congratulations import Congratulation
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.congratulations import CONGRATULATION
from storage.upsert import insert_if_absent


def _to_congratulation(row: Any) -> Congratulation:
    return Congratulation(
        referral_id=row.referral_id,
        advocate=row.advocate,
        hired=row.hired,
        channel=row.channel,
        asked_at=row.asked_at,
        agreed=row.agreed,
        ts=row.ts,
        refused=row.refused,
        taken_back_by=row.taken_back_by,
    )


def add(transaction: Transaction, workspace_id: int, asked: Congratulation) -> bool:
    """Store that the new colleague is asked to agree. False when they were asked before."""
    return insert_if_absent(
        transaction,
        CONGRATULATION,
        workspace_id=workspace_id,
        referral_id=asked.referral_id,
        advocate=asked.advocate,
        hired=asked.hired,
        channel=asked.channel,
        asked_at=asked.asked_at,
        refused=False,
    )


def find(transaction: Transaction, workspace_id: int, referral_id: int) -> Congratulation | None:
    return find_many(transaction, workspace_id, [referral_id]).get(referral_id)


def find_many(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, Congratulation]:
    """Return the congratulations by referral id. A referral without one is left out."""
    key = CONGRATULATION.c.referral_id
    rows = find_rows(transaction, select(CONGRATULATION), key, workspace_id, referral_ids)
    return {row.referral_id: _to_congratulation(row) for row in rows}


def answer(transaction: Transaction, workspace_id: int, referral_id: int, *, agreed: bool) -> bool:
    """Store the new colleague's answer. False when they have answered before."""
    is_unanswered = CONGRATULATION.c.agreed.is_(None)
    return _change(transaction, workspace_id, referral_id, is_unanswered, agreed=agreed)


def take_back(transaction: Transaction, workspace_id: int, referral_id: int, user_id: str) -> bool:
    """Store that this user took the congratulation back.

    False when it was taken back before, or when the new colleague has not agreed.
    """
    is_shown = CONGRATULATION.c.agreed.is_(True) & CONGRATULATION.c.taken_back_by.is_(None)
    return _change(transaction, workspace_id, referral_id, is_shown, taken_back_by=user_id)


def set_posted(transaction: Transaction, workspace_id: int, referral_id: int, ts: str) -> None:
    """Store the ts of the posted message."""
    _change(transaction, workspace_id, referral_id, ts=ts, refused=False)


def set_refused(transaction: Transaction, workspace_id: int, referral_id: int) -> None:
    """Store that Slack refused the message."""
    _change(transaction, workspace_id, referral_id, refused=True)


def _change(
    transaction: Transaction, workspace_id: int, referral_id: int, *conditions: Any, **values: Any
) -> bool:
    """Store the values of the columns if the conditions hold. Return whether they did."""
    changed = transaction.execute(
        update(CONGRATULATION)
        .where(
            CONGRATULATION.c.workspace_id == workspace_id,
            CONGRATULATION.c.referral_id == referral_id,
            *conditions,
        )
        .values(**values)
        .returning(CONGRATULATION.c.referral_id)
    )
    return changed.first() is not None
