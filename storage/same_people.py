"""Finds candidates who may be one person, and stores which candidates are different people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, or_, select, union_all

from domain.referrals import Candidate
from domain.same_person import LikenessKeys, likeness_keys
from storage.candidates import to_candidate
from storage.engine import Transaction
from storage.tables.core import CANDIDATE, ENDORSEMENT, REFERRAL
from storage.tables.same_people import DIFFERENT_PEOPLE
from storage.upsert import insert_if_absent


def _select_sharing(contact: str) -> list[Select[int]]:
    """Select the ids of candidates who share this contact (a column) with the given candidate.

    One of the two has the contact in an endorsement, and the other in the candidate's row. The
    first SELECT looks for the endorsement, and the second one for the row. Only a correction of a
    contact leads to such a pair: a new referral is stored with the candidate who already has the
    contact.
    """
    endorsement_contact = ENDORSEMENT.c[contact]
    endorsed_candidates = select(REFERRAL.c.candidate_id).join(
        ENDORSEMENT,
        and_(
            ENDORSEMENT.c.workspace_id == REFERRAL.c.workspace_id,
            ENDORSEMENT.c.referral_id == REFERRAL.c.id,
            ENDORSEMENT.c.current.is_(True),
        ),
    )
    in_workspace = REFERRAL.c.workspace_id == bindparam("workspace_id")
    has_contact_in_endorsement = endorsed_candidates.where(
        in_workspace, endorsement_contact == bindparam(contact)
    )
    has_contact_in_row = (
        endorsed_candidates.join(
            CANDIDATE,
            and_(
                CANDIDATE.c.workspace_id == ENDORSEMENT.c.workspace_id,
                CANDIDATE.c[contact] == endorsement_contact,
            ),
        )
        .where(in_workspace, REFERRAL.c.candidate_id == bindparam("candidate_id"))
        .with_only_columns(CANDIDATE.c.id)
    )
    return [has_contact_in_endorsement, has_contact_in_row]


def _select_different(
    workspace_id: int | BindParameter[int], candidate_id: int | BindParameter[int]
) -> Select[int]:
    """Select the ids of candidates who are known to be different people from this one."""
    columns = DIFFERENT_PEOPLE.c
    other_candidate = case((columns.one_id == candidate_id, columns.other_id), else_=columns.one_id)
    return select(other_candidate).where(
        columns.workspace_id == workspace_id,
        or_(columns.one_id == candidate_id, columns.other_id == candidate_id),
    )


def _select_similar() -> Select[*tuple[Any, ...]]:
    """Select the candidates who share a likeness key or a contact with the given candidate.

    Each key has a SELECT of its own, so that the database uses the index of that key.
    """
    with_key = [
        select(CANDIDATE.c.id).where(
            CANDIDATE.c.workspace_id == bindparam("workspace_id"),
            CANDIDATE.c[name] == bindparam(name),
        )
        for name in LikenessKeys._fields
    ]
    with_contact = [*_select_sharing("email"), *_select_sharing("profile_url")]
    different = _select_different(bindparam("workspace_id"), bindparam("candidate_id"))
    return (
        select(CANDIDATE)
        .where(
            CANDIDATE.c.id.in_(union_all(*with_key, *with_contact)),
            CANDIDATE.c.id != bindparam("candidate_id"),
            CANDIDATE.c.id.not_in(different),
            CANDIDATE.c.erased_at.is_(None),
        )
        .order_by(CANDIDATE.c.id.desc())
        .limit(bindparam("limit"))
    )


_SIMILAR = _select_similar()


def list_similar(
    transaction: Transaction, candidate: Candidate, limit: int = 50
) -> list[Candidate]:
    """Return at most `limit` candidates who may be the same person as this one, the newest first.

    Candidates who are known to be a different person are left out.
    """
    values = {
        **likeness_keys(candidate)._asdict(),
        "email": candidate.email,
        "profile_url": candidate.profile_url,
        "workspace_id": candidate.workspace_id,
        "candidate_id": candidate.id,
        "limit": limit,
    }
    return [to_candidate(row) for row in transaction.execute(_SIMILAR, values)]


def add_different(
    transaction: Transaction,
    workspace_id: int,
    candidate_ids: Collection[int],
    said_by: str,
    now: datetime,
) -> bool:
    """Store that these two candidates are different people, as `said_by` (a user id) says.

    Returns False if that was stored before.
    """
    return insert_if_absent(
        transaction,
        DIFFERENT_PEOPLE,
        workspace_id=workspace_id,
        one_id=min(candidate_ids),
        other_id=max(candidate_ids),
        said_by=said_by,
        said_at=now,
    )


def list_different(transaction: Transaction, workspace_id: int, candidate_id: int) -> set[int]:
    """Return the ids of candidates who are, as someone said, different people from this one."""
    return set(transaction.scalars(_select_different(workspace_id, candidate_id)))
