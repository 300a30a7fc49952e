"""Openings that are compared with all benches, one batch of owners after the other.

This file reads who has a bench. Only `storage.bench` reads who is on a bench, for its owner.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from storage.engine import Transaction
from storage.tables.bench import BENCH, PENDING_MATCH
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class PendingMatch:
    """An opening to compare with benches. `after` is the last owner compared so far, or empty."""

    workspace_id: int
    opening_id: int
    after: str


def queue_opening(transaction: Transaction, workspace_id: int, opening_id: int) -> None:
    """Queue the opening for all benches. An opening that is queued starts from the first again."""
    if not insert_if_absent(
        transaction, PENDING_MATCH, workspace_id=workspace_id, opening_id=opening_id, after_owner=""
    ):
        _set_after_owner(transaction, workspace_id, opening_id, "")


def claim_next(transaction: Transaction) -> PendingMatch | None:
    """Return the next opening of any workspace. Its row is locked until the transaction ends.

    Other replicas skip it.
    """
    row = transaction.execute(
        select(PENDING_MATCH)
        .order_by(PENDING_MATCH.c.opening_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    return PendingMatch(row.workspace_id, row.opening_id, row.after_owner) if row else None


def list_owners(transaction: Transaction, workspace_id: int, after: str, limit: int) -> list[str]:
    """Return the owners after `after` whose benches are not paused, in the order of their ids."""
    return list(
        transaction.scalars(
            select(BENCH.c.owner)
            .where(
                BENCH.c.workspace_id == workspace_id,
                BENCH.c.owner > after,
                BENCH.c.paused_at.is_(None),
            )
            .order_by(BENCH.c.owner)
            .limit(limit)
        )
    )


def record_progress(
    transaction: Transaction, pending: PendingMatch, owners: list[str], *, finished: bool
) -> None:
    """Store the last of the `owners` that were compared, or delete the opening when `finished`."""
    if not finished:
        _set_after_owner(transaction, pending.workspace_id, pending.opening_id, owners[-1])
        return
    transaction.execute(
        delete(PENDING_MATCH).where(
            PENDING_MATCH.c.workspace_id == pending.workspace_id,
            PENDING_MATCH.c.opening_id == pending.opening_id,
        )
    )


def _set_after_owner(
    transaction: Transaction, workspace_id: int, opening_id: int, after: str
) -> None:
    transaction.execute(
        update(PENDING_MATCH)
        .where(
            PENDING_MATCH.c.workspace_id == workspace_id, PENDING_MATCH.c.opening_id == opening_id
        )
        .values(after_owner=after)
    )
