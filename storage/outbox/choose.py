"""Chooses which queued intents may be sent now, so that each recipient gets messages in order.

An intent is a row of the outbox: a message or an edit that has to be sent. The blocked recipients,
who are few, are read first, and then the due intents. Both are compared in Python, because a
subquery for each due row took longer (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
)

from domain.messages import Nudge
from domain.outbox import IntentState, Priority
from storage.engine import Transaction
from storage.tables.messages import OUTBOX

# An intent whose outcome is unknown blocks its recipient if the next search for it in Slack's
# history is due this soon. If the search is later, other messages are sent meanwhile.
BLOCKS_WITHIN = timedelta(seconds=90)

# The state is a literal, so that the query planner recognises the condition of the partial index.
_QUEUED = OUTBOX.c.state == literal_column(f"'{IntentState.QUEUED.value}'")

_DUE = (_QUEUED, OUTBOX.c.not_before <= bindparam("now"))
# The statements are built once, because the delivery runs them all the time.
# What blocks a recipient: a message that is being sent, one with an unknown outcome, and a queued
# one whose lease is in the future, which means that it is retried at that time.
_BLOCKING = select(
    OUTBOX.c.id,
    OUTBOX.c.state,
    OUTBOX.c.workspace_id,
    OUTBOX.c.recipient,
    OUTBOX.c.priority,
).where(
    or_(
        OUTBOX.c.state == IntentState.SENDING.value,
        (OUTBOX.c.state == IntentState.UNKNOWN.value)
        & or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= bindparam("soon")),
        (OUTBOX.c.state == IntentState.QUEUED.value) & (OUTBOX.c.lease_until > bindparam("now")),
    )
)
_WAITING = (
    select(OUTBOX.c.id, OUTBOX.c.workspace_id, OUTBOX.c.recipient, OUTBOX.c.priority)
    .where(
        *_DUE,
        tuple_(OUTBOX.c.priority, OUTBOX.c.id)
        > tuple_(bindparam("after_priority", type_=Integer), bindparam("after_id", type_=Integer)),
        OUTBOX.c.priority <= bindparam("least_urgent"),
    )
    .order_by(OUTBOX.c.priority, OUTBOX.c.id)
    .limit(bindparam("page_size", type_=Integer))
)
_COUNT_WAITING = select(func.count()).where(*_DUE)
_COUNT_BY_RECIPIENT = (
    select(OUTBOX.c.recipient, func.count().label("amount"))
    .where(*_DUE, OUTBOX.c.recipient.in_(bindparam("recipients", expanding=True)))
    .group_by(OUTBOX.c.recipient)
)
_NEXT_NUDGE_RECIPIENTS = (
    select(OUTBOX.c.recipient)
    .where(*_DUE, OUTBOX.c.kind == Nudge.kind)
    .order_by(OUTBOX.c.priority, OUTBOX.c.id)
    .limit(bindparam("limit", type_=Integer))
)

# The id of a workspace, and a recipient in it: a person or a channel.
RecipientKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class WaitingIntent:
    """A queued intent that is due."""

    id: int
    recipient_key: RecipientKey
    priority: int


@dataclass(slots=True)
class BlockedRecipients:
    """Recipients who must wait for an earlier message.

    `sending` are recipients to whom a message is being sent: they get nothing else now.
    `first_blocking` has, by recipient and priority, the lowest id of an intent with an unknown
    outcome or a retry ahead. Intents with higher ids wait for that one.
    """

    sending: set[RecipientKey] = field(default_factory=set)
    first_blocking: dict[tuple[RecipientKey, int], int] = field(default_factory=dict)

    def allows(self, intent: WaitingIntent) -> bool:
        if intent.recipient_key in self.sending:
            return False
        first = self.first_blocking.get((intent.recipient_key, intent.priority))
        return first is None or intent.id <= first


def find_blocked_recipients(transaction: Transaction, now: datetime) -> BlockedRecipients:
    """Read the blocked recipients of all workspaces."""
    blocked = BlockedRecipients()
    rows = transaction.execute(_BLOCKING, {"now": now, "soon": now + BLOCKS_WITHIN})
    for row in rows:
        recipient_key = (row.workspace_id, row.recipient)
        if row.state == IntentState.SENDING.value:
            blocked.sending.add(recipient_key)
        else:
            key = (recipient_key, row.priority)
            blocked.first_blocking[key] = min(row.id, blocked.first_blocking.get(key, row.id))
    return blocked


def choose_intents(
    transaction: Transaction,
    now: datetime,
    *,
    limit: int,
    blocked: BlockedRecipients,
    excluded_recipients: Collection[str],
    excluded_keys: Collection[RecipientKey],
    most_urgent: Priority,
    least_urgent: Priority,
    concurrently: bool,
) -> list[WaitingIntent]:
    """Return up to `limit` intents that may be sent, the most urgent first.

    `claim_batch` explains the arguments. Other claims have locked the recipients `excluded_keys`.
    """
    chosen: list[WaitingIntent] = []
    chosen_keys: set[RecipientKey] = set()
    for intent in _read_waiting(transaction, now, most_urgent, least_urgent, page_size=limit):
        if concurrently and chosen and intent.priority != chosen[0].priority:
            break
        if concurrently and intent.recipient_key in chosen_keys:
            continue
        _, recipient = intent.recipient_key
        if recipient in excluded_recipients or intent.recipient_key in excluded_keys:
            continue
        if not blocked.allows(intent):
            continue
        chosen.append(intent)
        chosen_keys.add(intent.recipient_key)
        if len(chosen) == limit:
            break
    return chosen


def _read_waiting(
    transaction: Transaction,
    now: datetime,
    most_urgent: Priority,
    least_urgent: Priority,
    page_size: int,
) -> Iterator[WaitingIntent]:
    """Read the due intents, the most urgent first.

    The pages grow: mostly the first one is enough, and many blocked intents need few queries.
    """
    after_priority, after_id = int(most_urgent), 0
    while True:
        values = {
            "now": now,
            "after_priority": after_priority,
            "after_id": after_id,
            "least_urgent": int(least_urgent),
            "page_size": page_size,
        }
        rows = transaction.execute(_WAITING, values).all()
        for row in rows:
            yield WaitingIntent(row.id, (row.workspace_id, row.recipient), row.priority)
        if len(rows) < page_size:
            return
        after_priority, after_id = rows[-1].priority, rows[-1].id
        page_size *= 4


def lock_recipients(
    transaction: Transaction, now: datetime, chosen: Sequence[WaitingIntent]
) -> list[int]:
    """Lock the recipients of the chosen intents, and return the ids that may still be sent.

    On PostgreSQL two claims may run at once, and neither sees what the other has not committed. So
    each claim locks its recipients until its transaction ends, and reads again what blocks them.
    Recipients that another claim has locked are left out. SQLite needs no locks, because it has
    only one writer at a time.
    """
    if not chosen or transaction.dialect.name == "sqlite":
        return [intent.id for intent in chosen]
    recipient_keys = sorted({intent.recipient_key for intent in chosen})
    # One row for each recipient key.
    wanted = (
        func.unnest(
            cast([workspace_id for workspace_id, _ in recipient_keys], ARRAY(Integer)),
            cast([recipient for _, recipient in recipient_keys], ARRAY(Text)),
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
    blocked = find_blocked_recipients(transaction, now)
    return [
        intent.id for intent in chosen if intent.recipient_key in locked and blocked.allows(intent)
    ]


def count_waiting_by_recipient(
    transaction: Transaction, now: datetime, recipients: Collection[str]
) -> dict[str, int]:
    """Count the due intents of each recipient, blocked or not. Those without any are left out."""
    rows = transaction.execute(_COUNT_BY_RECIPIENT, {"now": now, "recipients": list(recipients)})
    return {row.recipient: row.amount for row in rows}


def count_waiting(transaction: Transaction, now: datetime) -> int:
    """Count all due intents."""
    return transaction.scalar(_COUNT_WAITING, {"now": now}) or 0


def list_next_nudge_recipients(transaction: Transaction, now: datetime, limit: int) -> list[str]:
    """Return the recipients of the next due nudges, in the order of sending."""
    return list(transaction.scalars(_NEXT_NUDGE_RECIPIENTS, {"now": now, "limit": limit}))
