"""The outbox: intents queued with the fact, claimed with a lease, settled after the call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, func, or_, select, update

from domain.outbox import PRIORITY, Intent, IntentKind, IntentState, NewIntent, Priority
from storage.engine import Transaction
from storage.outbox.lanes import QUEUED, Lane, choose_intents, find_held_lanes, lock_lanes
from storage.tables.messages import OUTBOX
from storage.upsert import insert_if_absent, insert_many_if_absent

LIVE_STATES = (IntentState.QUEUED, IntentState.SENDING, IntentState.SENT, IntentState.UNKNOWN)

# Lanes that a claim tries when others are being chosen from at the same moment.
MOST_LANES = 8

# What stands in Slack, or may by now: one that is being sent was rendered before this change.
VISIBLE_STATES = tuple(
    state.value for state in (IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN)
)

_NO_PART_OF_AN_INTENT = {"dedupe", "priority", "not_before", "lease_until", "reason", "settled_at"}
_NUDGES = (
    select(OUTBOX.c.recipient, OUTBOX.c.created_at)
    .where(
        OUTBOX.c.workspace_id == bindparam("ws"),
        OUTBOX.c.recipient.in_(bindparam("people", expanding=True)),
        OUTBOX.c.kind == IntentKind.NUDGE.value,
        OUTBOX.c.state.in_([state.value for state in LIVE_STATES]),
        OUTBOX.c.created_at > bindparam("since"),
    )
    .order_by(OUTBOX.c.created_at)
)
_TAKE = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id.in_(bindparam("ids", expanding=True)),
        QUEUED,
        OUTBOX.c.not_before <= bindparam("now"),
    )
    .values(
        state=IntentState.SENDING.value,
        lease_until=bindparam("until"),
        attempts=OUTBOX.c.attempts + 1,
    )
    .returning(*(column for column in OUTBOX.c if column.name not in _NO_PART_OF_AN_INTENT))
)
_SENT = (
    update(OUTBOX)
    .where(OUTBOX.c.workspace_id == bindparam("ws"), OUTBOX.c.id == bindparam("intent"))
    .values(
        state=IntentState.SENT.value,
        settled_at=bindparam("now"),
        lease_until=None,
        reason=None,
        channel=bindparam("where"),
        ts=bindparam("stands_at"),
    )
)


def _intent(row: Any) -> Intent:
    return Intent(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=IntentKind(row.kind),
        to=row.recipient,
        subject_id=row.subject_id,
        about=dict(row.about),
        key=row.key,
        state=IntentState(row.state),
        attempts=row.attempts,
        channel=row.channel,
        ts=row.ts,
        created_at=row.created_at,
    )


def queue(transaction: Transaction, workspace_id: int, intent: NewIntent, now: datetime) -> bool:
    """Queue what must be said; False when the same thing (`dedupe`) was queued before."""
    return insert_if_absent(transaction, OUTBOX, **_alike(workspace_id, now), **_new(intent, now))


def queue_many(
    transaction: Transaction, workspace_id: int, intents: Sequence[NewIntent], now: datetime
) -> None:
    """As `queue`, for several at once."""
    rows = [_new(intent, now) for intent in intents]
    insert_many_if_absent(transaction, OUTBOX, rows, _alike(workspace_id, now))


def _alike(workspace_id: int, now: datetime) -> dict[str, object]:
    return {
        "workspace_id": workspace_id,
        "state": IntentState.QUEUED.value,
        "created_at": now,
    }


def _new(intent: NewIntent, now: datetime) -> dict[str, object]:
    return {
        "kind": intent.kind.value,
        "recipient": intent.to,
        "subject_id": intent.subject_id,
        "about": intent.about,
        "dedupe": intent.dedupe,
        "key": str(uuid4()),
        "priority": PRIORITY[intent.kind].value,
        "not_before": intent.not_before or now,
    }


def queue_edits(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[IntentKind],
    subject_id: int,
    now: datetime,
) -> None:
    """Queue an edit of every message of these kinds about the subject that stands in Slack.

    An edit that waits already is enough: it will say what is true when it is made.
    """
    waiting = select(OUTBOX.c.subject_id).where(
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.kind == IntentKind.REFRESH.value,
        OUTBOX.c.state == IntentState.QUEUED.value,
    )
    rows = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_([kind.value for kind in kinds]),
            OUTBOX.c.subject_id == subject_id,
            OUTBOX.c.state.in_(VISIBLE_STATES),
            OUTBOX.c.id.not_in(waiting),
        )
    ).all()
    for row in rows:
        queue(
            transaction,
            workspace_id,
            NewIntent(IntentKind.REFRESH, row.recipient, row.id, f"refresh:{row.id}:{uuid4()}"),
            now,
        )


def queue_edit(transaction: Transaction, workspace_id: int, intent_id: int, now: datetime) -> None:
    """Queue an edit of one message that stands in Slack."""
    row = _row(transaction, workspace_id, intent_id)
    if row is None or row.state not in VISIBLE_STATES:
        return
    queue(
        transaction,
        workspace_id,
        NewIntent(IntentKind.REFRESH, row.recipient, row.id, f"refresh:{row.id}:{uuid4()}"),
        now,
    )


def _row(transaction: Transaction, workspace_id: int, intent_id: int) -> Any:
    return transaction.execute(
        select(OUTBOX).where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == intent_id)
    ).first()


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
    """Take intents to send, `sending` once this commits. What somebody waits for comes first.

    A recipient to whom something is being sent is passed over, so that order holds for them; so
    is one for whom an earlier one of the same priority is in doubt, or is to be tried again soon.
    `but_not` are recipients to be passed over besides; only priorities from `first` to `last` are
    taken. `together`: they will be sent at the same moment, so there is one for each recipient,
    and all are of one priority.
    """
    others: set[Lane] = set()
    for _ in range(MOST_LANES):
        # Not locked, and none skipped: a row that another claim holds would be overtaken here.
        chosen = choose_intents(
            transaction,
            now,
            limit=limit,
            held=find_held_lanes(transaction, now),
            but_not=but_not,
            but_no_lanes=others,
            first=first,
            last=last,
            together=together,
        )
        if not chosen:
            return []
        which = {"ids": lock_lanes(transaction, now, chosen), "now": now, "until": now + lease}
        rows = transaction.execute(_TAKE, which).all() if which["ids"] else []
        taken = [_intent(row) for row in rows]
        if taken:
            place = {one.id: number for number, one in enumerate(chosen)}
            return sorted(taken, key=lambda intent: place[intent.id])
        others |= {one.lane for one in chosen}
    return []


def claim_abandoned(transaction: Transaction, now: datetime, limit: int) -> list[Intent]:
    """Sending past its lease: whoever sent it died. Nobody knows whether Slack has it."""
    chosen = transaction.scalars(
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == IntentState.SENDING.value, OUTBOX.c.lease_until <= now)
        .order_by(OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _take(
        transaction, chosen, state=IntentState.UNKNOWN.value, lease_until=None, reason="sender_died"
    )


def claim_unknown(
    transaction: Transaction, now: datetime, *, lease: timedelta, limit: int
) -> list[Intent]:
    """Unknown ones to look for in Slack's history, each by one looker at a time."""
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
    return _take(transaction, chosen, lease_until=now + lease)


