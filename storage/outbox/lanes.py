"""Which waiting intents may go now: a recipient is a lane, and nothing in a lane is overtaken.

What holds lanes is read first (little at any time), then what waits, in the order in which it goes;
the two are compared here rather than by subqueries for each waiting row (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from domain.outbox import IntentKind, IntentState, Priority
from storage.engine import Transaction
from storage.tables.messages import OUTBOX

# An unknown one holds its recipient's lane for as long as it is about to be looked for; where that
# does not help (history may not be read), the next look is far away and the others go on.
IN_DOUBT = timedelta(seconds=90)

_row = OUTBOX.c
QUEUED = _row.state == literal_column(f"'{IntentState.QUEUED.value}'")  # as the index has it
_LANE = (_row.state, _row.workspace_id, _row.recipient, _row.priority, _row.id)
_HOLDING = union_all(
    select(*_LANE).where(_row.state == IntentState.SENDING.value),
    select(*_LANE).where(
        _row.state == IntentState.UNKNOWN.value,
        or_(_row.lease_until.is_(None), _row.lease_until <= bindparam("doubted")),
    ),
    select(*_LANE).where(
        _row.state == IntentState.QUEUED.value,
        _row.lease_until > bindparam("now"),
    ),
)
_WAITING = (
    select(_row.id, _row.workspace_id, _row.recipient, _row.priority)
    .where(
        QUEUED,
        _row.not_before <= bindparam("now"),
        tuple_(_row.priority, _row.id) > tuple_(bindparam("after"), bindparam("after_id")),
        _row.priority <= bindparam("last"),
    )
    .order_by(_row.priority, _row.id)
    .limit(bindparam("most"))
)
_WAITED_FOR = (
    select(_row.recipient, func.count().label("many"))
    .where(
        QUEUED,
        _row.not_before <= bindparam("now"),
        _row.recipient.in_(bindparam("people", expanding=True)),
    )
    .group_by(_row.recipient)
)
_WAITED_FOR_IN_ALL = select(func.count()).where(QUEUED, _row.not_before <= bindparam("now"))
_NEXT_NUDGED = (
    select(_row.recipient)
    .where(QUEUED, _row.not_before <= bindparam("now"), _row.kind == IntentKind.NUDGE.value)
    .order_by(_row.priority, _row.id)
    .limit(bindparam("most"))
)
_wanted = (
    func.unnest(
        cast(bindparam("workspaces"), ARRAY(Integer)), cast(bindparam("people"), ARRAY(Text))
    )
    .table_valued(column("workspace", Integer), column("person", Text))
    .render_derived()
)
_LOCK = select(_wanted.c.workspace, _wanted.c.person).where(
    func.pg_try_advisory_xact_lock(_wanted.c.workspace, func.hashtext(_wanted.c.person))
)

Lane = tuple[int, str]
"""A workspace's id and a recipient."""


@dataclass(frozen=True, slots=True)
class WaitingIntent:
    id: int
    lane: Lane
    priority: int


@dataclass(slots=True)
class HeldLanes:
    """Lanes in which something is being sent, and the first in doubt (or to be tried again) of
    each priority: what was queued after that waits."""

    busy: set[Lane] = field(default_factory=set)
    first: dict[tuple[Lane, int], int] = field(default_factory=dict)

    def free(self, one: WaitingIntent) -> bool:
        first = self.first.get((one.lane, one.priority))
        return one.lane not in self.busy and (first is None or one.id <= first)


def find_held_lanes(transaction: Transaction, now: datetime) -> HeldLanes:
    found = HeldLanes()
    for state, workspace, to, priority, id_ in transaction.execute(
        _HOLDING, {"now": now, "doubted": now + IN_DOUBT}
    ):
        lane = (workspace, to)
        if state == IntentState.SENDING.value:
            found.busy.add(lane)
        else:
            key = (lane, priority)
            found.first[key] = min(id_, found.first.get(key, id_))
    return found


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
    """Up to `limit` that may go, in their order. `together`: see `outbox.claim`."""
    chosen: list[WaitingIntent] = []
    lanes: set[Lane] = set()
    for one in _waiting(transaction, now, first, last, page=limit):
        if together and chosen and one.priority != chosen[0].priority:
            break
        if together and one.lane in lanes:
            continue
        if one.lane[1] in but_not or one.lane in but_no_lanes or not held.free(one):
            continue
        chosen.append(one)
        lanes.add(one.lane)
        if len(chosen) == limit:
            break
    return chosen


def _waiting(
    transaction: Transaction, now: datetime, first: Priority, last: Priority, page: int
) -> Iterator[WaitingIntent]:
    """Everything that is due, a page at a time: most often the first one is enough."""
    after, after_id = int(first), 0
    while True:
        rows = transaction.execute(
            _WAITING,
            {"now": now, "after": after, "after_id": after_id, "last": int(last), "most": page},
        ).all()
        for id_, workspace, to, priority in rows:
            yield WaitingIntent(id_, (workspace, to), priority)
        if len(rows) < page:
            return
        after, after_id = rows[-1].priority, rows[-1].id
        page *= 4


def lock_lanes(
    transaction: Transaction, now: datetime, chosen: Collection[WaitingIntent]
) -> list[int]:
    """Ids of those of the chosen in whose lanes no other claim is choosing at this moment.

    On PostgreSQL two claims run at once, and neither sees what the other has not committed: each
    holds its lanes until it commits, and looks again at what holds them once they are its own. On
    SQLite there is only one at a time.
    """
    if transaction.dialect.name == "sqlite":
        return [one.id for one in chosen]
    lanes = sorted({one.lane for one in chosen})
    which = {"workspaces": [lane[0] for lane in lanes], "people": [lane[1] for lane in lanes]}
    ours = {(workspace, person) for workspace, person in transaction.execute(_LOCK, which)}
    held = find_held_lanes(transaction, now)
    return [one.id for one in chosen if one.lane in ours and held.free(one)]


def count_waiting_by_recipient(
    transaction: Transaction, now: datetime, recipients: Collection[str]
) -> dict[str, int]:
    """How much is queued that may go, but for its lane; those of whom nothing is are left out."""
    rows = transaction.execute(_WAITED_FOR, {"now": now, "people": recipients})
    return {row.recipient: row.many for row in rows}


def list_next_nudge_recipients(transaction: Transaction, now: datetime, most: int) -> list[str]:
    """Who gets the next nudges that are due, in their order."""
    return list(transaction.scalars(_NEXT_NUDGED, {"now": now, "most": most}))


def count_waiting(transaction: Transaction, now: datetime) -> int:
    """As `waiting_for`, for everybody."""
    return transaction.scalar(_WAITED_FOR_IN_ALL, {"now": now}) or 0
