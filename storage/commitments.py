"""What advocates said they would do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select, update

from domain.referrals import Commitment, CommitmentKind, CommitmentState
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, REFERRAL
from storage.upsert import insert_returning_row

_OPEN = COMMITMENT.c.state == CommitmentState.OPEN.value
_SOME = select(COMMITMENT).where(
    COMMITMENT.c.workspace_id == bindparam("ws"),
    COMMITMENT.c.id.in_(bindparam("ids", expanding=True)),
)
_STILL_OPEN = select(COMMITMENT.c.id).where(
    COMMITMENT.c.workspace_id == bindparam("ws"),
    COMMITMENT.c.id.in_(bindparam("ids", expanding=True)),
    _OPEN,
)
_OF_REFERRALS = (
    select(COMMITMENT)
    .where(
        COMMITMENT.c.workspace_id == bindparam("ws"),
        COMMITMENT.c.referral_id.in_(bindparam("referrals", expanding=True)),
    )
    .order_by(COMMITMENT.c.id)
)
_ahead: Shelf[int, list[Commitment]] = Shelf("commitments of a referral")
_OF_MEMBER = (
    select(COMMITMENT)
    .where(
        COMMITMENT.c.workspace_id == bindparam("ws"),
        COMMITMENT.c.referral_id == bindparam("referral"),
        COMMITMENT.c.member == bindparam("member"),
    )
    .order_by(COMMITMENT.c.id)
)


def _commitment(row: Any) -> Commitment:
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
    """Those of `kinds` that this person has not offered for the referral before."""
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
    return [_commitment(row) for row in rows if row is not None]


def add_or_reopen(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    member: str,
    kind: CommitmentKind,
    now: datetime,
) -> tuple[Commitment, bool]:
    """The commitment, made or open again where it had been dropped, and whether that is new."""
    made = add_missing(transaction, workspace_id, referral_id, member, (kind,), now)
    if made:
        return made[0], True
    of_kind = [
        each
        for each in list_by_member(transaction, workspace_id, referral_id, member)
        if each.kind is kind
    ]
    again = of_kind[0].state is CommitmentState.NOT_NEEDED and _change(
        transaction,
        workspace_id,
        of_kind[0].id,
        COMMITMENT.c.state == CommitmentState.NOT_NEEDED.value,
        state=CommitmentState.OPEN.value,
        made_at=now,
        done_at=None,
    )
    return find_many(transaction, workspace_id, [of_kind[0].id])[of_kind[0].id], again


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Commitment]:
    if not ids:
        return {}
    rows = transaction.execute(_SOME, {"ws": workspace_id, "ids": list(set(ids))})
    return {row.id: _commitment(row) for row in rows}


def find_open_ids(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> set[int]:
    """Which of them were neither kept nor dropped."""
    which = {"ws": workspace_id, "ids": list(set(ids))}
    return set(transaction.scalars(_STILL_OPEN, which).all()) if ids else set()


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Commitment]]:
    """All of them, oldest first, by referral; a referral without any has an empty list."""
    found: dict[int, list[Commitment]] = {id_: [] for id_ in referral_ids}
    if found:
        rows = transaction.execute(
            _OF_REFERRALS, {"ws": workspace_id, "referrals": list(found)}
        ).all()
        for row in rows:
            found[row.referral_id].append(_commitment(row))
    _ahead.put(transaction, workspace_id, found)
    return found


def list_by_member(
    transaction: Transaction, workspace_id: int, referral_id: int, member: str
) -> list[Commitment]:
    if (kept := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        return [each for each in kept if each.member == member]
    which = {"ws": workspace_id, "referral": referral_id, "member": member}
    rows = transaction.execute(_OF_MEMBER, which)
    return [_commitment(row) for row in rows]


def list_fulfilled(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Commitment]:
    """Those that the referral's advocates have kept, in the order in which they did."""
    if (ahead := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        done = [each for each in ahead if each.state is CommitmentState.DONE and each.done_at]
        return sorted(done, key=lambda each: (each.done_at or each.made_at, each.id))
    rows = transaction.execute(
        select(COMMITMENT)
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.referral_id == referral_id,
            COMMITMENT.c.state == CommitmentState.DONE.value,
        )
        .order_by(COMMITMENT.c.done_at, COMMITMENT.c.id)
    )
    return [_commitment(row) for row in rows]


def list_post_ids(transaction: Transaction, workspace_id: int, opening_id: int) -> list[int]:
    """The posts of advocates that stand in channels about this opening."""
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
    """Compare-and-set from open; False when it was settled before."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, state=state.value, done_at=now)


def save_text(transaction: Transaction, workspace_id: int, commitment_id: int, text: str) -> bool:
    """Keep how the advocate words it, while it is still to be done."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, text=text)


def set_sent_to(transaction: Transaction, workspace_id: int, commitment_id: int, told: str) -> bool:
    """It goes to this person or channel; False when it went to somebody before."""
    untold = (_OPEN, COMMITMENT.c.told.is_(None))
    return _change(transaction, workspace_id, commitment_id, *untold, told=told)


def clear_sent_to(transaction: Transaction, workspace_id: int, commitment_id: int) -> bool:
    """It did not get there: it may go to another. False when it is settled by now."""
    return _change(transaction, workspace_id, commitment_id, _OPEN, told=None)


def save_reply(
    transaction: Transaction, workspace_id: int, commitment_id: int, text: str, now: datetime
) -> bool:
    """What whoever was told answers; False when they have before."""
    unanswered = COMMITMENT.c.replied_at.is_(None)
    return _change(transaction, workspace_id, commitment_id, unanswered, reply=text, replied_at=now)


def _change(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    *still: ColumnElement[bool],
    **values: object,
) -> bool:
    done = transaction.execute(
        update(COMMITMENT)
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.id == commitment_id,
            *still,
        )
        .values(**values)
        .returning(COMMITMENT.c.id)
    )
    return done.first() is not None