def _take(transaction: Transaction, ids: Sequence[int], **values: object) -> list[Intent]:
    """Change rows that this transaction holds, and give them as they are now."""
    if not ids:
        return []
    taken = transaction.execute(
        update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(**values).returning(OUTBOX)
    )
    return [_intent(row) for row in sorted(taken, key=lambda row: (row.priority, row.id))]


def find(transaction: Transaction, workspace_id: int, intent_id: int) -> Intent | None:
    row = _row(transaction, workspace_id, intent_id)
    return _intent(row) if row else None


def has_unsettled_announcement(transaction: Transaction, intent: Intent) -> bool:
    """Whether nobody knows yet if an earlier announcement of the same was posted: not twice."""
    if intent.kind is not IntentKind.ANNOUNCEMENT:
        return False
    earlier = select(OUTBOX.c.id).where(
        OUTBOX.c.workspace_id == intent.workspace_id,
        OUTBOX.c.kind == intent.kind.value,
        OUTBOX.c.subject_id == intent.subject_id,
        OUTBOX.c.id != intent.id,
        OUTBOX.c.state.in_([IntentState.SENDING.value, IntentState.UNKNOWN.value]),
    )
    return transaction.scalar(earlier.limit(1)) is not None


def settle(
    transaction: Transaction,
    intent: Intent,
    state: IntentState,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    reason: str | None = None,
) -> None:
    values: dict[str, object] = {
        "state": state.value,
        "settled_at": now,
        "lease_until": None,
        "reason": reason,
    }
    if channel is not None:
        values["channel"] = channel
    if ts is not None:
        values["ts"] = ts
    _update(transaction, intent, values)


