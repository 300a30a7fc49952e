"""Endorsements: append-only versions, one current for each advocate of a referral."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, update

from domain.depth import deepest_depth
from domain.endorsements import (
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Depth,
    Endorsement,
    Evidence,
    Relationship,
    depth_of,
)
from storage import commitments
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, REFERRAL

_CURRENT = (
    select(ENDORSEMENT)
    .where(
        ENDORSEMENT.c.workspace_id == bindparam("ws"),
        ENDORSEMENT.c.referral_id == bindparam("referral"),
        ENDORSEMENT.c.current.is_(True),
    )
    .order_by(ENDORSEMENT.c.first.desc(), ENDORSEMENT.c.id)
)
_CURRENT_OF = (
    select(ENDORSEMENT)
    .where(
        ENDORSEMENT.c.workspace_id == bindparam("ws"),
        ENDORSEMENT.c.referral_id.in_(bindparam("referrals", expanding=True)),
        ENDORSEMENT.c.current.is_(True),
    )
    .order_by(ENDORSEMENT.c.first.desc(), ENDORSEMENT.c.id)
)
_ahead: Shelf[int, list[Endorsement]] = Shelf("endorsements of a referral")
_COUNT = (
    select(func.count())
    .select_from(ENDORSEMENT)
    .where(
        ENDORSEMENT.c.workspace_id == bindparam("ws"),
        ENDORSEMENT.c.referral_id == bindparam("referral"),
        ENDORSEMENT.c.current.is_(True),
    )
)
_OFFERED = select(COMMITMENT.c.member, COMMITMENT.c.kind).where(
    COMMITMENT.c.workspace_id == bindparam("ws"),
    COMMITMENT.c.referral_id == bindparam("referral"),
    COMMITMENT.c.state != CommitmentState.NOT_NEEDED.value,
)
_VERSION = select(func.max(ENDORSEMENT.c.version)).where(
    ENDORSEMENT.c.workspace_id == bindparam("ws"),
    ENDORSEMENT.c.referral_id == bindparam("referral"),
    ENDORSEMENT.c.advocate == bindparam("advocate"),
)
_SAY = insert(ENDORSEMENT).returning(ENDORSEMENT.c.id)


def to_endorsement(row: Any) -> Endorsement:
    return Endorsement(
        id=row.id,
        referral_id=row.referral_id,
        advocate=row.advocate,
        candidate_name=row.called,
        is_first=row.first,
        relationship=Relationship(row.relationship),
        evidence=Evidence(
            saw=row.saw,
            why=row.why,
            how_long=row.how_long,
            trust=row.trust,
            adaptability=row.adaptability,
            lifts=row.lifts,
            conviction=Conviction(row.conviction) if row.conviction else None,
            conflicts=tuple(Conflict(word) for word in row.conflicts),
        ),
        version=row.version,
        at=row.at,
    )


def list_current(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Endorsement]:
    """What each advocate says today, first voice first, with what they offered to do."""
    if (kept := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        return kept
    which = {"ws": workspace_id, "referral": referral_id}
    rows = transaction.execute(_CURRENT, which).all()
    offered: dict[str, list[CommitmentKind]] = {}
    for row in transaction.execute(_OFFERED, which):
        offered.setdefault(row.member, []).append(CommitmentKind(row.kind))
    return [_with_offers(row, offered) for row in rows]


def list_current_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Endorsement]]:
    """As `current`, by referral; one without any has an empty list."""
    found: dict[int, list[Endorsement]] = {id_: [] for id_ in referral_ids}
    offered: dict[int, dict[str, list[CommitmentKind]]] = {id_: {} for id_ in found}
    for id_, made in commitments.list_by_referrals(transaction, workspace_id, found).items():
        for each in made:
            if each.state is not CommitmentState.NOT_NEEDED:
                offered[id_].setdefault(each.member, []).append(each.kind)
    if found:
        which = {"ws": workspace_id, "referrals": list(found)}
        for row in transaction.execute(_CURRENT_OF, which).all():
            found[row.referral_id].append(_with_offers(row, offered[row.referral_id]))
    _ahead.put(transaction, workspace_id, found)
    return found


def _with_offers(row: Any, offered: Mapping[str, Sequence[CommitmentKind]]) -> Endorsement:
    said = to_endorsement(row)
    if row.advocate not in offered:
        return said
    return replace(said, evidence=replace(said.evidence, commitments=tuple(offered[row.advocate])))


def find_by_advocate(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> Endorsement | None:
    return next(
        (
            said
            for said in list_current(transaction, workspace_id, referral_id)
            if said.advocate == advocate
        ),
        None,
    )


def count_advocates(transaction: Transaction, workspace_id: int, referral_id: int) -> int:
    """How many advocates stand behind the referral."""
    if (kept := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        return len(kept)
    which = {"ws": workspace_id, "referral": referral_id}
    counted: int = transaction.execute(_COUNT, which).scalar_one()
    return counted


def find_depths(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, Depth]:
    """How deep each referral is: as deep as its deepest voice."""
    if not referral_ids:
        return {}
    kept = (
        exists()
        .where(
            COMMITMENT.c.workspace_id == ENDORSEMENT.c.workspace_id,
            COMMITMENT.c.referral_id == ENDORSEMENT.c.referral_id,
            COMMITMENT.c.member == ENDORSEMENT.c.advocate,
            COMMITMENT.c.state == CommitmentState.DONE.value,
        )
        .label("kept")
    )
    rows = transaction.execute(
        select(ENDORSEMENT, kept).where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id.in_(set(referral_ids)),
            ENDORSEMENT.c.current.is_(True),
        )
    )
    found: dict[int, list[Depth]] = {}
    for row in rows:
        depth = depth_of(to_endorsement(row).evidence, fulfilled=int(row.kept))
        found.setdefault(row.referral_id, []).append(depth)
    return {referral: deepest_depth(voices) for referral, voices in found.items()}


def add_version(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    advocate: str,
    *,
    called: str,
    relationship: Relationship,
    evidence: Evidence,
    first: bool,
    now: datetime,
    new: bool = False,
) -> Endorsement:
    """Store what the advocate says now as the current version; earlier versions are kept.

    `new`: this transaction made the referral, so nobody can have said anything about it.
    """
    version = 0 if new else _set_aside(transaction, workspace_id, referral_id, advocate)
    said = Endorsement(
        id=0,
        referral_id=referral_id,
        advocate=advocate,
        candidate_name=called,
        is_first=first,
        relationship=relationship,
        evidence=replace(evidence, commitments=()),
        version=version + 1,
        at=now,
    )
    row = {
        "workspace_id": workspace_id,
        "referral_id": referral_id,
        "advocate": advocate,
        "called": called,
        "first": first,
        "relationship": relationship.value,
        "saw": evidence.saw,
        "why": evidence.why,
        "how_long": evidence.how_long,
        "trust": evidence.trust,
        "adaptability": evidence.adaptability,
        "lifts": evidence.lifts,
        "conviction": evidence.conviction.value if evidence.conviction else None,
        "conflicts": [conflict.value for conflict in evidence.conflicts],
        "version": version + 1,
        "current": True,
        "at": now,
    }
    return replace(said, id=transaction.execute(_SAY, row).scalar_one())


def _set_aside(transaction: Transaction, workspace_id: int, referral_id: int, advocate: str) -> int:
    """What they said so far is not current any more; the number of its versions."""
    transaction.execute(  # one at a time, or two would take the same version
        select(REFERRAL.c.id)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id)
        .with_for_update()
    )
    which = {"ws": workspace_id, "referral": referral_id, "advocate": advocate}
    version: int | None = transaction.scalar(_VERSION, which)
    if not version:
        return 0
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id == referral_id,
            ENDORSEMENT.c.advocate == advocate,
        )
        .values(current=False)
    )
    return version
