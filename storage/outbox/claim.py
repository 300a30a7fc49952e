"""Claims intents, each for one sender: a state and a lease, committed before the call to Slack."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from domain.outbox import Intent, IntentState, Priority
from storage.engine import Transaction
from storage.outbox.find import to_intent
from storage.outbox.lanes import Lane, choose_intents, find_held_lanes, lock_lanes
from storage.tables.messages import OUTBOX

# How often a claim chooses anew when other claims took everything that it had chosen.
MAX_CHOICES = 8


def claim_batch(
    transaction: Transaction,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    but_not: Collection[str] = (),
    first: Priority = Priority.AWAITED,
    last: Priority = Priority.EDIT,
    together: bool = False,
) -> list[Intent]:
    """Claim intents to send, the most urgent first. They are `sending` once this commits.

    A recipient to whom something is being sent is left out, so that messages arrive in their order;
    so is one for whom an earlier intent of the same priority is unknown or is retried soon.
    `but_not` are recipients to leave out as well. Only priorities from `first` to `last` are
    claimed. `together`: they will be sent at the same time, so each recipient gets one at most, and
    all have the same priority.
    """
    taken_by_others: set[Lane] = set()
    for _ in range(MAX_CHOICES):
        # Without FOR UPDATE SKIP LOCKED: an intent that another claim holds would be overtaken.
        chosen = choose_intents(
            transaction,
            now,
            limit=limit,
            held=find_held_lanes(transaction, now),
            but_not=but_not,
            but_no_lanes=taken_by_others,
            first=first,
            last=last,
            together=together,
        )
        ids = lock_lanes(transaction, now, chosen)
        claimed = _mark_sending(transaction, ids, now, lease)
        if claimed or not chosen:
            return claimed
        taken_by_others |= {intent.lane for intent in chosen}
    return []


def _mark_sending(
    transaction: Transaction, ids: Sequence[int], now: datetime, lease: timedelta
) -> list[Intent]:
    if not ids:
        return []
    rows = transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.id.in_(ids),
            OUTBOX.c.state == IntentState.QUEUED.value,
            OUTBOX.c.not_before <= now,
        )
        .values(
            state=IntentState.SENDING.value,
            lease_until=now + lease,
            attempts=OUTBOX.c.attempts + 1,
        )
        .returning(OUTBOX)
    )
    by_id = {row.id: to_intent(row) for row in rows}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def claim_abandoned(transaction: Transaction, now: datetime, limit: int) -> list[Intent]:
    """Set intents to unknown that were sending when their lease ended: the sender has died.

    Nobody knows whether Slack has their messages.
    """
    chosen = transaction.scalars(
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == IntentState.SENDING.value, OUTBOX.c.lease_until <= now)
        .order_by(OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _update_locked(
        transaction, chosen, state=IntentState.UNKNOWN.value, lease_until=None, reason="sender_died"
    )


def claim_unknown(
    transaction: Transaction, now: datetime, *, lease: timedelta, limit: int
) -> list[Intent]:
    """Claim unknown intents to look for in Slack's history."""
    chosen = transaction.scalars(
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.state == IntentState.UNKNOWN.value,
            or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= now),
        )
        .order_by(OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _update_locked(transaction, chosen, lease_until=now + lease)


def _update_locked(transaction: Transaction, ids: Sequence[int], **values: object) -> list[Intent]:
    """Change rows that this transaction has locked, and return them as they are now."""
    if not ids:
        return []
    rows = transaction.execute(
        update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(**values).returning(OUTBOX)
    )
    return [to_intent(row) for row in sorted(rows, key=lambda row: (row.priority, row.id))]
