"""Candidates who are alike, and what was answered to "is this the same person?"."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, or_, select, union_all

from domain.referrals import Candidate
from domain.same_person import LikenessKeys, likeness_keys
from storage.candidates import to_candidate
from storage.engine import Transaction
from storage.tables.core import CANDIDATE
from storage.tables.same_people import DIFFERENT_PEOPLE
from storage.upsert import insert_if_absent


def _select_similar() -> Select[*tuple[Any, ...]]:
    """Select candidates with one of the keys. Each key is looked up in its own index."""
    with_key = [
        select(CANDIDATE.c.id).where(
            CANDIDATE.c.workspace_id == bindparam("workspace_id"),
            CANDIDATE.c[name] == bindparam(name),
        )
        for name in LikenessKeys._fields
    ]
    return (
        select(CANDIDATE)
        .where(
            CANDIDATE.c.id.in_(union_all(*with_key)),
            CANDIDATE.c.id != bindparam("candidate_id"),
            CANDIDATE.c.erased_at.is_(None),
        )
        .order_by(CANDIDATE.c.id.desc())
        .limit(bindparam("limit"))
    )


_SIMILAR = _select_similar()


def list_similar(
    transaction: Transaction, candidate: Candidate, limit: int = 50
) -> list[Candidate]:
    """Return others who may be the same person, the newest first.

    Those of whom someone said that they are other people are left out.
    """
    values = {
        **likeness_keys(candidate)._asdict(),
        "workspace_id": candidate.workspace_id,
        "candidate_id": candidate.id,
        "limit": limit,
    }
    found = [to_candidate(row) for row in transaction.execute(_SIMILAR, values)]
    if not found:
        return []
    different = list_different(transaction, candidate.workspace_id, candidate.id)
    return [each for each in found if each.id not in different]


def add_different(
    transaction: Transaction,
    workspace_id: int,
    candidate_ids: Collection[int],
    said_by: str,
    now: datetime,
) -> bool:
    """Store that these two are two people. False when that was said before."""
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
    """Return the ids of those who are other people than this candidate."""
    columns = DIFFERENT_PEOPLE.c
    other = case((columns.one_id == candidate_id, columns.other_id), else_=columns.one_id)
    return set(
        transaction.scalars(
            select(other).where(
                columns.workspace_id == workspace_id,
                or_(columns.one_id == candidate_id, columns.other_id == candidate_id),
            )
        )
    )
