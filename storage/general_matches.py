"""Queries for comparing new openings with general referrals, which have no opening yet.

One replica claims a new opening, and compares it with the open general referrals page by page.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from domain.openings import Opening, OpeningStatus
from domain.referrals import Referral
from storage.engine import Transaction
from storage.openings import to_opening
from storage.referrals import ended_stages, select_referrals, to_referral
from storage.tables.core import CANDIDATE, OPENING, REFERRAL


def claim_opening_to_match(transaction: Transaction, now: datetime) -> Opening | None:
    """Claim an open opening of any workspace that was not compared yet, or return None.

    The claim stores `now` (UTC) as the time of the comparison, so no replica compares it again.
    """
    next_id = (
        select(OPENING.c.id)
        .where(
            OPENING.c.status == OpeningStatus.OPEN.value,
            OPENING.c.general_matched_at.is_(None),
        )
        .order_by(OPENING.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    opening_id = transaction.scalar(next_id)
    if opening_id is None:
        return None
    row = transaction.execute(
        update(OPENING)
        .where(OPENING.c.id == opening_id, OPENING.c.general_matched_at.is_(None))
        .values(general_matched_at=now)
        .returning(OPENING)
    ).first()
    return to_opening(row) if row else None


def list_open_general(
    transaction: Transaction, workspace_id: int, *, after: int, limit: int
) -> list[Referral]:
    """Return at most `limit` open general referrals with ids above `after`, in the order of ids.

    Referrals of erased candidates are left out.
    """
    rows = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id.is_(None),
            REFERRAL.c.stage.not_in(ended_stages()),
            CANDIDATE.c.erased_at.is_(None),
            REFERRAL.c.id > after,
        )
        .order_by(REFERRAL.c.id)
        .limit(limit)
    )
    return [to_referral(row) for row in rows]
