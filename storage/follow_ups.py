"""Follow-ups: planned once for each (kind, subject, period), claimed when due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from storage.tables import FollowUpRow
from storage.upsert import add_unless_known


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FollowUp(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=FollowUpKind(row.kind),
        subject_id=row.subject_id,
        referral_id=row.referral_id,
        member=row.member,
        due_at=row.due_at or row.created_at,
        nudges_sent=row.nudges_sent,
        state=FollowUpState(row.state),
        created_at=row.created_at,
    )


def plan(
    session: Session,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
    *,
    referral_id: int,
    member: str,
    due_at: datetime | None,
    now: datetime,
    period: str = "",
) -> None:
    """Plan the step, or move the one that is planned already to the new date and person."""
    step: dict[str, object] = {
        "workspace_id": workspace_id,
        "kind": kind.value,
        "subject_id": subject_id,
        "period": period,
    }
    today: dict[str, object] = {
        "member": member,
        "due_at": due_at,
        "nudges_sent": 0,
        "state": FollowUpState.OPEN.value,
        "answered_at": None,
        "lease_until": None,
    }
    new = add_unless_known(
        session, FollowUpRow, **step, **today, referral_id=referral_id, created_at=now
    )
    if new is None:
        session.execute(update(FollowUpRow).filter_by(**step).values(**today))


def claim_due(session: Session, now: datetime, *, lease: timedelta, limit: int) -> list[FollowUp]:
    """Take up to `limit` due steps for `lease`; nobody else gets them meanwhile.

    Oldest first, and whole people: all that is due for a person taken comes with it, so that it
    can be combined into one message.
    """
    free = or_(FollowUpRow.lease_until.is_(None), FollowUpRow.lease_until <= now)
    due = (
        FollowUpRow.state == FollowUpState.OPEN.value,
        FollowUpRow.due_at.is_not(None),
        FollowUpRow.due_at <= now,
        free,
    )
    first = session.execute(
        select(FollowUpRow.workspace_id, FollowUpRow.member)
        .where(*due)
        .order_by(FollowUpRow.due_at)
        .limit(limit)
    ).all()
    taken: list[FollowUp] = []
    for workspace_id, member in dict.fromkeys((row[0], row[1]) for row in first):
        ids = session.scalars(
            select(FollowUpRow.id)
            .where(*due, FollowUpRow.workspace_id == workspace_id, FollowUpRow.member == member)
            .with_for_update(skip_locked=True)
        ).all()
        session.execute(
            update(FollowUpRow)
            .where(FollowUpRow.id.in_(ids))
            .values(lease_until=now + lease)
            .execution_options(synchronize_session=False)
        )
        rows = session.scalars(
            select(FollowUpRow)
            .where(FollowUpRow.id.in_(ids))
            .order_by(FollowUpRow.due_at, FollowUpRow.id)
            .execution_options(populate_existing=True)
        )
        taken.extend(_follow_up(row) for row in rows)
    return taken


def postpone(session: Session, ids: Collection[int], until: datetime | None) -> None:
    """Move steps to a later moment and let go of them; None: no more nudges come."""
    session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.id.in_(set(ids)))
        .values(due_at=until, lease_until=None)
    )


def nudged(session: Session, follow_up: FollowUp, *, next_due: datetime | None) -> None:
    """A nudge was queued for the step: count it and set when the next one would come."""
    session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.workspace_id == follow_up.workspace_id, FollowUpRow.id == follow_up.id)
        .values(nudges_sent=follow_up.nudges_sent + 1, due_at=next_due, lease_until=None)
    )


def hand_to(session: Session, follow_up: FollowUp, member: str) -> None:
    session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.workspace_id == follow_up.workspace_id, FollowUpRow.id == follow_up.id)
        .values(member=member)
    )


def snooze(session: Session, workspace_id: int, follow_up_id: int, until: datetime) -> bool:
    """The person chose a date: the count of unanswered nudges starts anew."""
    return _while_open(session, workspace_id, follow_up_id, due_at=until, nudges_sent=0)


def settle(
    session: Session, workspace_id: int, follow_up_id: int, state: FollowUpState, now: datetime
) -> bool:
    """Compare-and-set from open; False when it was settled before."""
    return _while_open(session, workspace_id, follow_up_id, state=state.value, answered_at=now)


def _while_open(session: Session, workspace_id: int, follow_up_id: int, **values: object) -> bool:
    done = session.execute(
        update(FollowUpRow)
        .where(
            FollowUpRow.workspace_id == workspace_id,
            FollowUpRow.id == follow_up_id,
            FollowUpRow.state == FollowUpState.OPEN.value,
        )
        .values(lease_until=None, **values)
        .returning(FollowUpRow.id)
    )
    return done.first() is not None


def settle_all(
    session: Session,
    workspace_id: int,
    state: FollowUpState,
    now: datetime,
    *,
    referral_id: int | None = None,
    member: str | None = None,
    kinds: Collection[FollowUpKind] | None = None,
    subject_id: int | None = None,
) -> int:
    """Settle every open step that matches all that is given; how many there were."""
    what = [
        FollowUpRow.workspace_id == workspace_id,
        FollowUpRow.state == FollowUpState.OPEN.value,
    ]
    if referral_id is not None:
        what.append(FollowUpRow.referral_id == referral_id)
    if member is not None:
        what.append(FollowUpRow.member == member)
    if kinds is not None:
        what.append(FollowUpRow.kind.in_([kind.value for kind in kinds]))
    if subject_id is not None:
        what.append(FollowUpRow.subject_id == subject_id)
    done = session.execute(
        update(FollowUpRow)
        .where(*what)
        .values(state=state.value, answered_at=now, lease_until=None)
        .returning(FollowUpRow.id)
    )
    return len(done.all())


def find(session: Session, workspace_id: int, follow_up_id: int) -> FollowUp | None:
    row = session.get(FollowUpRow, follow_up_id, populate_existing=True)
    return _follow_up(row) if row and row.workspace_id == workspace_id else None


def some(session: Session, workspace_id: int, ids: Collection[int]) -> list[FollowUp]:
    rows = session.scalars(
        select(FollowUpRow)
        .where(FollowUpRow.workspace_id == workspace_id, FollowUpRow.id.in_(set(ids)))
        .order_by(FollowUpRow.id)
    )
    return [_follow_up(row) for row in rows]


def open_for(
    session: Session,
    workspace_id: int,
    member: str,
    limit: int,
    *,
    kinds: Collection[FollowUpKind],
) -> list[FollowUp]:
    """A person's open steps of these kinds, the next due first."""
    rows = session.scalars(
        select(FollowUpRow)
        .where(
            FollowUpRow.workspace_id == workspace_id,
            FollowUpRow.member == member,
            FollowUpRow.state == FollowUpState.OPEN.value,
            FollowUpRow.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(func.coalesce(FollowUpRow.due_at, FollowUpRow.created_at), FollowUpRow.id)
        .limit(limit)
    )
    return [_follow_up(row) for row in rows]


def next_due(session: Session) -> datetime | None:
    """When the next step of any workspace is due; None when nothing is planned."""
    return session.scalar(
        select(FollowUpRow.due_at)
        .where(FollowUpRow.state == FollowUpState.OPEN.value, FollowUpRow.due_at.is_not(None))
        .order_by(FollowUpRow.due_at)
        .limit(1)
    )
