"""Openings that are still to be held against benches, one batch of owners after the other.

Who keeps a bench is known here; who is on it is not (`storage.bench`, which asks for its owner).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from storage.engine import Transaction
from storage.tables.bench import BENCH, PENDING_MATCH
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class PendingMatch:
    """`after` is the last owner whose bench was looked at, or ""."""

    workspace_id: int
    opening_id: int
    after: str


def queue_opening(transaction: Transaction, workspace_id: int, opening_id: int) -> None:
    """The opening takes referrals now: benches are held against it, from the first on."""
    if not insert_if_absent(
        transaction, PENDING_MATCH, workspace_id=workspace_id, opening_id=opening_id, after_owner=""
    ):
        _set(transaction, workspace_id, opening_id, "")


def claim_next(transaction: Transaction) -> PendingMatch | None:
    """The next look, of any workspace; held until the transaction ends, passed over by others."""
    row = transaction.execute(
        select(PENDING_MATCH)
        .order_by(PENDING_MATCH.c.opening_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    return PendingMatch(row.workspace_id, row.opening_id, row.after_owner) if row else None


def list_owners(transaction: Transaction, workspace_id: int, after: str, limit: int) -> list[str]:
    """Whoever keeps a bench that does not rest, in the order of their ids."""
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
    transaction: Transaction, look: PendingMatch, owners: list[str], *, all_of_them: bool
) -> None:
    """So far it has come; after the last owner it is done."""
    if not all_of_them:
        _set(transaction, look.workspace_id, look.opening_id, owners[-1])
        return
    transaction.execute(
        delete(PENDING_MATCH).where(
            PENDING_MATCH.c.workspace_id == look.workspace_id,
            PENDING_MATCH.c.opening_id == look.opening_id,
        )
    )


def _set(transaction: Transaction, workspace_id: int, opening_id: int, after: str) -> None:
    transaction.execute(
        update(PENDING_MATCH)
        .where(
            PENDING_MATCH.c.workspace_id == workspace_id, PENDING_MATCH.c.opening_id == opening_id
        )
        .values(after_owner=after)
    )
