"""Merges two referrals of one person for the same opening.

Nothing that someone said or did is deleted: it moves from the absorbed referral to the kept one.
`HANDLED_TABLES` names every table with a `referral_id`; a test compares it with the schema.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, delete, exists, insert, select, update

from domain.depth import DEPTH_RANKS, desk_order_without_depth
from domain.follow_ups import HIRE_KINDS, FollowUp, FollowUpKind, FollowUpState
from domain.merging import ReferralMerge
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

# Tables whose rows only get the id of the kept referral.
_TABLES_TO_MOVE: Final = ("question", "heard", "ask", "desk_note", "attachment")
# Tables in which two rows may clash and become one. Each is handled by a function of its own.
_TABLES_TO_MERGE: Final = ("endorsement", "commitment", "follow_up", "merged_referral")
# Tables whose rows move, unless the kept referral has a row with the same key already.
_TABLES_TO_MOVE_UNLESS_PRESENT: Final = (
    "ending",
    "bonus",
    "bonus_share",
    "bonus_payment",
    "hire",
    "congratulation",
)
HANDLED_TABLES: Final = (*_TABLES_TO_MOVE, *_TABLES_TO_MERGE, *_TABLES_TO_MOVE_UNLESS_PRESENT)

# The subject of these follow-ups is a referral. Others only have a `referral_id`.
_FOLLOW_UP_KINDS_ABOUT_REFERRAL = (
    FollowUpKind.RECRUITER_ANSWER,
    FollowUpKind.STAGE,
    FollowUpKind.HEARTBEAT,
    FollowUpKind.SAY_MORE,
    FollowUpKind.INTERVIEW,
    FollowUpKind.RETURN,
    FollowUpKind.OUTCOME_NOTE,
    *HIRE_KINDS,
)
_CARD_KIND: Final = ReferralReceived.kind  # the message in which an owner gets a referral
_MESSAGE_KINDS_ABOUT_REFERRAL = kinds_with_subject(Subject.REFERRAL)


def merge_referrals(transaction: Transaction, merge: ReferralMerge) -> list[FollowUp]:
    """Make the absorbed referral a part of the kept one.

    Return the follow-ups that were open on the absorbed one, as they now are.
    """
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    move_endorsements(transaction, merge)
    move_commitments(transaction, merge)
    moved_follow_ups = _move_follow_ups(transaction, merge)
    for name in _TABLES_TO_MOVE:
        _move_rows(transaction, METADATA.tables[name], workspace_id, absorbed_id, kept_id)
    for name in _TABLES_TO_MOVE_UNLESS_PRESENT:
        _move_unless_present(transaction, METADATA.tables[name], merge)
    _mark_surplus_cards(transaction, merge)
    move_history(transaction, workspace_id, "referral", absorbed_id, kept_id)
    _move_messages(transaction, merge)
    _move_departures(transaction, merge)
    _update_kept(transaction, merge)
    _delete_absorbed(transaction, merge)
    return moved_follow_ups


def _update_kept(transaction: Transaction, merge: ReferralMerge) -> None:
    """Store the state in which the kept referral goes on."""
    source, workspace_id, kept_id = merge.state_source, merge.kept.workspace_id, merge.kept.id
    order_without_depth = desk_order_without_depth(
        answered=merge.answered_at is not None, created_at=merge.kept.created_at
    )
    depth_rank = REFERRAL.c.desk_order % DEPTH_RANKS  # the last digit; the caller sets it later
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == kept_id)
        .values(
            stage=source.stage.value,
            reason=source.reason.value if source.reason else None,
            note=source.note,
            stage_at=source.stage_at,
            return_on=source.return_on,
            owner=source.owner,
            owner_since=source.owner_since,
            answered_at=merge.answered_at,
            **merge_facts(transaction, workspace_id, kept_id, merge.absorbed.id),
            desk_order=order_without_depth + depth_rank,
            version=REFERRAL.c.version + 1,
        )
    )


def _delete_absorbed(transaction: Transaction, merge: ReferralMerge) -> None:
    """Delete the absorbed referral. Posted buttons with its id lead to the kept one from now on."""
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    transaction.execute(  # for the referrals that the absorbed one had absorbed before
        update(MERGED_REFERRAL)
        .where(
            MERGED_REFERRAL.c.workspace_id == workspace_id,
            MERGED_REFERRAL.c.referral_id == absorbed_id,
        )
        .values(referral_id=kept_id)
    )
    transaction.execute(
        delete(REFERRAL).where(
            REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == absorbed_id
        )
    )
    transaction.execute(
        insert(MERGED_REFERRAL).values(
            workspace_id=workspace_id, old_id=absorbed_id, referral_id=kept_id
        )
    )


def _move_rows(
    transaction: Transaction, table: Table, workspace_id: int, from_id: int, to_id: int
) -> None:
    transaction.execute(
        update(table)
        .where(table.c.workspace_id == workspace_id, table.c.referral_id == from_id)
        .values(referral_id=to_id)
    )


def _move_unless_present(transaction: Transaction, table: Table, merge: ReferralMerge) -> None:
    """Move the rows, except those whose key the kept referral has already: delete them."""
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    twin = table.alias()  # the kept referral's row with the same key
    other_key_columns = [each.name for each in table.primary_key if each.name != "referral_id"]
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.referral_id == kept_id,
        *(twin.c[name] == table.c[name] for name in other_key_columns),
    )
    of_absorbed = table.c.workspace_id == workspace_id, table.c.referral_id == absorbed_id
    transaction.execute(update(table).where(*of_absorbed, ~has_twin).values(referral_id=kept_id))
    transaction.execute(delete(table).where(*of_absorbed))


def _move_follow_ups(transaction: Transaction, merge: ReferralMerge) -> list[FollowUp]:
    """Move the follow-ups. Cancel an open one if the kept referral has the same follow-up.

    Return those that were open before.
    """
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    is_open = FOLLOW_UP.c.state == FollowUpState.OPEN.value
    of_absorbed = FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.referral_id == absorbed_id
    open_ids = list(transaction.scalars(select(FOLLOW_UP.c.id).where(*of_absorbed, is_open)))
    is_about_absorbed = (
        FOLLOW_UP.c.kind.in_([kind.value for kind in _FOLLOW_UP_KINDS_ABOUT_REFERRAL]),
        FOLLOW_UP.c.subject_id == absorbed_id,
    )
    twin = FOLLOW_UP.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.kind == FOLLOW_UP.c.kind,
        twin.c.subject_id == kept_id,
        twin.c.period == FOLLOW_UP.c.period,
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(*of_absorbed, *is_about_absorbed, is_open, has_twin)
        .values(state=FollowUpState.CANCELLED.value)
    )
    transaction.execute(
        update(FOLLOW_UP)
        .where(*of_absorbed, *is_about_absorbed, ~has_twin)
        .values(subject_id=kept_id)
    )
    _move_rows(transaction, FOLLOW_UP, workspace_id, absorbed_id, kept_id)
    return follow_ups.find_many(transaction, workspace_id, open_ids)


def _mark_surplus_cards(transaction: Transaction, merge: ReferralMerge) -> None:
    """Let only one card stay in use for an owner who has got both: mark the absorbed one's."""
    is_card = OUTBOX.c.workspace_id == merge.kept.workspace_id, OUTBOX.c.kind == _CARD_KIND
    owners_with_kept_card = set(
        transaction.scalars(
            select(OUTBOX.c.recipient).where(*is_card, OUTBOX.c.subject_id == merge.kept.id)
        )
    )
    cards = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.about).where(
            *is_card,
            OUTBOX.c.subject_id == merge.absorbed.id,
            OUTBOX.c.recipient.in_(owners_with_kept_card),
        )
    ).all()
    for card in cards:
        transaction.execute(
            update(OUTBOX)
            .where(OUTBOX.c.workspace_id == merge.kept.workspace_id, OUTBOX.c.id == card.id)
            .values(about={**card.about, "merged": True})
        )


