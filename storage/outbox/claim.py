"""Claims intents for a sender, so that no other sender takes them until the lease ends.

A claim is a state and the end of the lease. It is committed before the sender calls Slack.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, or_, select, update

from domain.outbox import Intent, IntentState, Priority
from storage.engine import Transaction
from storage.outbox.choose import (
    RecipientKey,
    choose_intents,
    find_blocked_recipients,
    lock_recipients,
)
from storage.outbox.find import to_intent
from storage.tables.messages import OUTBOX

# How often a claim chooses anew if other claims have locked all recipients that it chose.
MAX_CHOICES = 8
# After at most this time, the delivery searches Slack again for a message in the state `unknown`
# (delivery/reconcile.py).
LONGEST_WAIT_FOR_SEARCH = timedelta(minutes=15)

# Built once, because every turn of the delivery executes these.
_LOCKED = (
    select(OUTBOX.c.id)
    .order_by(OUTBOX.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_ABANDONED = _LOCKED.where(
    OUTBOX.c.state == IntentState.SENDING.value, OUTBOX.c.lease_until <= bindparam("now")
)
_UNKNOWN = _LOCKED.where(
    OUTBOX.c.state == IntentState.UNKNOWN.value,
    or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= bindparam("now")),
)


def claim_batch(
    transaction: Transaction,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    excluded_recipients: Collection[str] = (),
    most_urgent: Priority = Priority.AWAITED,
    least_urgent: Priority = Priority.EDIT,
    concurrently: bool = False,
) -> list[Intent]:
    """Set at most `limit` intents to `sending`, and return them, the most urgent first.

    Messages to one recipient are sent in order: a recipient is left out while a message is being
    sent to them, or while an earlier intent of the same priority is unknown or is retried soon.
    Only priorities from `most_urgent` to `least_urgent` are claimed. With `concurrently`, the
    caller sends the whole batch at the same time. So the batch has one priority, and at most one
    intent for each recipient.
    """
    locked_by_others: set[RecipientKey] = set()
    for _ in range(MAX_CHOICES):
        # No FOR UPDATE SKIP LOCKED: it would skip a locked intent and send a later one before it.
        chosen = choose_intents(
            transaction,
            now,
            limit=limit,
            blocked=find_blocked_recipients(transaction, now),
            excluded_recipients=excluded_recipients,
            excluded_keys=locked_by_others,
            most_urgent=most_urgent,
            least_urgent=least_urgent,
            concurrently=concurrently,
        )
        ids = lock_recipients(transaction, now, chosen)
        claimed = _mark_sending(transaction, ids, now, lease)
        if claimed or not chosen:
            return claimed
        locked_by_others |= {intent.recipient_key for intent in chosen}
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
    claimed = {row.id: to_intent(row) for row in rows}
    return [claimed[intent_id] for intent_id in ids if intent_id in claimed]


def claim_abandoned(transaction: Transaction, now: datetime, limit: int) -> list[Intent]:
    """Set intents whose lease ended while they were `sending` to `unknown`, and return them.

    Their sender has died, so it is unknown whether Slack has the messages.
    """
    chosen = transaction.scalars(_ABANDONED, {"now": now, "limit": limit}).all()
    return _update_locked(
        transaction, chosen, state=IntentState.UNKNOWN.value, lease_until=None, reason="sender_died"
    )


def claim_unknown(
    transaction: Transaction, now: datetime, *, lease: timedelta, limit: int
) -> list[Intent]:
    """Lease and return unknown intents. The caller searches Slack's history for their messages."""
    chosen = transaction.scalars(_UNKNOWN, {"now": now, "limit": limit}).all()
    return _update_locked(transaction, chosen, lease_until=now + lease)


def correct_future_times(
    transaction: Transaction, now: datetime, clock_before: datetime, *, lease: timedelta
) -> None:
    """Correct times of intents that are in the future because the clock was set back.

    `clock_before` is the last time that the clock showed before. An intent that was due by then, or
    when it was created, is due now. All others keep their time. A caller that has just started does
    not know `clock_before`, and passes `now`. Leases that are too long by the new clock end at
    `now + lease`.
    """
    columns = OUTBOX.c
    was_due = or_(columns.not_before <= clock_before, columns.not_before <= columns.created_at)
    queued = columns.state == IntentState.QUEUED.value
    transaction.execute(
        update(OUTBOX)
        .where(queued, columns.not_before > now, was_due)
        .values(not_before=now, lease_until=None)
    )
    claimed = columns.state.in_([IntentState.SENDING.value, IntentState.UNKNOWN.value])
    latest_end = now + max(lease, LONGEST_WAIT_FOR_SEARCH)
    transaction.execute(
        update(OUTBOX)
        .where(claimed, columns.lease_until > latest_end)
        .values(lease_until=now + lease)
    )


def _update_locked(transaction: Transaction, ids: Sequence[int], **values: object) -> list[Intent]:
    """Change rows that this transaction has locked. Return them, the most urgent first."""
    if not ids:
        return []
    rows = transaction.execute(
        update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(**values).returning(OUTBOX)
    )
    return [to_intent(row) for row in sorted(rows, key=lambda row: (row.priority, row.id))]
