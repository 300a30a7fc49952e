"""The weekly digests of hiring managers: one row for each, and the referrals that they read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select, update

from domain.openings import OpeningStatus
from domain.referrals import Referral
from storage.engine import Transaction
from storage.referrals import ended_stages, select_referrals, to_referral
from storage.tables.core import OPENING, REFERRAL
from storage.tables.desk import MANAGER_DIGEST
from storage.upsert import insert_if_absent


def list_unplanned_managers(transaction: Transaction, workspace_id: int, limit: int) -> list[str]:
    """Return hiring managers of open openings who have no planned digest."""
    planned = select(MANAGER_DIGEST.c.member).where(MANAGER_DIGEST.c.workspace_id == workspace_id)
    return list(
        transaction.scalars(
            select(OPENING.c.hiring_manager)
            .where(
                OPENING.c.workspace_id == workspace_id,
                OPENING.c.status == OpeningStatus.OPEN.value,
                OPENING.c.hiring_manager.is_not(None),
                OPENING.c.hiring_manager.not_in(planned),
            )
            .distinct()
            .limit(limit)
        )
    )


def plan_first(
    transaction: Transaction, workspace_id: int, member: str, due_at: datetime, now: datetime
) -> None:
    """Plan the first digest, which shows what comes from now on as new."""
    insert_if_absent(
        transaction,
        MANAGER_DIGEST,
        workspace_id=workspace_id,
        member=member,
        due_at=due_at,
        told_at=now,
    )


def list_due(
    transaction: Transaction, workspace_id: int, now: datetime, limit: int
) -> list[tuple[str, datetime, datetime]]:
    """Return (member, due_at, told_at) of due digests. What came after `told_at` is new."""
    rows = transaction.execute(
        select(MANAGER_DIGEST.c.member, MANAGER_DIGEST.c.due_at, MANAGER_DIGEST.c.told_at)
        .where(MANAGER_DIGEST.c.workspace_id == workspace_id, MANAGER_DIGEST.c.due_at <= now)
        .order_by(MANAGER_DIGEST.c.due_at, MANAGER_DIGEST.c.member)
        .limit(limit)
    )
    return [(row.member, row.due_at, row.told_at) for row in rows]


def claim(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    due_at: datetime,
    next_due: datetime,
    now: datetime,
) -> bool:
    """Claim the digest that is due at `due_at`, and plan the next one. One replica gets True."""
    changed = transaction.execute(
        update(MANAGER_DIGEST)
        .where(
            MANAGER_DIGEST.c.workspace_id == workspace_id,
            MANAGER_DIGEST.c.member == member,
            MANAGER_DIGEST.c.due_at == due_at,
        )
        .values(due_at=next_due, told_at=now)
        .returning(MANAGER_DIGEST.c.member)
    )
    return changed.first() is not None


def list_referrals(
    transaction: Transaction, workspace_id: int, member: str, since: datetime, limit: int
) -> list[Referral]:
    """Return open referrals for this manager's openings that are new or unanswered.

    New are those that came after `since`. They are in the order of the desk.
    """
    rows = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.stage.not_in(ended_stages()),
            and_(OPENING.c.hiring_manager == member, OPENING.c.workspace_id == workspace_id),
            or_(REFERRAL.c.created_at > since, REFERRAL.c.answered_at.is_(None)),
        )
        .order_by(REFERRAL.c.desk_order, REFERRAL.c.id)
        .limit(limit)
    )
    return [to_referral(row) for row in rows]
