"""Reads what the digest of a hiring manager shows. `weekly_messages` stores when it is due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select

from domain.openings import OpeningStatus
from domain.referrals import Referral
from storage.engine import Transaction
from storage.referrals import ended_stages, select_referrals, to_referral
from storage.tables.core import OPENING, REFERRAL
from storage.tables.desk import MANAGER_DIGEST


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


def list_referrals(
    transaction: Transaction, workspace_id: int, member: str, since: datetime, limit: int
) -> list[Referral]:
    """Return open referrals for this manager's openings that are new or unanswered.

    A referral is new if it came after `since` (UTC). The result is in the order of the desk.
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
