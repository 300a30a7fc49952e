"""Merges the endorsements and commitments of two referrals for one opening."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select, update

from domain.endorsements import CommitmentState, Endorsement
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.merging import MergedReferral, merge_evidence
from storage import endorsements
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, FOLLOW_UP


def move_endorsements(transaction: Transaction, merged: MergedReferral) -> None:
    """Make the endorsements of the absorbed referral second vouches of the kept one.

    If an advocate endorsed both, the absorbed versions are numbered after the kept ones, and a new
    version merges the words of the two current ones.
    """
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    current = endorsements.list_current_by_referrals(transaction, workspace_id, [kept, absorbed])
    on_kept = {each.advocate: each for each in current[kept]}
    columns = ENDORSEMENT.c
    versions = dict(
        transaction.execute(
            select(columns.advocate, func.max(columns.version))
            .where(columns.workspace_id == workspace_id, columns.referral_id == kept)
            .group_by(columns.advocate)
        ).all()
    )
    advocates = set(
        transaction.scalars(
            select(columns.advocate)
            .where(columns.workspace_id == workspace_id, columns.referral_id == absorbed)
            .distinct()
        )
    )
    for advocate in advocates:
        endorsed_both = advocate in on_kept
        transaction.execute(
            update(ENDORSEMENT)
            .where(
                columns.workspace_id == workspace_id,
                columns.referral_id == absorbed,
                columns.advocate == advocate,
            )
            .values(
                referral_id=kept,
                version=columns.version + versions.get(advocate, 0),
                first=endorsed_both and on_kept[advocate].is_first,
                **({"current": False} if endorsed_both else {}),
            )
        )
    for each in current[absorbed]:
        if each.advocate in on_kept:
            _merge_words(transaction, workspace_id, on_kept[each.advocate], each)


def _merge_words(
    transaction: Transaction, workspace_id: int, on_kept: Endorsement, on_absorbed: Endorsement
) -> None:
    older, newer = sorted((on_kept, on_absorbed), key=lambda each: each.submitted_at)
    endorsements.add_version(
        transaction,
        workspace_id,
        on_kept.referral_id,
        on_kept.advocate,
        candidate_name=newer.candidate_name,
        relationship=newer.relationship,
        evidence=merge_evidence(newer, older),
        is_first=on_kept.is_first,
        email=on_kept.email or on_absorbed.email,
        profile_url=on_kept.profile_url or on_absorbed.profile_url,
        now=newer.submitted_at,
    )


def move_commitments(transaction: Transaction, merged: MergedReferral) -> None:
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    rows = transaction.execute(
        select(COMMITMENT).where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.referral_id.in_((kept, absorbed)),
        )
    ).all()
    on_kept = {(row.member, row.kind): row for row in rows if row.referral_id == kept}
    for row in rows:
        if row.referral_id != absorbed:
            continue
        twin = on_kept.get((row.member, row.kind))
        if twin is not None:
            _merge_commitments(transaction, twin, row)
    transaction.execute(
        update(COMMITMENT)
        .where(COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.referral_id == absorbed)
        .values(referral_id=kept)
    )


def _merge_commitments(transaction: Transaction, own: Any, other: Any) -> None:
    """Copy into the row `own` the values that only `other` has, and delete `other`.

    The follow-up about `other` is cancelled.
    """
    is_done = CommitmentState.DONE.value in (own.state, other.state)
    filled = {
        name: getattr(own, name) if getattr(own, name) is not None else getattr(other, name)
        for name in ("text", "told", "reply", "replied_at", "done_at")
    }
    transaction.execute(
        update(COMMITMENT)
        .where(COMMITMENT.c.workspace_id == own.workspace_id, COMMITMENT.c.id == own.id)
        .values(state=CommitmentState.DONE.value if is_done else own.state, **filled)
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == own.workspace_id,
            FOLLOW_UP.c.kind == FollowUpKind.COMMITMENT.value,
            FOLLOW_UP.c.subject_id == other.id,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
        )
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        delete(COMMITMENT).where(
            COMMITMENT.c.workspace_id == own.workspace_id, COMMITMENT.c.id == other.id
        )
    )