def _move_messages(transaction: Transaction, merge: ReferralMerge) -> None:
    """Make messages about the absorbed referral messages about the kept one."""
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(_MESSAGE_KINDS_ABOUT_REFERRAL),
            OUTBOX.c.subject_id == absorbed_id,
        )
        .values(subject_id=kept_id)
    )
    _replace_in_acknowledgements(transaction, merge)


def _replace_in_acknowledgements(transaction: Transaction, merge: ReferralMerge) -> None:
    """Replace the absorbed referral's id in acknowledgements that name several referrals.

    One acknowledgement answers a whole form. `subject_id` is one of the form's referrals and is
    already replaced. `about["with"]` lists the others.
    """
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    advocates = [
        each.advocate for each in endorsements.list_current(transaction, workspace_id, kept_id)
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
        if absorbed_id in others or row.subject_id in others:
            replaced = dict.fromkeys(kept_id if id_ == absorbed_id else id_ for id_ in others)
            replaced.pop(row.subject_id, None)
            transaction.execute(
                update(OUTBOX)
                .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == row.id)
                .values(about={**row.about, "with": list(replaced)})
            )


def _move_departures(transaction: Transaction, merge: ReferralMerge) -> None:
    """Let an owner who left and returns get back the kept referral instead of the absorbed one."""
    workspace_id, kept_id, absorbed_id = merge.kept.workspace_id, merge.kept.id, merge.absorbed.id
    of_absorbed = (
        HANDED_OVER.c.workspace_id == workspace_id,
        HANDED_OVER.c.kind == "referral",
        HANDED_OVER.c.subject_id == absorbed_id,
    )
    twin = HANDED_OVER.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.user_id == HANDED_OVER.c.user_id,
        twin.c.kind == "referral",
        twin.c.subject_id == kept_id,
    )
    transaction.execute(
        update(HANDED_OVER).where(*of_absorbed, ~has_twin).values(subject_id=kept_id)
    )
