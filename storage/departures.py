"""Members who left or seem to have left, and what passed from them to others.

Slack may be mistaken, so it is asked again before anything passes: `domain/departures.py` calls
this the second look.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update

from domain.departures import Departure, HandedOver, HandedOverKind
from storage.engine import Transaction
from storage.tables.departures import DEPARTURE, HANDED_OVER
from storage.upsert import insert_if_absent, upsert_many

_HANDED_OVER_KEY = ("workspace_id", "user_id", "kind", "subject_id")


def _to_departure(row: Any) -> Departure:
    return Departure(row.workspace_id, row.user_id, row.second_look_at, row.restorable_until)


def _is_departure_of(workspace_id: int, user_id: str) -> Any:
    return and_(DEPARTURE.c.workspace_id == workspace_id, DEPARTURE.c.user_id == user_id)


def add(
    transaction: Transaction, workspace_id: int, user_id: str, second_look_at: datetime
) -> bool:
    """Store that the member seems to have left. False when a departure is stored already."""
    return insert_if_absent(
        transaction,
        DEPARTURE,
        workspace_id=workspace_id,
        user_id=user_id,
        second_look_at=second_look_at,
        restorable_until=None,
    )


def find(transaction: Transaction, workspace_id: int, user_id: str) -> Departure | None:
    statement = select(DEPARTURE).where(_is_departure_of(workspace_id, user_id))
    row = transaction.execute(statement).first()
    return _to_departure(row) if row else None


def confirm(
    transaction: Transaction, workspace_id: int, user_id: str, restorable_until: datetime
) -> bool:
    """Store that the member has left. False when no second look at them was planned."""
    changed = transaction.execute(
        update(DEPARTURE)
        .where(_is_departure_of(workspace_id, user_id), DEPARTURE.c.second_look_at.is_not(None))
        .values(second_look_at=None, restorable_until=restorable_until)
        .returning(DEPARTURE.c.user_id)
    )
    return changed.first() is not None


def remove(transaction: Transaction, workspace_id: int, user_id: str) -> Departure | None:
    """Delete the departure and return it, or None if there is none."""
    row = transaction.execute(
        delete(DEPARTURE).where(_is_departure_of(workspace_id, user_id)).returning(DEPARTURE)
    ).first()
    return _to_departure(row) if row else None


def has_due(transaction: Transaction, now: datetime) -> bool:
    """Whether in any workspace a second look is due, or a row has expired."""
    due = or_(DEPARTURE.c.second_look_at <= now, DEPARTURE.c.restorable_until <= now)
    departure = select(DEPARTURE.c.user_id).where(due).limit(1)
    handed_over = select(HANDED_OVER.c.user_id).where(HANDED_OVER.c.until <= now).limit(1)
    return any(transaction.scalar(each) is not None for each in (departure, handed_over))


def claim_second_looks(
    transaction: Transaction, now: datetime, *, again_at: datetime, limit: int
) -> list[Departure]:
    """Return the departures in any workspace whose second look is due, the longest due first.

    Another replica gets them only after `again_at` (UTC): then they are due again, in case the
    look has failed.
    """
    chosen = transaction.execute(
        select(DEPARTURE)
        .where(DEPARTURE.c.second_look_at <= now)
        .order_by(DEPARTURE.c.second_look_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in chosen:
        transaction.execute(
            update(DEPARTURE)
            .where(_is_departure_of(row.workspace_id, row.user_id))
            .values(second_look_at=again_at)
        )
    return [_to_departure(row) for row in chosen]


def take_expired(transaction: Transaction, now: datetime, limit: int) -> list[Departure]:
    """Delete departures of any workspace whose `restorable_until` is over, and return them."""
    chosen = transaction.execute(
        select(DEPARTURE)
        .where(DEPARTURE.c.restorable_until <= now)
        .order_by(DEPARTURE.c.restorable_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    removed = [remove(transaction, row.workspace_id, row.user_id) for row in chosen]
    return [departure for departure in removed if departure is not None]


def save_handed_over(
    transaction: Transaction,
    workspace_id: int,
    user_id: str,
    handed_over: Sequence[HandedOver],
    until: datetime,
) -> None:
    """Store what passed from this member to others. It may be given back up to `until` (UTC)."""
    rows = [
        {
            "kind": each.kind.value,
            "subject_id": each.subject_id,
            "receiver": each.to,
            "version": each.version,
        }
        for each in handed_over
    ]
    common = {"workspace_id": workspace_id, "user_id": user_id, "until": until}
    upsert_many(
        transaction, HANDED_OVER, rows, common, _HANDED_OVER_KEY, ("receiver", "version", "until")
    )


def list_handed_over(transaction: Transaction, workspace_id: int, user_id: str) -> list[HandedOver]:
    """Return what passed from this member to others and was not given back yet."""
    rows = transaction.execute(
        select(HANDED_OVER)
        .where(HANDED_OVER.c.workspace_id == workspace_id, HANDED_OVER.c.user_id == user_id)
        .order_by(HANDED_OVER.c.kind, HANDED_OVER.c.subject_id)
    )
    return [
        HandedOver(HandedOverKind(row.kind), row.subject_id, row.receiver, row.version)
        for row in rows
    ]


def find_give_back_deadline(
    transaction: Transaction, workspace_id: int, user_id: str
) -> datetime | None:
    """Return the last moment (UTC) at which this member may get anything back.

    None means that there is nothing to give back.
    """
    return transaction.scalar(
        select(func.max(HANDED_OVER.c.until)).where(
            HANDED_OVER.c.workspace_id == workspace_id, HANDED_OVER.c.user_id == user_id
        )
    )


def remove_handed_over(
    transaction: Transaction, workspace_id: int, user_id: str, handed_over: Collection[HandedOver]
) -> None:
    """Delete these rows, because they were given back."""
    for each in handed_over:
        transaction.execute(
            delete(HANDED_OVER).where(
                HANDED_OVER.c.workspace_id == workspace_id,
                HANDED_OVER.c.user_id == user_id,
                HANDED_OVER.c.kind == each.kind.value,
                HANDED_OVER.c.subject_id == each.subject_id,
            )
        )


def remove_expired_handed_over(transaction: Transaction, now: datetime) -> None:
    """Delete what cannot be given back any more, in every workspace."""
    transaction.execute(delete(HANDED_OVER).where(HANDED_OVER.c.until <= now))
