"""Stores commitments: what advocates offered to do for a referral, such as asking a manager.

`member` is the user id of the advocate who made the commitment.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select, update

from domain.endorsements import Commitment, CommitmentKind, CommitmentState
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.core import COMMITMENT, REFERRAL
from storage.upsert import insert_returning_row

_OPEN = COMMITMENT.c.state == CommitmentState.OPEN.value

_LIST_BY_REFERRALS = (
    select(COMMITMENT)
    .where(
        COMMITMENT.c.workspace_id == bindparam("workspace_id"),
        COMMITMENT.c.referral_id.in_(bindparam("referral_ids", expanding=True)),
    )
    .order_by(COMMITMENT.c.id)
)


def _to_commitment(row: Any) -> Commitment:
    return Commitment(
        id=row.id,
        referral_id=row.referral_id,
        member=row.member,
        kind=CommitmentKind(row.kind),
        state=CommitmentState(row.state),
        made_at=row.made_at,
        done_at=row.done_at,
        text=row.text or "",
        sent_to=row.told,
        reply=row.reply,
        replied_at=row.replied_at,
    )


def add_missing(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    kinds: Collection[CommitmentKind],
    now: datetime,
) -> list[Commitment]:
    """Store the commitments that this advocate has not made for the referral before.

    Return the new commitments only.
    """
    rows = [
        insert_returning_row(
            transaction,
            COMMITMENT,
            workspace_id=workspace_id,
            referral_id=referral_id,
            member=member,
            kind=kind.value,
            state=CommitmentState.OPEN.value,
            made_at=now,
        )
        for kind in dict.fromkeys(kinds)
    ]
    return [_to_commitment(row) for row in rows if row is not None]


def add_or_reopen(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    kind: CommitmentKind,
    now: datetime,
) -> tuple[Commitment, bool]:
    """Store the commitment, or open it again if its state is `NOT_NEEDED`.

    Return the commitment, and whether this call changed anything.
    """
    added = add_missing(transaction, workspace_id, referral_id, member, (kind,), now)
    if added:
        return added[0], True
    made_before = list_by_member(transaction, workspace_id, referral_id, member)
    # A person has one commitment of each kind.
    (commitment_id,) = (each.id for each in made_before if each.kind is kind)
    reopened = _change_if(
        transaction,
        workspace_id,
        commitment_id,
        COMMITMENT.c.state == CommitmentState.NOT_NEEDED.value,
        state=CommitmentState.OPEN.value,
        made_at=now,
        done_at=None,
    )
    return find_many(transaction, workspace_id, [commitment_id])[commitment_id], reopened


def find(transaction: Transaction, workspace_id: int, commitment_id: int) -> Commitment | None:
    return find_many(transaction, workspace_id, [commitment_id]).get(commitment_id)


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Commitment]:
    rows = find_rows(transaction, select(COMMITMENT), COMMITMENT.c.id, workspace_id, ids)
    return {row.id: _to_commitment(row) for row in rows}


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Commitment]]:
    """Return a list for each referral, oldest first. It is empty if there are no commitments."""
    found: dict[int, list[Commitment]] = {id_: [] for id_ in referral_ids}
    if found:
        values = {"workspace_id": workspace_id, "referral_ids": list(found)}
        rows = transaction.execute(_LIST_BY_REFERRALS, values)
        for row in rows:
            found[row.referral_id].append(_to_commitment(row))
    return found


def list_by_member(
    transaction: Transaction, workspace_id: int, referral_id: int, member: str
) -> list[Commitment]:
    rows = transaction.execute(
        select(COMMITMENT)
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.referral_id == referral_id,
            COMMITMENT.c.member == member,
        )
        .order_by(COMMITMENT.c.id)
    )
    return [_to_commitment(row) for row in rows]


def list_fulfilled(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Commitment]:
    """Return the commitments that advocates have fulfilled, in the order of fulfilment."""
    commitments = list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]
    fulfilled = [
        (commitment.done_at, commitment.id, commitment)
        for commitment in commitments
        if commitment.state is CommitmentState.DONE and commitment.done_at
    ]
    return [commitment for _, _, commitment in sorted(fulfilled)]


def list_post_ids(transaction: Transaction, workspace_id: int, opening_id: int) -> list[int]:
    """Return the ids of commitments with an advocate's post about the opening in a channel."""
    rows = transaction.scalars(
        select(COMMITMENT.c.id)
        .join(
            REFERRAL,
            and_(
                REFERRAL.c.workspace_id == COMMITMENT.c.workspace_id,
                REFERRAL.c.id == COMMITMENT.c.referral_id,
            ),
        )
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.kind == CommitmentKind.INTERNAL_CHANNELS.value,
            COMMITMENT.c.state == CommitmentState.DONE.value,
            COMMITMENT.c.told.is_not(None),
            REFERRAL.c.opening_id == opening_id,
        )
        .order_by(COMMITMENT.c.id)
    )
    return list(rows)


def list_ids_sent_to(transaction: Transaction, workspace_id: int, sent_to: str) -> list[int]:
    """Return the ids of commitments whose text was sent to this person or channel."""
    rows = transaction.scalars(
        select(COMMITMENT.c.id)
        .where(COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.told == sent_to)
        .order_by(COMMITMENT.c.id)
    )
    return list(rows)


def settle(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    state: CommitmentState,
    now: datetime,
) -> bool:
    """Give an open commitment its final state. Return False if it was not open."""
    return _change_if(
        transaction, workspace_id, commitment_id, _OPEN, state=state.value, done_at=now
    )


def save_text(transaction: Transaction, workspace_id: int, commitment_id: int, text: str) -> bool:
    """Store the advocate's text of an open commitment. Return False if it is not open."""
    return _change_if(transaction, workspace_id, commitment_id, _OPEN, text=text)


def set_sent_to(
    transaction: Transaction, workspace_id: int, commitment_id: int, sent_to: str
) -> bool:
    """Store to which person or channel the text of an open commitment is sent.

    Return False, and change nothing, if there is a recipient already or it is not open.
    """
    not_sent = (_OPEN, COMMITMENT.c.told.is_(None))
    return _change_if(transaction, workspace_id, commitment_id, *not_sent, told=sent_to)


def clear_sent_to(transaction: Transaction, workspace_id: int, commitment_id: int) -> bool:
    """Allow another recipient after sending failed. Return False if the commitment is not open."""
    return _change_if(transaction, workspace_id, commitment_id, _OPEN, told=None)


def save_reply(
    transaction: Transaction, workspace_id: int, commitment_id: int, text: str, now: datetime
) -> bool:
    """Store the hiring manager's reply to the text. Return False if there is a reply already."""
    unanswered = COMMITMENT.c.replied_at.is_(None)
    return _change_if(
        transaction, workspace_id, commitment_id, unanswered, reply=text, replied_at=now
    )


def _change_if(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    *conditions: ColumnElement[bool],
    **values: object,
) -> bool:
    """Change the commitment if it meets the conditions. Return whether it did."""
    changed = transaction.execute(
        update(COMMITMENT)
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.id == commitment_id,
            *conditions,
        )
        .values(**values)
        .returning(COMMITMENT.c.id)
    )
    return changed.first() is not None
