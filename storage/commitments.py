"""What advocates said they would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from domain.referrals import Commitment, CommitmentKind, CommitmentState
from storage.ahead import Shelf
from storage.several import among, checked
from storage.tables import CommitmentRow, core_of
from storage.upsert import add_unless_known

_made = core_of(CommitmentRow).c
_SOME = select(core_of(CommitmentRow)).where(checked(_made.workspace_id), among(_made.id, "ids"))
_OF_REFERRALS = (
    select(core_of(CommitmentRow))
    .where(
        _made.workspace_id == bindparam("ws"),
        among(_made.referral_id, "referrals"),
    )
    .order_by(_made.id)
)
_ahead: Shelf[int, list[Commitment]] = Shelf("commitments of a referral")
_OF_MEMBER = (
    select(core_of(CommitmentRow))
    .where(
        _made.workspace_id == bindparam("ws"),
        _made.referral_id == bindparam("referral"),
        _made.member == bindparam("member"),
    )
    .order_by(_made.id)
)


def _commitment(row: Any) -> Commitment:
    return Commitment(
        row.id,
        row.referral_id,
        row.member,
        CommitmentKind(row.kind),
        CommitmentState(row.state),
        row.made_at,
    )


def make(
    session: Session,
    workspace_id: int,
    referral_id: int,
    member: str,
    kinds: Collection[CommitmentKind],
    now: datetime,
) -> list[Commitment]:
    """Those of `kinds` that this person has not offered for the referral before."""
    rows = [
        add_unless_known(
            session,
            CommitmentRow,
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


def some(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Commitment]:
    if not ids:
        return {}
    rows = session.execute(_SOME, {"ws": workspace_id, "ids": list(set(ids))})
    return {row.id: _commitment(row) for row in rows}


def of_referrals(
    session: Session, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Commitment]]:
    """All of them, oldest first, by referral; a referral without any has an empty list."""
    found: dict[int, list[Commitment]] = {id_: [] for id_ in referral_ids}
    if found:
        rows = session.execute(_OF_REFERRALS, {"ws": workspace_id, "referrals": list(found)})
        for row in rows:
            found[row.referral_id].append(_commitment(row))
    _ahead.put(session, workspace_id, found)
    return found


def of_member(
    session: Session, workspace_id: int, referral_id: int, member: str
) -> list[Commitment]:
    if (kept := _ahead.get(session, workspace_id, referral_id)) is not None:
        return [each for each in kept if each.member == member]
    which = {"ws": workspace_id, "referral": referral_id, "member": member}
    rows = session.execute(_OF_MEMBER, which)
    return [_commitment(row) for row in rows]


def deeds(session: Session, workspace_id: int, referral_id: int) -> dict[str, int]:
    """How many commitments each advocate of the referral has kept."""
    if (kept := _ahead.get(session, workspace_id, referral_id)) is not None:
        return dict(Counter(it.member for it in kept if it.state is CommitmentState.DONE))
    rows = session.execute(
        select(CommitmentRow.member, func.count())
        .where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.referral_id == referral_id,
            CommitmentRow.state == CommitmentState.DONE.value,
        )
        .group_by(CommitmentRow.member)
    )
    return dict(rows.all())


def kept(session: Session, workspace_id: int, referral_id: int) -> list[Commitment]:
    """Those that the referral's advocates have kept, in the order in which they did."""
    rows = session.execute(
        select(core_of(CommitmentRow))
        .where(
            _made.workspace_id == workspace_id,
            _made.referral_id == referral_id,
            _made.state == CommitmentState.DONE.value,
        )
        .order_by(_made.done_at, _made.id)
    )
    return [_commitment(row) for row in rows]


def settle(
    session: Session, workspace_id: int, commitment_id: int, state: CommitmentState, now: datetime
) -> bool:
    """Compare-and-set from open; False when it was settled before."""
    done = session.execute(
        update(CommitmentRow)
        .where(
            CommitmentRow.workspace_id == workspace_id,
            CommitmentRow.id == commitment_id,
            CommitmentRow.state == CommitmentState.OPEN.value,
        )
        .values(state=state.value, done_at=now)
        .returning(CommitmentRow.id)
    )
    return done.first() is not None
