"""What advocates said they would do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.referrals import Commitment, CommitmentKind, CommitmentState
from storage.tables import CommitmentRow
from storage.upsert import add_unless_known


def _commitment(row: CommitmentRow) -> Commitment:
    return Commitment(
        row.id,
        row.referral_id,
        row.member,
        CommitmentKind(row.kind),
        CommitmentState(row.state),
        row.made_at,
    )


def make(
    session: Session,
    workspace_id: int,
    referral_id: int,
    member: str,
    kinds: Collection[CommitmentKind],
    now: datetime,
) -> list[Commitment]:
    """Those of `kinds` that this person has not offered for the referral before."""
    rows = [
        add_unless_known(
            session,
            CommitmentRow,
            workspace_id=workspace_id,
            referral_id=referral_id,
            member=member,
            kind=kind.value,
            state=CommitmentState.OPEN.value,
            made_at=now,
        )
        for kind in dict.fromkeys(kinds)
    ]
    return [_commitment(row) for row in rows if row is not None]


def some(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Commitment]:
    rows = session.scalars(
        select(CommitmentRow).where(
            CommitmentRow.workspace_id == workspace_id, CommitmentRow.id.in_(set(ids))
        )
    )
    return {row.id: _commitment(row) for row in rows}


def of_member(
    session: Session, workspace_id: int, referral_id: int, member: str
) -> list[Commitment]:
    rows = session.scalars(
        select(CommitmentRow)
        .where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.referral_id == referral_id,
            CommitmentRow.member == member,
        )
        .order_by(CommitmentRow.id)
    )
    return [_commitment(row) for row in rows]


def deeds(session: Session, workspace_id: int, referral_id: int) -> dict[str, int]:
    """How many commitments each advocate of the referral has kept."""
    rows = session.execute(
        select(CommitmentRow.member, func.count())
        .where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.referral_id == referral_id,
            CommitmentRow.state == CommitmentState.DONE.value,
        )
        .group_by(CommitmentRow.member)
    )
    return dict(rows.all())


def settle(
    session: Session, workspace_id: int, commitment_id: int, state: CommitmentState, now: datetime
) -> bool:
    """Compare-and-set from open; False when it was settled before."""
    done = session.execute(
        update(CommitmentRow)
        .where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.id == commitment_id,
            CommitmentRow.state == CommitmentState.OPEN.value,
        )
        .values(state=state.value, done_at=now)
        .returning(CommitmentRow.id)
    )
    return done.first() is not None
