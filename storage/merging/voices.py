"""Moves endorsements and commitments to the kept referral when two referrals are merged.

Both referrals are for the same candidate and opening. The other one is the absorbed referral.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, false, func, select, update

from domain.endorsements import CommitmentState, Endorsement
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.merging import ReferralMerge, merge_evidence
from storage import endorsements
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, FOLLOW_UP


def move_endorsements(transaction: Transaction, merge: ReferralMerge) -> None:
    """Move the endorsements of the absorbed referral, of which none stays a first endorsement.

    Each endorsement has numbered versions. If an advocate endorsed both referrals, their versions
    on the absorbed referral get the numbers after those on the kept one, and a new version merges
    the texts of both.
    """
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    current = endorsements.list_current_by_referrals(
        transaction, workspace_id, [kept_id, absorbed_id]
    )
    current_on_kept = {each.advocate: each for each in current[kept_id]}
    columns = ENDORSEMENT.c
    newest_kept_versions = dict(
        transaction.execute(
            select(columns.advocate, func.max(columns.version))
            .where(columns.workspace_id == workspace_id, columns.referral_id == kept_id)
            .group_by(columns.advocate)
        ).all()
    )
    absorbed_advocates = set(
        transaction.scalars(
            select(columns.advocate)
            .where(columns.workspace_id == workspace_id, columns.referral_id == absorbed_id)
            .distinct()
        )
    )
    for advocate in absorbed_advocates:
        endorsed_both = advocate in current_on_kept
        transaction.execute(
            update(ENDORSEMENT)
            .where(
                columns.workspace_id == workspace_id,
                columns.referral_id == absorbed_id,
                columns.advocate == advocate,
            )
            .values(
                referral_id=kept_id,
                version=columns.version + newest_kept_versions.get(advocate, 0),
                first=endorsed_both and current_on_kept[advocate].is_first,
                # `_merge_words` adds the current version of an advocate who endorsed both.
                current=false() if endorsed_both else columns.current,
            )
        )
    for on_absorbed in current[absorbed_id]:
        on_kept = current_on_kept.get(on_absorbed.advocate)
        if on_kept is not None:
            _merge_words(transaction, workspace_id, on_kept, on_absorbed)


def _merge_words(
    transaction: Transaction, workspace_id: int, on_kept: Endorsement, on_absorbed: Endorsement
) -> None:
    """Add a version to the kept referral with the newer text of each field.

    Where the newer text is empty, the older one is taken.
    """
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


def move_commitments(transaction: Transaction, merge: ReferralMerge) -> None:
    """Move the commitments (offers to help) to the kept referral.

    Two commitments of the same kind by the same member become one.
    """
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    rows = transaction.execute(
        select(COMMITMENT).where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.referral_id.in_((kept_id, absorbed_id)),
        )
    ).all()
    on_kept = {(row.member, row.kind): row for row in rows if row.referral_id == kept_id}
    for row in rows:
        same_on_kept = on_kept.get((row.member, row.kind))
        if row.referral_id == absorbed_id and same_on_kept is not None:
            _merge_commitments(transaction, same_on_kept, row)
    transaction.execute(
        update(COMMITMENT)
        .where(COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.referral_id == absorbed_id)
        .values(referral_id=kept_id)
    )


def _merge_commitments(transaction: Transaction, kept: Any, absorbed: Any) -> None:
    """Merge the row `absorbed` into the row `kept`, and delete `absorbed`.

    `kept` gets the values that only `absorbed` has, and is done if either of them is done. The
    follow-up about `absorbed` is cancelled.
    """
    is_done = CommitmentState.DONE.value in (kept.state, absorbed.state)
    filled = {
        name: getattr(kept, name) if getattr(kept, name) is not None else getattr(absorbed, name)
        for name in ("text", "told", "reply", "replied_at", "done_at")
    }
    transaction.execute(
        update(COMMITMENT)
        .where(COMMITMENT.c.workspace_id == kept.workspace_id, COMMITMENT.c.id == kept.id)
        .values(state=CommitmentState.DONE.value if is_done else kept.state, **filled)
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == kept.workspace_id,
            FOLLOW_UP.c.kind == FollowUpKind.COMMITMENT.value,
            FOLLOW_UP.c.subject_id == absorbed.id,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
        )
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        delete(COMMITMENT).where(
            COMMITMENT.c.workspace_id == kept.workspace_id, COMMITMENT.c.id == absorbed.id
        )
    )
