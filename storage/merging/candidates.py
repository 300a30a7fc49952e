"""Merges the rows of two candidates who are one person.

One candidate is kept, and the other is absorbed. Before `replace_candidate`, call `move_referral`
for each referral of the absorbed candidate: deleting a candidate who has referrals would fail.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, insert, select, update

from domain.follow_ups import FollowUpKind, FollowUpState
from domain.referrals import Candidate
from storage import referrals
from storage.candidates import likeness_columns
from storage.engine import Transaction
from storage.merging.history import move_history
from storage.rounds import NEXT_ROUND, round_key
from storage.tables.core import CANDIDATE, ENDORSEMENT, FOLLOW_UP, REFERRAL
from storage.tables.same_people import DIFFERENT_PEOPLE


def move_referral(transaction: Transaction, referral_id: int, kept: Candidate) -> None:
    """Give the referral to the kept candidate.

    It becomes the next round, that is the candidate's next referral for the same opening.
    """
    referral = referrals.find(transaction, kept.workspace_id, referral_id)
    assert referral is not None  # noqa: S101 - read in this transaction
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == kept.workspace_id, REFERRAL.c.id == referral_id)
        .values(
            candidate_id=kept.id,
            round=NEXT_ROUND,
            version=REFERRAL.c.version + 1,
        ),
        round_key(kept, referral.opening_id),
    )


def keep_contact_in_endorsements(
    transaction: Transaction, absorbed: Candidate, referral_ids: Sequence[int]
) -> None:
    """Copy the candidate's contact into those first endorsements of the referrals that have none.

    Old releases stored the contact only in the candidate's row, which is deleted.
    """
    columns = ENDORSEMENT.c
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            columns.workspace_id == absorbed.workspace_id,
            columns.referral_id.in_(referral_ids),
            columns.first.is_(True),
            columns.email.is_(None),
            columns.profile_url.is_(None),
        )
        .values(email=absorbed.email, profile_url=absorbed.profile_url)
    )


def replace_candidate(transaction: Transaction, merged: Candidate, absorbed: Candidate) -> None:
    """Delete the absorbed candidate, and store `merged` in the kept candidate's row.

    `merged` has the id of the kept candidate, and the merged data of both.
    """
    workspace_id = merged.workspace_id
    _move_consent_questions(transaction, merged, absorbed)
    move_history(transaction, workspace_id, "candidate", absorbed.id, merged.id)
    _move_answers(transaction, merged, absorbed)
    transaction.execute(
        delete(CANDIDATE).where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == absorbed.id
        )
    )
    transaction.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == merged.id)
        .values(
            email=merged.email,
            profile_url=merged.profile_url,
            consent=merged.consent.value,
            agreed_at=merged.agreed_at,
            asked_at=merged.asked_at,
            asked_by=merged.asked_by,
            took_part_at=merged.took_part_at,
            decide_by=merged.decide_by,
            **likeness_columns(merged),
        )
    )


def _move_consent_questions(
    transaction: Transaction, merged: Candidate, absorbed: Candidate
) -> None:
    """Give the questions about the absorbed candidate's agreement to the merged candidate."""
    workspace_id = merged.workspace_id
    is_about_absorbed = (
        FOLLOW_UP.c.workspace_id == workspace_id,
        FOLLOW_UP.c.kind == FollowUpKind.CONSENT.value,
        FOLLOW_UP.c.subject_id == absorbed.id,
    )
    # One advocate may have been asked about both candidates. Such a question is not moved, because
    # only one question with the same period can be stored about the merged candidate.
    twin = FOLLOW_UP.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.kind == FollowUpKind.CONSENT.value,
        twin.c.subject_id == merged.id,
        twin.c.period == FOLLOW_UP.c.period,
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(*is_about_absorbed, FOLLOW_UP.c.state == FollowUpState.OPEN.value, has_twin)
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        update(FOLLOW_UP).where(*is_about_absorbed, ~has_twin).values(subject_id=merged.id)
    )


def _move_answers(transaction: Transaction, merged: Candidate, absorbed: Candidate) -> None:
    """Let the answers "this is someone else" about the absorbed candidate be about the merged one.

    The rows about the absorbed candidate are deleted with the candidate.
    """
    workspace_id, columns = merged.workspace_id, DIFFERENT_PEOPLE.c
    rows = transaction.execute(
        select(DIFFERENT_PEOPLE).where(
            columns.workspace_id == workspace_id,
            (columns.one_id == absorbed.id) | (columns.other_id == absorbed.id),
        )
    ).all()
    stored_pairs = {
        (pair.one_id, pair.other_id)
        for pair in transaction.execute(
            select(columns.one_id, columns.other_id).where(columns.workspace_id == workspace_id)
        )
    }
    for row in rows:
        other_id = row.other_id if row.one_id == absorbed.id else row.one_id
        one_id, other_id = sorted((other_id, merged.id))
        if one_id != other_id and (one_id, other_id) not in stored_pairs:
            transaction.execute(
                insert(DIFFERENT_PEOPLE).values(
                    workspace_id=workspace_id,
                    one_id=one_id,
                    other_id=other_id,
                    said_by=row.said_by,
                    said_at=row.said_at,
                )
            )
