"""Merges two referrals of one person for the same opening.

Nothing that someone said or did is deleted: rows move to the candidate and the referral that are
kept. `HANDLED` names every table that refers to a referral; a test compares it with the schema.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, delete, exists, insert, select, update

from domain.depth import DEPTH_RANKS, desk_order_without_depth
from domain.follow_ups import HIRE_KINDS, FollowUp, FollowUpKind, FollowUpState
from domain.merging import MergedReferral
from domain.message_payload import Subject
from domain.messages import Acknowledgement, ReferralReceived, kinds_with_subject
from storage import endorsements, follow_ups
from storage.engine import Transaction
from storage.merging.history import move_history
from storage.merging.voices import move_commitments, move_endorsements
from storage.referral_facts import merge_facts
from storage.schema import METADATA
from storage.tables.core import FOLLOW_UP, REFERRAL
from storage.tables.departures import HANDED_OVER
from storage.tables.messages import OUTBOX
from storage.tables.same_people import MERGED_REFERRAL

# Tables in which the rows of the absorbed referral only get the id of the referral that is kept.
_MOVED: Final = ("question", "heard", "ask", "desk_note", "attachment")
# Tables in which both referrals may have a row with the same key. Each has its own function below.
_MERGED: Final = ("endorsement", "commitment", "follow_up", "merged_referral")
# Tables whose rows move, unless the referral that is kept has a row with the same key already.
_MOVED_UNLESS_PRESENT: Final = (
    *("ending", "bonus", "bonus_share", "bonus_payment", "hire", "congratulation"),
)
HANDLED: Final = (*_MOVED, *_MERGED, *_MOVED_UNLESS_PRESENT)

_KINDS_ABOUT_REFERRAL = (  # the kinds of follow-ups whose subject is a referral
    *(FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE, FollowUpKind.HEARTBEAT),
    *(FollowUpKind.SAY_MORE, FollowUpKind.INTERVIEW),
    *(FollowUpKind.RETURN, FollowUpKind.OUTCOME_NOTE),
    *HIRE_KINDS,
)
RECEIVED: Final = ReferralReceived.kind
_SUBJECT_IS_REFERRAL = kinds_with_subject(Subject.REFERRAL)


def merge_referrals(transaction: Transaction, merged: MergedReferral) -> list[FollowUp]:
    """Make the absorbed referral a part of the kept one. Return the follow-ups that have moved."""
    kept, absorbed, workspace_id = merged.kept, merged.absorbed, merged.kept.workspace_id
    move_endorsements(transaction, merged)
    move_commitments(transaction, merged)
    moved = _move_follow_ups(transaction, merged)
    for name in _MOVED:
        _move(transaction, METADATA.tables[name], workspace_id, absorbed.id, kept.id)
    for name in _MOVED_UNLESS_PRESENT:
        _move_unless_present(transaction, METADATA.tables[name], merged)
    transaction.execute(
        update(MERGED_REFERRAL)
        .where(
            MERGED_REFERRAL.c.workspace_id == workspace_id,
            MERGED_REFERRAL.c.referral_id == absorbed.id,
        )
        .values(referral_id=kept.id)
    )
    _mark_second_cards(transaction, merged)
    move_history(transaction, workspace_id, "referral", absorbed.id, kept.id)
    _move_messages(transaction, merged)
    _move_departures(transaction, merged)
    source = merged.state_source
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == kept.id)
        .values(
            stage=source.stage.value,
            reason=source.reason.value if source.reason else None,
            note=source.note,
            stage_at=source.stage_at,
            return_on=source.return_on,
            owner=source.owner,
            owner_since=source.owner_since,
            answered_at=merged.answered_at,
            **merge_facts(transaction, workspace_id, kept.id, absorbed.id),
            desk_order=desk_order_without_depth(
                answered=merged.answered_at is not None, created_at=kept.created_at
            )
            + REFERRAL.c.desk_order % DEPTH_RANKS,
            version=REFERRAL.c.version + 1,
        )
    )
    transaction.execute(
        delete(REFERRAL).where(
            REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == absorbed.id
        )
    )
    transaction.execute(
        insert(MERGED_REFERRAL).values(
            workspace_id=workspace_id, old_id=absorbed.id, referral_id=kept.id
        )
    )
    return moved


def _move(
    transaction: Transaction, table: Table, workspace_id: int, from_id: int, to_id: int
) -> None:
    transaction.execute(
        update(table)
        .where(table.c.workspace_id == workspace_id, table.c.referral_id == from_id)
        .values(referral_id=to_id)
    )


def _move_unless_present(transaction: Transaction, table: Table, merged: MergedReferral) -> None:
    """Move the rows, and delete those whose key the kept referral has already."""
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    twin = table.alias()
    other_key_columns = [each.name for each in table.primary_key if each.name != "referral_id"]
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.referral_id == kept,
        *(twin.c[name] == table.c[name] for name in other_key_columns),
    )
    of_absorbed = table.c.workspace_id == workspace_id, table.c.referral_id == absorbed
    transaction.execute(update(table).where(*of_absorbed, ~has_twin).values(referral_id=kept))
    transaction.execute(delete(table).where(*of_absorbed))


def _move_follow_ups(transaction: Transaction, merged: MergedReferral) -> list[FollowUp]:
    """Move the follow-ups, and cancel those that the kept referral has already.

    Return those that were open.
    """
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    is_open = FOLLOW_UP.c.state == FollowUpState.OPEN.value
    of_absorbed = FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.referral_id == absorbed
    ids = list(transaction.scalars(select(FOLLOW_UP.c.id).where(*of_absorbed, is_open)))
    is_about_absorbed = (
        FOLLOW_UP.c.kind.in_([kind.value for kind in _KINDS_ABOUT_REFERRAL]),
        FOLLOW_UP.c.subject_id == absorbed,
    )
    twin = FOLLOW_UP.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.kind == FOLLOW_UP.c.kind,
        twin.c.subject_id == kept,
        twin.c.period == FOLLOW_UP.c.period,
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(*of_absorbed, *is_about_absorbed, is_open, has_twin)
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        update(FOLLOW_UP).where(*of_absorbed, *is_about_absorbed, ~has_twin).values(subject_id=kept)
    )
    _move(transaction, FOLLOW_UP, workspace_id, absorbed, kept)
    return follow_ups.find_many(transaction, workspace_id, ids)


def _mark_second_cards(transaction: Transaction, merged: MergedReferral) -> None:
    """Mark cards of the absorbed referral as merged if their owner has the kept one's card too."""
    is_card = OUTBOX.c.workspace_id == merged.kept.workspace_id, OUTBOX.c.kind == RECEIVED
    has_card = set(
        transaction.scalars(
            select(OUTBOX.c.recipient).where(*is_card, OUTBOX.c.subject_id == merged.kept.id)
        )
    )
    cards = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.about).where(
            *is_card,
            OUTBOX.c.subject_id == merged.absorbed.id,
            OUTBOX.c.recipient.in_(has_card),
        )
    ).all()
    for card in cards:
        transaction.execute(
            update(OUTBOX)
            .where(OUTBOX.c.workspace_id == merged.kept.workspace_id, OUTBOX.c.id == card.id)
            .values(about={**card.about, "merged": True})
        )


