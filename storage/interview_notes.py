"""What advocates heard after interviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from domain.referrals import InterviewNote
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.interview_notes import INTERVIEW_NOTE

_OF_REFERRALS = (
    select(INTERVIEW_NOTE)
    .where(
        INTERVIEW_NOTE.c.workspace_id == bindparam("ws"),
        INTERVIEW_NOTE.c.referral_id.in_(bindparam("referrals", expanding=True)),
    )
    .order_by(INTERVIEW_NOTE.c.id)
)
_ahead: Shelf[int, list[InterviewNote]] = Shelf("what was heard of a referral")


def add(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    text: str,
    now: datetime,
) -> None:
    transaction.execute(
        insert(INTERVIEW_NOTE).values(
            workspace_id=workspace_id, referral_id=referral_id, member=member, text=text, at=now
        )
    )


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[InterviewNote]:
    """Oldest first."""
    if (ahead := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        return ahead
    return list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[InterviewNote]]:
    """As `of_referral`, by referral; one without any has an empty list."""
    found: dict[int, list[InterviewNote]] = {id_: [] for id_ in referral_ids}
    if found:
        rows = transaction.execute(_OF_REFERRALS, {"ws": workspace_id, "referrals": list(found)})
        for row in rows:
            found[row.referral_id].append(
                InterviewNote(row.id, row.referral_id, row.member, row.text, row.at)
            )
    _ahead.put(transaction, workspace_id, found)
    return found
