"""Stores endorsements in versions, which are added and never replaced.

Each advocate of a referral has one current version. One advocate's endorsement is the first voice:
that of whoever submitted the referral, unless it was withdrawn or the credit was corrected. All
others are second vouches.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
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
    endorsement_depth,
)
from storage import commitments
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, REFERRAL

_ADD = insert(ENDORSEMENT).returning(ENDORSEMENT.c.id)
_LIST_CURRENT = (
    select(ENDORSEMENT)
    .where(
        ENDORSEMENT.c.workspace_id == bindparam("workspace_id"),
        ENDORSEMENT.c.referral_id.in_(bindparam("referral_ids", expanding=True)),
        ENDORSEMENT.c.current.is_(True),
    )
    .order_by(ENDORSEMENT.c.first.desc(), ENDORSEMENT.c.id)
)


def to_endorsement(row: Any, offered: Sequence[CommitmentKind] = ()) -> Endorsement:
    """Build an endorsement from a row of ENDORSEMENT. `offered` are the advocate's commitments."""
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
            conflicts=tuple(Conflict(conflict) for conflict in row.conflicts),
            commitments=tuple(offered),
        ),
        version=row.version,
        submitted_at=row.at,
        email=row.email,
        profile_url=row.profile_url,
    )


def list_current(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Endorsement]:
    """Return each advocate's current endorsement with its commitments, the first voice first.

    Commitments that are no longer needed are left out.
    """
    return list_current_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_current_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Endorsement]]:
    """Return what `list_current` returns, by referral id. The list of a referral may be empty."""
    found: dict[int, list[Endorsement]] = {id_: [] for id_ in referral_ids}
    if not found:
        return found
    offered: dict[tuple[int, str], list[CommitmentKind]] = {}
    commitments_by_referral = commitments.list_by_referrals(transaction, workspace_id, found)
    for commitment in itertools.chain.from_iterable(commitments_by_referral.values()):
        if commitment.state is not CommitmentState.NOT_NEEDED:
            key = (commitment.referral_id, commitment.member)
            offered.setdefault(key, []).append(commitment.kind)
    values = {"workspace_id": workspace_id, "referral_ids": list(found)}
    for row in transaction.execute(_LIST_CURRENT, values):
        kinds = offered.get((row.referral_id, row.advocate), ())
        found[row.referral_id].append(to_endorsement(row, kinds))
    return found


def find_by_advocate(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> Endorsement | None:
    """Return the advocate's current endorsement with its commitments, or None."""
    for endorsement in list_current(transaction, workspace_id, referral_id):
        if endorsement.advocate == advocate:
            return endorsement
    return None


def find_version(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str, version: int
) -> Endorsement | None:
    """Return this version of the endorsement, without commitments, or None if there is none."""
    row = transaction.execute(
        select(ENDORSEMENT).where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id == referral_id,
            ENDORSEMENT.c.advocate == advocate,
            ENDORSEMENT.c.version == version,
        )
    ).first()
    return to_endorsement(row) if row else None


def list_given_contacts(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> set[tuple[str | None, str | None]]:
    """Return the (e-mail, profile link) pairs of all versions, also those no longer current."""
    columns = ENDORSEMENT.c
    rows = transaction.execute(
        select(columns.email, columns.profile_url)
        .where(columns.workspace_id == workspace_id, columns.referral_id.in_(set(referral_ids)))
        .distinct()
    )
    return {(row.email, row.profile_url) for row in rows}


def count_advocates(transaction: Transaction, workspace_id: int, referral_id: int) -> int:
    """Count the advocates who have endorsed the referral."""
    count: int = transaction.execute(
        select(func.count())
        .select_from(ENDORSEMENT)
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id == referral_id,
            ENDORSEMENT.c.current.is_(True),
        )
    ).scalar_one()
    return count


def find_depths(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, Depth]:
    """Return by referral id the depth of its deepest endorsement.

    A referral that nobody endorses has no entry.
    """
    if not referral_ids:
        return {}
    has_fulfilled = (
        exists()
        .where(
            COMMITMENT.c.workspace_id == ENDORSEMENT.c.workspace_id,
            COMMITMENT.c.referral_id == ENDORSEMENT.c.referral_id,
            COMMITMENT.c.member == ENDORSEMENT.c.advocate,
            COMMITMENT.c.state == CommitmentState.DONE.value,
        )
        .label("has_fulfilled")
    )
    rows = transaction.execute(
        select(ENDORSEMENT, has_fulfilled).where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id.in_(set(referral_ids)),
            ENDORSEMENT.c.current.is_(True),
        )
    )
    found: dict[int, list[Depth]] = {}
    for row in rows:
        depth = endorsement_depth(to_endorsement(row).evidence, fulfilled=int(row.has_fulfilled))
        found.setdefault(row.referral_id, []).append(depth)
    return {referral_id: deepest_depth(depths) for referral_id, depths in found.items()}