def _move_messages(transaction: Transaction, merged: MergedReferral) -> None:
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(_SUBJECT_IS_REFERRAL),
            OUTBOX.c.subject_id == absorbed,
        )
        .values(subject_id=kept)
    )
    # An acknowledgement has the ids of the other referrals of its form under "with".
    advocates = [
        each.advocate for each in endorsements.list_current(transaction, workspace_id, kept)
    ]
    acknowledgements = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.subject_id, OUTBOX.c.about).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind == Acknowledgement.kind,
            OUTBOX.c.recipient.in_(advocates),
        )
    ).all()
    for row in acknowledgements:
        others = row.about.get("with", [])
        if absorbed in others or row.subject_id in others:
            ids = [kept if id_ == absorbed else id_ for id_ in others]
            unique = [id_ for id_ in dict.fromkeys(ids) if id_ != row.subject_id]
            transaction.execute(
                update(OUTBOX)
                .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == row.id)
                .values(about={**row.about, "with": unique})
            )


def _move_departures(transaction: Transaction, merged: MergedReferral) -> None:
    """Let a former owner who returns get back the kept referral instead of the absorbed one."""
    workspace_id, kept, absorbed = merged.kept.workspace_id, merged.kept.id, merged.absorbed.id
    of_absorbed = (
        HANDED_OVER.c.workspace_id == workspace_id,
        HANDED_OVER.c.kind == "referral",
        HANDED_OVER.c.subject_id == absorbed,
    )
    twin = HANDED_OVER.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.user_id == HANDED_OVER.c.user_id,
        twin.c.kind == "referral",
        twin.c.subject_id == kept,
    )
    transaction.execute(update(HANDED_OVER).where(*of_absorbed, ~has_twin).values(subject_id=kept))
