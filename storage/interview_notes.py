"""Stores interview notes: what candidates told their advocates after an interview."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select

from domain.referrals import InterviewNote
from storage.engine import Transaction
from storage.tables.interview_notes import INTERVIEW_NOTE


def add(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    text: str,
    now: datetime,
) -> None:
    """Store a note. `member` is the user id of the advocate who wrote it."""
    transaction.execute(
        insert(INTERVIEW_NOTE).values(
            workspace_id=workspace_id, referral_id=referral_id, member=member, text=text, at=now
        )
    )


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[InterviewNote]:
    """Return the notes about a referral, oldest first."""
    return list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[InterviewNote]]:
    """Return the notes by referral id, oldest first. A referral without notes has an empty list."""
    found: dict[int, list[InterviewNote]] = {id_: [] for id_ in referral_ids}
    if not found:
        return found
    rows = transaction.execute(
        select(INTERVIEW_NOTE)
        .where(
            INTERVIEW_NOTE.c.workspace_id == workspace_id, INTERVIEW_NOTE.c.referral_id.in_(found)
        )
        .order_by(INTERVIEW_NOTE.c.id)
    )
    for row in rows:
        note = InterviewNote(
            id=row.id,
            referral_id=row.referral_id,
            member=row.member,
            text=row.text,
            written_at=row.at,
        )
        found[row.referral_id].append(note)
    return found
