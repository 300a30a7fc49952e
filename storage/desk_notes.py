"""Notes of the desk about referrals. Advocates never see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from domain.desk import DeskNote
from storage.engine import Transaction
from storage.tables.desk import DESK_NOTE


def add(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    author: str,
    text: str,
    now: datetime,
) -> None:
    transaction.execute(
        insert(DESK_NOTE).values(
            workspace_id=workspace_id, referral_id=referral_id, author=author, text=text, at=now
        )
    )


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int, limit: int
) -> list[DeskNote]:
    """Return the newest notes about a referral, the newest first."""
    rows = transaction.execute(
        select(DESK_NOTE)
        .where(DESK_NOTE.c.workspace_id == workspace_id, DESK_NOTE.c.referral_id == referral_id)
        .order_by(DESK_NOTE.c.id.desc())
        .limit(limit)
    )
    return [DeskNote(row.id, row.referral_id, row.author, row.text, row.at) for row in rows]
