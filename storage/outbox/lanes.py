"""Chooses which waiting intents may be sent now. A lane is a recipient in a workspace: what is in
one lane is sent in its order.

What holds a lane is read first (it is little at any time), then what waits, most urgent first. The
two are compared in Python: a subquery for each waiting row took longer (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from domain.messages import Nudge
from domain.outbox import IntentState, Priority
from storage.engine import Transaction
from storage.tables.messages import OUTBOX

# An unknown intent holds its recipient's lane while it is about to be looked for in Slack. Where
# the next look is further away (history may not be read), the lane goes on without it.
HOLDS_WITHIN = timedelta(seconds=90)

# A literal, so that PostgreSQL's planner can match it with the condition of the partial index.
_QUEUED = OUTBOX.c.state == literal_column(f"'{IntentState.QUEUED.value}'")

Lane = tuple[int, str]
"""A workspace's id and a recipient."""


@dataclass(frozen=True, slots=True)
class WaitingIntent:
    id: int
    lane: Lane
    priority: int


@dataclass(slots=True)
class HeldLanes:
    """Lanes that may send nothing, and lanes that may not go past one of their intents.

    `sending` are lanes in which something is being sent. `first_held` has the lowest id of an
    intent that is unknown or will be retried, by lane and priority: later ones wait for it.
    """

    sending: set[Lane] = field(default_factory=set)
    first_held: dict[tuple[Lane, int], int] = field(default_factory=dict)

    def allow(self, intent: WaitingIntent) -> bool:
        first = self.first_held.get((intent.lane, intent.priority))
        return intent.lane not in self.sending and (first is None or intent.id <= first)


def find_held_lanes(transaction: Transaction, now: datetime) -> HeldLanes:
    held = HeldLanes()
    rows = transaction.execute(
        select(
            OUTBOX.c.id,
            OUTBOX.c.state,
            OUTBOX.c.workspace_id,
            OUTBOX.c.recipient,
            OUTBOX.c.priority,
        ).where(
            or_(
                OUTBOX.c.state == IntentState.SENDING.value,
                (OUTBOX.c.state == IntentState.UNKNOWN.value)
                & or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= now + HOLDS_WITHIN),
                (OUTBOX.c.state == IntentState.QUEUED.value) & (OUTBOX.c.lease_until > now),
            )
        )
    )
    for row in rows:
        lane = (row.workspace_id, row.recipient)
        if row.state == IntentState.SENDING.value:
            held.sending.add(lane)
        else:
            key = (lane, row.priority)
            held.first_held[key] = min(row.id, held.first_held.get(key, row.id))
    return held


def choose_intents(
    transaction: Transaction,
    now: datetime,
    *,
    limit: int,
    held: HeldLanes,
    but_not: Collection[str],
    but_no_lanes: Collection[Lane],
    first: Priority,
    last: Priority,
    together: bool,
) -> list[WaitingIntent]:
    """Return up to `limit` intents that may be sent. See `claim_batch` for the arguments."""
    chosen: list[WaitingIntent] = []
    lanes: set[Lane] = set()
    for intent in _read_waiting(transaction, now, first, last, page=limit):
        if together and chosen and intent.priority != chosen[0].priority:
            break
        if together and intent.lane in lanes:
            continue
        if intent.lane[1] in but_not or intent.lane in but_no_lanes or not held.allow(intent):
            continue
        chosen.append(intent)
        lanes.add(intent.lane)
        if len(chosen) == limit:
            break
    return chosen


def _read_waiting(
    transaction: Transaction, now: datetime, first: Priority, last: Priority, page: int
) -> Iterator[WaitingIntent]:
    """Read what is due, most urgent first, in pages that grow: most often one is enough."""
    after = (int(first), 0)
    while True:
        rows = transaction.execute(
            select(OUTBOX.c.id, OUTBOX.c.workspace_id, OUTBOX.c.recipient, OUTBOX.c.priority)
            .where(
                *_due(now),
                tuple_(OUTBOX.c.priority, OUTBOX.c.id) > tuple_(*map(literal, after)),
                OUTBOX.c.priority <= int(last),
            )
            .order_by(OUTBOX.c.priority, OUTBOX.c.id)
            .limit(page)
        ).all()
        for row in rows:
            yield WaitingIntent(row.id, (row.workspace_id, row.recipient), row.priority)
        if len(rows) < page:
            return
        after = (rows[-1].priority, rows[-1].id)
        page *= 4


def _due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _QUEUED, OUTBOX.c.not_before <= now


def lock_lanes(
    transaction: Transaction, now: datetime, chosen: Sequence[WaitingIntent]
) -> list[int]:
    """Lock the lanes of the chosen, and return the ids of those that may still be sent.

    Two claims may run at once on PostgreSQL, and neither sees what the other has not committed. So
    each locks its lanes until it commits, and reads again what holds them. A lane that another
    claim has locked is left out. SQLite has only one writer at a time.
    """
    if not chosen or transaction.dialect.name == "sqlite":
        return [intent.id for intent in chosen]
    lanes = sorted({intent.lane for intent in chosen})
    wanted = (
        func.unnest(
            cast([workspace_id for workspace_id, _ in lanes], ARRAY(Integer)),
            cast([recipient for _, recipient in lanes], ARRAY(Text)),
        )
        .table_valued(column("workspace", Integer), column("recipient", Text))
        .render_derived()
    )
    rows = transaction.execute(
        select(wanted.c.workspace, wanted.c.recipient).where(
            func.pg_try_advisory_xact_lock(wanted.c.workspace, func.hashtext(wanted.c.recipient))
        )
    )
    locked = {(row.workspace, row.recipient) for row in rows}
    held = find_held_lanes(transaction, now)
    return [intent.id for intent in chosen if intent.lane in locked and held.allow(intent)]


def count_waiting_by_recipient(
    transaction: Transaction, now: datetime, recipients: Collection[str]
) -> dict[str, int]:
    """Count what is due, whether its lane is free or not. Those without any are left out."""
    rows = transaction.execute(
        select(OUTBOX.c.recipient, func.count().label("amount"))
        .where(*_due(now), OUTBOX.c.recipient.in_(recipients))
        .group_by(OUTBOX.c.recipient)
    )
    return {row.recipient: row.amount for row in rows}


def count_waiting(transaction: Transaction, now: datetime) -> int:
    """Count what is due to anybody."""
    return transaction.scalar(select(func.count()).where(*_due(now))) or 0


def list_next_nudge_recipients(transaction: Transaction, now: datetime, limit: int) -> list[str]:
    """Return who gets the next nudges that are due, in their order."""
    return list(
        transaction.scalars(
            select(OUTBOX.c.recipient)
            .where(*_due(now), OUTBOX.c.kind == Nudge.kind)
            .order_by(OUTBOX.c.priority, OUTBOX.c.id)
            .limit(limit)
        )
    )
