"""Merges the rows of two candidates who are one person.

One is kept, the other absorbed. Call `move_referral` for each referral of the absorbed candidate
before `replace_candidate`: deleting a candidate who has referrals would fail.
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
    """Give the referral to the candidate who is kept, as the next round for its opening."""
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
    """Copy the candidate's contact into the first endorsements of these referrals that lack one.

    Old releases stored the contact with the candidate only.
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
    """Delete the absorbed candidate, and store `merged` in the row of the kept one."""
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
            took_part_at=merged.took_part_at,
            decide_by=merged.decide_by,
            **likeness_columns(merged),
        )
    )


def _move_consent_questions(
    transaction: Transaction, merged: Candidate, absorbed: Candidate
) -> None:
    workspace_id = merged.workspace_id
    is_consent = (
        FOLLOW_UP.c.workspace_id == workspace_id,
        FOLLOW_UP.c.kind == FollowUpKind.CONSENT.value,
        FOLLOW_UP.c.subject_id == absorbed.id,
    )
    # The same advocate may have been asked about both candidates: their two questions are twins.
    twin = FOLLOW_UP.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.kind == FollowUpKind.CONSENT.value,
        twin.c.subject_id == merged.id,
        twin.c.period == FOLLOW_UP.c.period,
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(*is_consent, FOLLOW_UP.c.state == FollowUpState.OPEN.value, has_twin)
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        update(FOLLOW_UP).where(*is_consent, ~has_twin).values(subject_id=merged.id)
    )


def _move_answers(transaction: Transaction, merged: Candidate, absorbed: Candidate) -> None:
    """Let each "this is someone else" about the absorbed candidate name the merged one instead."""
    workspace_id, columns = merged.workspace_id, DIFFERENT_PEOPLE.c
    rows = transaction.execute(
        select(DIFFERENT_PEOPLE).where(
            columns.workspace_id == workspace_id,
            (columns.one_id == absorbed.id) | (columns.other_id == absorbed.id),
        )
    ).all()
    stored_pairs = {
        (one_id, other_id)
        for one_id, other_id in transaction.execute(
            select(columns.one_id, columns.other_id).where(columns.workspace_id == workspace_id)
        )
    }
    for row in rows:
        other = row.other_id if row.one_id == absorbed.id else row.one_id
        pair = (min(other, merged.id), max(other, merged.id))
        if other != merged.id and pair not in stored_pairs:
            transaction.execute(
                insert(DIFFERENT_PEOPLE).values(
                    workspace_id=workspace_id,
                    one_id=pair[0],
                    other_id=pair[1],
                    said_by=row.said_by,
                    said_at=row.said_at,
                )
            )
