"""Reads whole tables of one workspace for exports, each in one query."""

from __future__ import annotations

from sqlalchemy import select

from domain.depth import DEPTH_BY_RANK, DEPTH_RANKS
from domain.exports.rows import ReferralFacts
from domain.openings import Opening
from storage.engine import Transaction
from storage.openings import to_opening
from storage.referrals import select_referrals, to_referral
from storage.tables.core import MEMBER, OPENING, REFERRAL


def list_referrals(transaction: Transaction, workspace_id: int) -> list[ReferralFacts]:
    """Return every referral, oldest first."""
    rows = transaction.execute(
        select_referrals()
        .where(REFERRAL.c.workspace_id == workspace_id)
        .order_by(REFERRAL.c.created_at, REFERRAL.c.id)
    )
    return [
        ReferralFacts(
            to_referral(row),
            DEPTH_BY_RANK[row.desk_order % DEPTH_RANKS],
            row.furthest_stage,
            row.first_answered_at,
            row.first_answer_days,
        )
        for row in rows
    ]


def list_openings(transaction: Transaction, workspace_id: int) -> list[Opening]:
    """Return every opening, oldest first."""
    rows = transaction.execute(
        select(OPENING).where(OPENING.c.workspace_id == workspace_id).order_by(OPENING.c.id)
    )
    return [to_opening(row) for row in rows]


def list_names(transaction: Transaction, workspace_id: int) -> dict[str, str]:
    """Return the name of everyone Slack has told of, by user id."""
    rows = transaction.execute(
        select(MEMBER.c.user_id, MEMBER.c.name).where(MEMBER.c.workspace_id == workspace_id)
    )
    return {row.user_id: row.name for row in rows}
