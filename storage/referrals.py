"""Referrals: found with their candidate and opening in one query, changed by compare-and-set."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, select, update
from sqlalchemy.orm import Session

from domain.referrals import ENDED, Reason, Referral, Stage
from storage.candidates import candidate_of
from storage.tables import CandidateRow, EndorsementRow, OpeningRow, ReferralRow


def _select() -> Select[Any, Any, Any, Any]:
    return (
        select(ReferralRow, CandidateRow, OpeningRow.ref, OpeningRow.title)
        .join(
            CandidateRow,
            and_(
                CandidateRow.workspace_id == ReferralRow.workspace_id,
                CandidateRow.id == ReferralRow.candidate_id,
            ),
        )
        .join(
            OpeningRow,
            and_(
                OpeningRow.workspace_id == ReferralRow.workspace_id,
                OpeningRow.id == ReferralRow.opening_id,
            ),
            isouter=True,
        )
    )


def _referral(row: Any) -> Referral:
    it, candidate, ref, title = row
    return Referral(
        id=it.id,
        workspace_id=it.workspace_id,
        candidate=candidate_of(candidate),
        opening_id=it.opening_id,
        opening_ref=ref,
        opening_title=title,
        advocate=it.advocate,
        owner=it.owner,
        stage=Stage(it.stage),
        reason=Reason(it.reason) if it.reason else None,
        note=it.note,
        created_at=it.created_at,
        stage_at=it.stage_at,
        answered_at=it.answered_at,
        bonus_rule=it.bonus_rule,
        version=it.version,
    )


def find(session: Session, workspace_id: int, referral_id: int) -> Referral | None:
    row = session.execute(
        _select().where(ReferralRow.workspace_id == workspace_id, ReferralRow.id == referral_id)
    ).first()
    return _referral(row) if row else None


def latest(
    session: Session, workspace_id: int, candidate_id: int, opening_id: int | None
) -> Referral | None:
    """The candidate's newest referral for that opening (or their newest general one)."""
    row = session.execute(
        _select()
        .where(
            ReferralRow.workspace_id == workspace_id,
            ReferralRow.candidate_id == candidate_id,
            ReferralRow.opening_key == (opening_id or 0),
        )
        .order_by(ReferralRow.round.desc())
        .limit(1)
    ).first()
    return _referral(row) if row else None


def add(
    session: Session,
    workspace_id: int,
    *,
    candidate_id: int,
    opening_id: int | None,
    advocate: str,
    owner: str,
    bonus_rule: str,
    now: datetime,
) -> Referral:
    rounds = session.scalar(
        select(func.count()).where(
            ReferralRow.workspace_id == workspace_id,
            ReferralRow.candidate_id == candidate_id,
            ReferralRow.opening_key == (opening_id or 0),
        )
    )
    row = ReferralRow(
        workspace_id=workspace_id,
        candidate_id=candidate_id,
        opening_id=opening_id,
        opening_key=opening_id or 0,
        round=(rounds or 0) + 1,
        advocate=advocate,
        owner=owner,
        stage=Stage.NEW.value,
        bonus_rule=bonus_rule,
        created_at=now,
        stage_at=now,
    )
    session.add(row)
    session.flush()
    found = find(session, workspace_id, row.id)
    assert found is not None  # noqa: S101 - just inserted
    return found


def move(
    session: Session,
    referral: Referral,
    stage: Stage,
    *,
    reason: Reason | None,
    note: str,
    now: datetime,
) -> bool:
    """Compare-and-set of the stage; False when somebody else changed the referral first."""
    return _change(
        session,
        referral,
        stage=stage.value,
        reason=reason.value if reason else None,
        note=note,
        stage_at=now,
        answered_at=referral.answered_at or now,
    )


def set_owner(session: Session, referral: Referral, owner: str) -> bool:
    return _change(session, referral, owner=owner)


def set_answered(session: Session, referral: Referral, now: datetime) -> bool:
    """The owner reacted for the first time; later reactions leave the first moment as it is."""
    return _change(session, referral, answered_at=referral.answered_at or now)


def _change(session: Session, referral: Referral, **values: object) -> bool:
    done = session.execute(
        update(ReferralRow)
        .where(
            ReferralRow.workspace_id == referral.workspace_id,
            ReferralRow.id == referral.id,
            ReferralRow.version == referral.version,
        )
        .values(version=referral.version + 1, **values)
        .returning(ReferralRow.id)
    )
    return done.first() is not None


def of_advocate(session: Session, workspace_id: int, advocate: str, limit: int) -> list[Referral]:
    """Referrals that this person stands behind, as first voice or second vouch, newest first."""
    behind = exists().where(
        EndorsementRow.workspace_id == ReferralRow.workspace_id,
        EndorsementRow.referral_id == ReferralRow.id,
        EndorsementRow.advocate == advocate,
    )
    rows = session.execute(
        _select()
        .where(ReferralRow.workspace_id == workspace_id, behind)
        .order_by(ReferralRow.stage.in_(_ended()), ReferralRow.created_at.desc())
        .limit(limit)
    )
    return [_referral(row) for row in rows]


def owned_by(session: Session, workspace_id: int, owner: str, limit: int) -> list[Referral]:
    """Referrals that wait for this person, the longest waiting first."""
    rows = session.execute(
        _select()
        .where(
            ReferralRow.workspace_id == workspace_id,
            ReferralRow.owner == owner,
            ReferralRow.stage.not_in(_ended()),
        )
        .order_by(ReferralRow.answered_at.is_not(None), ReferralRow.created_at)
        .limit(limit)
    )
    return [_referral(row) for row in rows]


def some(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Referral]:
    rows = session.execute(
        _select().where(ReferralRow.workspace_id == workspace_id, ReferralRow.id.in_(set(ids)))
    )
    return {found.id: found for found in map(_referral, rows)}


def _ended() -> list[str]:
    return sorted(stage.value for stage in ENDED)