def add_version(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    advocate: str,
    *,
    candidate_name: str,
    relationship: Relationship,
    evidence: Evidence,
    is_first: bool,
    now: datetime,
    email: str | None = None,
    profile_url: str | None = None,
    is_new_referral: bool = False,
) -> Endorsement:
    """Store a new version, which is the current one from now on. Earlier versions stay.

    `is_first` is whether this is the first voice. With `is_new_referral`, the caller has just
    stored the referral, and no query looks for earlier versions.
    """
    earlier_versions = 0
    if not is_new_referral:
        earlier_versions = _retire_versions(transaction, workspace_id, referral_id, advocate)
    endorsement = Endorsement(
        id=0,  # The database chooses the id.
        referral_id=referral_id,
        advocate=advocate,
        candidate_name=candidate_name,
        is_first=is_first,
        relationship=relationship,
        evidence=replace(evidence, commitments=()),
        version=earlier_versions + 1,
        submitted_at=now,
        email=email,
        profile_url=profile_url,
    )
    row = _to_row(workspace_id, endorsement)
    return replace(endorsement, id=transaction.execute(_ADD, row).scalar_one())


def _to_row(workspace_id: int, endorsement: Endorsement) -> dict[str, object]:
    """Return the values of the row, as the current version."""
    evidence = endorsement.evidence
    return {
        "workspace_id": workspace_id,
        "referral_id": endorsement.referral_id,
        "advocate": endorsement.advocate,
        "called": endorsement.candidate_name,
        "email": endorsement.email,
        "profile_url": endorsement.profile_url,
        "first": endorsement.is_first,
        "relationship": endorsement.relationship.value,
        "saw": evidence.saw,
        "why": evidence.why,
        "how_long": evidence.how_long,
        "trust": evidence.trust,
        "adaptability": evidence.adaptability,
        "lifts": evidence.lifts,
        "conviction": evidence.conviction.value if evidence.conviction else None,
        "conflicts": [conflict.value for conflict in evidence.conflicts],
        "version": endorsement.version,
        "current": True,
        "at": endorsement.submitted_at,
    }


def promote_next_voice(transaction: Transaction, workspace_id: int, referral_id: int) -> str | None:
    """If there is no first voice, make the oldest current endorsement the first voice.

    Return the advocate of the first voice, or None if nobody vouches for the referral any more.
    """
    current = list_current(transaction, workspace_id, referral_id)
    if not current:
        return None
    first = current[0]  # the first voice, or else the oldest
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id == referral_id,
            ENDORSEMENT.c.advocate == first.advocate,
        )
        .values(first=True)
    )
    return first.advocate


def correct_contact(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    advocate: str | None,
    old: tuple[str | None, str | None],
    new: tuple[str | None, str | None],
) -> None:
    """Replace an e-mail address and a profile link in all versions, so that the old find nobody.

    `old` and `new` are pairs (e-mail, profile link). With an `advocate`, only the versions of that
    advocate are changed, also where they have no value yet. If `advocate` is None, the versions of
    everybody who gave the old value are changed, and missing values stay missing.
    """
    where = [
        ENDORSEMENT.c.workspace_id == workspace_id,
        ENDORSEMENT.c.referral_id.in_(referral_ids),
    ]
    if advocate is not None:
        where.append(ENDORSEMENT.c.advocate == advocate)
    for name, before, after in zip(("email", "profile_url"), old, new, strict=True):
        if before == after or (before is None and advocate is None):
            continue
        column = ENDORSEMENT.c[name]
        transaction.execute(
            update(ENDORSEMENT)
            .where(*where, column.is_not_distinct_from(before))
            .values({name: after})
        )


def set_first_voice(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> None:
    """Make this advocate's endorsement the first voice, and all others second vouches."""
    transaction.execute(
        update(ENDORSEMENT)
        .where(ENDORSEMENT.c.workspace_id == workspace_id, ENDORSEMENT.c.referral_id == referral_id)
        .values(first=ENDORSEMENT.c.advocate == advocate)
    )


def _retire_versions(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> int:
    """Mark the advocate's versions as not current. Return how many there are.

    The referral is locked until the transaction ends, so that no other transaction stores a version
    of the same number.
    """
    transaction.execute(
        select(REFERRAL.c.id)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id)
        .with_for_update()
    )
    by_advocate = (
        ENDORSEMENT.c.workspace_id == workspace_id,
        ENDORSEMENT.c.referral_id == referral_id,
        ENDORSEMENT.c.advocate == advocate,
    )
    version = transaction.scalar(select(func.max(ENDORSEMENT.c.version)).where(*by_advocate))
    if version:
        transaction.execute(update(ENDORSEMENT).where(*by_advocate).values(current=False))
    return version or 0
