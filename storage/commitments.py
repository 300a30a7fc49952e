"""Commitments: what advocates offered to do for a referral."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from domain.endorsements import Commitment, CommitmentKind, CommitmentState
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.core import COMMITMENT, REFERRAL
from storage.upsert import insert_returning_row

_OPEN = COMMITMENT.c.state == CommitmentState.OPEN.value


def _to_commitment(row: Any) -> Commitment:
    return Commitment(
        row.id,
        row.referral_id,
        row.member,
        CommitmentKind(row.kind),
        CommitmentState(row.state),
        row.made_at,
        row.done_at,
        row.text or "",
        row.told,
        row.reply,
        row.replied_at,
    )


def add_missing(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    kinds: Collection[CommitmentKind],
    now: datetime,
) -> list[Commitment]:
    """Store those of `kinds` that this person has not offered for the referral before.

    Returns the new ones.
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
    """Store the commitment, or open it again if it was dropped.

    Returns it, and whether this call stored or opened it.
    """
    added = add_missing(transaction, workspace_id, referral_id, member, (kind,), now)
    if added:
        return added[0], True
    (known,) = (
        commitment
        for commitment in list_by_member(transaction, workspace_id, referral_id, member)
        if commitment.kind is kind
    )
    reopened = known.state is CommitmentState.NOT_NEEDED and _change(
        transaction,
        workspace_id,
        known.id,
        COMMITMENT.c.state == CommitmentState.NOT_NEEDED.value,
        state=CommitmentState.OPEN.value,
        made_at=now,
        done_at=None,
    )
    return find_many(transaction, workspace_id, [known.id])[known.id], reopened


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Commitment]:
    rows = find_rows(transaction, select(COMMITMENT), COMMITMENT.c.id, workspace_id, ids)
    return {row.id: _to_commitment(row) for row in rows}


def find_open_ids(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> set[int]:
    """Return the ids of those that are still open."""
    ids_of_open = select(COMMITMENT.c.id, COMMITMENT.c.workspace_id).where(_OPEN)
    rows = find_rows(transaction, ids_of_open, COMMITMENT.c.id, workspace_id, ids)
    return {row.id for row in rows}


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Commitment]]:
    """Return all commitments by referral, oldest first; an empty list for one without any."""
    found: dict[int, list[Commitment]] = {id_: [] for id_ in referral_ids}
    if found:
        rows = transaction.execute(
            select(COMMITMENT)
            .where(COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.referral_id.in_(found))
            .order_by(COMMITMENT.c.id)
        )
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
    """Return those that the referral's advocates have fulfilled, in the order of fulfilling."""
    commitments = list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]
    fulfilled = [
        commitment
        for commitment in commitments
        if commitment.state is CommitmentState.DONE and commitment.done_at
    ]
    return sorted(fulfilled, key=lambda each: (each.done_at or each.made_at, each.id))


def list_post_ids(transaction: Transaction, workspace_id: int, opening_id: int) -> list[int]:
    """Return the ids of advocates' posts about this opening that were sent to channels."""
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


def settle(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    state: CommitmentState,
    now: datetime,
) -> bool:
    """Settle an open commitment. False when it was settled before."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, state=state.value, done_at=now)


def save_text(transaction: Transaction, workspace_id: int, commitment_id: int, text: str) -> bool:
    """Store the advocate's text of an open commitment. False when it is settled."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, text=text)


def set_sent_to(
    transaction: Transaction, workspace_id: int, commitment_id: int, sent_to: str
) -> bool:
    """Store to which person or channel it is sent. False when that was stored before."""
    not_sent = (_OPEN, COMMITMENT.c.told.is_(None))
    return _change(transaction, workspace_id, commitment_id, *not_sent, told=sent_to)


def clear_sent_to(transaction: Transaction, workspace_id: int, commitment_id: int) -> bool:
    """Sending failed, so it may be sent to somebody else. False when it is settled."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, told=None)


def save_reply(
    transaction: Transaction, workspace_id: int, commitment_id: int, text: str, now: datetime
) -> bool:
    """Store the reply of the one to whom it was sent. False when there is a reply."""
    unanswered = COMMITMENT.c.replied_at.is_(None)
    return _change(transaction, workspace_id, commitment_id, unanswered, reply=text, replied_at=now)


def _change(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    *conditions: ColumnElement[bool],
    **values: object,
) -> bool:
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