def settle_many_sent(
    transaction: Transaction, sent: Sequence[tuple[Intent, str, str]], now: datetime
) -> None:
    """As `settle`, for several at once: each with the channel and the ts at which it stands."""
    rows = [
        {
            "ws": intent.workspace_id,
            "intent": intent.id,
            "now": now,
            "where": channel,
            "stands_at": ts,
        }
        for intent, channel, ts in sent
    ]
    if rows:
        transaction.execute(_SENT, rows)


def requeue(
    transaction: Transaction,
    intent: Intent,
    not_before: datetime,
    *,
    reason: str | None = None,
    counts: bool = True,
    holds: bool = False,
) -> None:
    """Queued again, not before the given moment (UTC). `counts`: as an attempt that failed.

    `holds`: what was queued after it, for the same recipient, waits for it.
    """
    _update(
        transaction,
        intent,
        {
            "state": IntentState.QUEUED.value,
            "not_before": not_before,
            "lease_until": not_before if holds else None,
            "reason": reason,
            "attempts": intent.attempts if counts else max(intent.attempts - 1, 0),
        },
    )


def postpone_reconciling(
    transaction: Transaction, intent: Intent, look_again: datetime, reason: str
) -> None:
    _update(transaction, intent, {"lease_until": look_again, "reason": reason})


def _update(transaction: Transaction, intent: Intent, values: dict[str, object]) -> None:
    transaction.execute(
        update(OUTBOX)
        .where(OUTBOX.c.workspace_id == intent.workspace_id, OUTBOX.c.id == intent.id)
        .values(values)
    )


def drop_queued_to(
    transaction: Transaction, workspace_id: int, recipient: str, now: datetime, reason: str
) -> None:
    """Nothing more goes to this recipient of what was queued so far."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason=reason)
    )


def list_nudge_times(
    transaction: Transaction, workspace_id: int, recipient: str, since: datetime
) -> tuple[datetime, ...]:
    """When this person was (or will be) written to unasked, since the given moment."""
    return list_nudge_times_by_recipient(transaction, workspace_id, [recipient], since).get(
        recipient, ()
    )


def list_nudge_times_by_recipient(
    transaction: Transaction, workspace_id: int, recipients: Collection[str], since: datetime
) -> dict[str, tuple[datetime, ...]]:
    """As `nudges_since`, by person; those who were not written to are left out."""
    which = {"ws": workspace_id, "people": list(recipients), "since": since}
    found: dict[str, list[datetime]] = {}
    for row in transaction.execute(_NUDGES, which).all():
        found.setdefault(row.recipient, []).append(row.created_at)
    return {who: tuple(moments) for who, moments in found.items()}


def count_by_state(transaction: Transaction) -> dict[IntentState, int]:
    rows = transaction.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state))
    return {IntentState(state): count for state, count in rows}


def next_due_at(transaction: Transaction) -> datetime | None:
    """When the next queued intent may go; None when nothing is queued."""
    return transaction.scalar(
        select(func.min(OUTBOX.c.not_before)).where(OUTBOX.c.state == IntentState.QUEUED.value)
    )
