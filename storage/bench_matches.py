"""The queue of openings to compare with all benches, one batch of the benches' owners at a time.

A bench holds the people whom its owner may refer later. This file reads only who owns a bench; the
people on it are read by `storage.bench`, for their owner alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from storage.engine import Transaction
from storage.tables.bench import BENCH, PENDING_MATCH
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class PendingMatch:
    """An opening to compare with benches.

    `after` is the last owner (a user id) whose bench was compared, or empty before the first.
    """

    workspace_id: int
    opening_id: int
    after: str


def queue_opening(transaction: Transaction, workspace_id: int, opening_id: int) -> None:
    """Queue the opening. If it is queued already, it starts again with the first owner."""
    if not insert_if_absent(
        transaction, PENDING_MATCH, workspace_id=workspace_id, opening_id=opening_id, after_owner=""
    ):
        _set_after_owner(transaction, workspace_id, opening_id, after="")


def claim_next(transaction: Transaction) -> PendingMatch | None:
    """Return a queued opening of any workspace, or None.

    Its row is locked until the transaction ends, so that other replicas skip it.
    """
    row = transaction.execute(
        select(PENDING_MATCH)
        .order_by(PENDING_MATCH.c.opening_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    return PendingMatch(row.workspace_id, row.opening_id, row.after_owner) if row else None


def list_owners(transaction: Transaction, workspace_id: int, after: str, limit: int) -> list[str]:
    """Return up to `limit` owners of benches in use, by user id, from the first after `after`."""
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
    """Store that the benches of `owners` are compared.

    Once all benches are compared (`finished`), the opening leaves the queue.
    """
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
