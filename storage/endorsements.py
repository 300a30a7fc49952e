"""Endorsements: append-only versions, one current for each advocate of a referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.referrals import (
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Endorsement,
    Evidence,
    Relationship,
)
from storage.tables import CommitmentRow, EndorsementRow, ReferralRow


def endorsement_of(row: EndorsementRow) -> Endorsement:
    return Endorsement(
        id=row.id,
        referral_id=row.referral_id,
        advocate=row.advocate,
        called=row.called,
        first=row.first,
        relationship=Relationship(row.relationship),
        evidence=Evidence(
            saw=row.saw,
            why=row.why,
            how_long=row.how_long,
            conviction=Conviction(row.conviction) if row.conviction else None,
            conflicts=tuple(Conflict(word) for word in row.conflicts),
        ),
        version=row.version,
        at=row.at,
    )


def current(session: Session, workspace_id: int, referral_id: int) -> list[Endorsement]:
    """What each advocate says today, first voice first, with what they offered to do."""
    rows = session.scalars(
        select(EndorsementRow)
        .where(
            EndorsementRow.workspace_id == workspace_id,
            EndorsementRow.referral_id == referral_id,
            EndorsementRow.current.is_(True),
        )
        .order_by(EndorsementRow.first.desc(), EndorsementRow.id)
    )
    offered: dict[str, list[CommitmentKind]] = {}
    for row in session.execute(
        select(CommitmentRow.member, CommitmentRow.kind).where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.referral_id == referral_id,
            CommitmentRow.state != CommitmentState.NOT_NEEDED.value,
        )
    ):
        offered.setdefault(row.member, []).append(CommitmentKind(row.kind))
    return [
        replace(said, evidence=replace(said.evidence, commitments=tuple(offered.get(who, ()))))
        for said in map(endorsement_of, rows)
        for who in (said.advocate,)
    ]


def by(session: Session, workspace_id: int, referral_id: int, advocate: str) -> Endorsement | None:
    return next(
        (said for said in current(session, workspace_id, referral_id) if said.advocate == advocate),
        None,
    )


def say(
    session: Session,
    workspace_id: int,
    referral_id: int,
    advocate: str,
    *,
    called: str,
    relationship: Relationship,
    evidence: Evidence,
    first: bool,
    now: datetime,
) -> Endorsement:
    """Store what the advocate says now as the current version; earlier versions are kept."""
    session.execute(  # one at a time, or two would take the same version
        select(ReferralRow.id)
        .where(ReferralRow.workspace_id == workspace_id, ReferralRow.id == referral_id)
        .with_for_update()
    )
    version = (
        session.scalar(
            select(func.max(EndorsementRow.version)).where(
                EndorsementRow.workspace_id == workspace_id,
                EndorsementRow.referral_id == referral_id,
                EndorsementRow.advocate == advocate,
            )
        )
        or 0
    )
    session.execute(
        update(EndorsementRow)
        .where(
            EndorsementRow.workspace_id == workspace_id,
            EndorsementRow.referral_id == referral_id,
            EndorsementRow.advocate == advocate,
        )
        .values(current=False)
    )
    row = EndorsementRow(
        workspace_id=workspace_id,
        referral_id=referral_id,
        advocate=advocate,
        called=called,
        first=first,
        relationship=relationship.value,
        saw=evidence.saw,
        why=evidence.why,
        how_long=evidence.how_long,
        conviction=evidence.conviction.value if evidence.conviction else None,
        conflicts=[conflict.value for conflict in evidence.conflicts],
        version=version + 1,
        current=True,
        at=now,
    )
    session.add(row)
    session.flush()
    return endorsement_of(row)
