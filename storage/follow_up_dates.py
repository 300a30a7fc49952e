"""Finds when other follow-ups about the same candidate are due, to send them together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, select

from domain.follow_ups import FollowUpState
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP, REFERRAL


def find_dates_of_similar(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, list[datetime]]:
    """Return by follow-up id when similar follow-ups are due (UTC).

    These are open follow-ups of the same kind and member, about other referrals of the candidate.
    """
    other, of_other = FOLLOW_UP.alias(), REFERRAL.alias()
    rows = transaction.execute(
        select(FOLLOW_UP.c.id, other.c.due_at)
        .join(REFERRAL, REFERRAL.c.id == FOLLOW_UP.c.referral_id)
        .join(
            of_other,
            and_(
                of_other.c.workspace_id == workspace_id,
                of_other.c.candidate_id == REFERRAL.c.candidate_id,
                of_other.c.id != REFERRAL.c.id,
            ),
        )
        .join(
            other,
            and_(
                other.c.workspace_id == workspace_id,
                other.c.referral_id == of_other.c.id,
                other.c.kind == FOLLOW_UP.c.kind,
                other.c.member == FOLLOW_UP.c.member,
            ),
        )
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.id.in_(list(ids)),
            other.c.state == FollowUpState.OPEN.value,
            other.c.due_at.is_not(None),
        )
    )
    found: dict[int, list[datetime]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row.due_at)
    return found
