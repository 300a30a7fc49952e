"""Reads the outbox: which messages wait, which may be in Slack, and since when.

An intent is a row of the outbox: one message, or one edit of a message, to be made in Slack. Its
subject is the row that it is about, such as a referral.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from domain.messages import AnnouncementPosted, AnnouncementWithdrawn, Nudge
from domain.nudging import SentNudge
from domain.outbox import Intent, IntentState, Priority
from storage.engine import Transaction
from storage.tables.messages import OUTBOX

# The states in which the recipient has the message, or may still get it.
_NOT_DROPPED_STATES = (
    IntentState.QUEUED.value,
    IntentState.SENDING.value,
    IntentState.SENT.value,
    IntentState.UNKNOWN.value,
)
# The states in which the message is in Slack, or may be.
_POSTED_STATES = (
    IntentState.SENDING.value,
    IntentState.SENT.value,
    IntentState.UNKNOWN.value,
)


def to_intent(row: Any) -> Intent:
    """Convert a row of `OUTBOX`."""
    return Intent(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        recipient=row.recipient,
        subject_id=row.subject_id,
        details=dict(row.about),
        message_key=row.key,
        state=IntentState(row.state),
        attempts=row.attempts,
        channel=row.channel,
        ts=row.ts,
        created_at=row.created_at,
        reason=row.reason,
        priority=Priority(row.priority),
    )


def find_intent(transaction: Transaction, workspace_id: int, intent_id: int) -> Intent | None:
    row = transaction.execute(
        select(OUTBOX).where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == intent_id)
    ).first()
    return to_intent(row) if row else None


def is_sent_or_queued(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[str],
    subject_id: int,
    recipient: str,
) -> bool:
    """Whether this person has a message of one of these kinds about the subject, or may get one."""
    found = transaction.scalar(
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(kinds),
            OUTBOX.c.subject_id == subject_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.state.in_(_NOT_DROPPED_STATES),
        )
        .limit(1)
    )
    return found is not None


def is_superseded(
    transaction: Transaction, workspace_id: int, intent_id: int, newer_kinds: Collection[str]
) -> bool:
    """Whether the same person gets a newer message of these kinds about the same subject."""
    newer = OUTBOX.alias("newer")
    found = transaction.scalar(
        select(newer.c.id)
        .join(
            OUTBOX,
            (newer.c.workspace_id == OUTBOX.c.workspace_id)
            & (newer.c.subject_id == OUTBOX.c.subject_id)
            & (newer.c.recipient == OUTBOX.c.recipient)
            & (newer.c.id > OUTBOX.c.id),
        )
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id == intent_id,
            newer.c.kind.in_(newer_kinds),
            newer.c.state.in_(_NOT_DROPPED_STATES),
        )
        .limit(1)
    )
    return found is not None


def find_queue_times(
    transaction: Transaction, workspace_id: int, intent_id: int
) -> tuple[datetime, datetime | None] | None:
    """Return (when this message was queued, when its predecessor was queued), both in UTC.

    The predecessor is the last earlier message of the same kind about the same subject to the same
    person that may be in Slack; its time is None if there is none. The result is None if there is
    no message with this id.
    """
    earlier, this = OUTBOX.alias("earlier"), OUTBOX
    row = transaction.execute(
        select(this.c.created_at, func.max(earlier.c.created_at).label("predecessor_at"))
        .outerjoin(
            earlier,
            (earlier.c.workspace_id == this.c.workspace_id)
            & (earlier.c.kind == this.c.kind)
            & (earlier.c.subject_id == this.c.subject_id)
            & (earlier.c.recipient == this.c.recipient)
            & (earlier.c.id < this.c.id)
            & earlier.c.state.in_(_POSTED_STATES),
        )
        .where(this.c.workspace_id == workspace_id, this.c.id == intent_id)
        .group_by(this.c.id, this.c.created_at)
    ).first()
    return (row.created_at, row.predecessor_at) if row is not None else None


def find_first_sent_at(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[str],
    subject_id: int,
    recipient: str,
) -> datetime | None:
    """Return when this person got the first message of these kinds about the subject (UTC).

    None if the person has got none.
    """
    return transaction.scalar(
        select(func.min(OUTBOX.c.settled_at)).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(kinds),
            OUTBOX.c.subject_id == subject_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.state == IntentState.SENT.value,
        )
    )


def list_arrivals(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[str],
    subject_ids: Collection[int],
) -> dict[tuple[int, str], datetime | None]:
    """Return when the first message of these kinds arrived (UTC), by (subject id, recipient).

    The value is None while the message is on its way. Without a message there is no entry.
    """
    rows = transaction.execute(
        select(OUTBOX.c.subject_id, OUTBOX.c.recipient, func.min(OUTBOX.c.settled_at).label("at"))
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(kinds),
            OUTBOX.c.subject_id.in_(subject_ids),
            OUTBOX.c.state.in_(_NOT_DROPPED_STATES),
        )
        .group_by(OUTBOX.c.subject_id, OUTBOX.c.recipient)
    )
    return {(row.subject_id, row.recipient): row.at for row in rows}


def may_be_in_slack(transaction: Transaction, workspace_id: int, dedupe_key: str) -> bool:
    """Whether the message with this key is in Slack, or may be."""
    state = transaction.scalar(
        select(OUTBOX.c.state).where(
            OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.dedupe == dedupe_key
        )
    )
    return state in _POSTED_STATES


def list_recipients_of_dropped(
    transaction: Transaction, workspace_id: int, kind: str, subject_id: int
) -> list[str]:
    """Return who was to get a message of this kind about the subject that was then dropped."""
    return list(
        transaction.scalars(
            select(OUTBOX.c.recipient).where(
                OUTBOX.c.workspace_id == workspace_id,
                OUTBOX.c.kind == kind,
                OUTBOX.c.subject_id == subject_id,
                OUTBOX.c.state == IntentState.DROPPED.value,
            )
        )
    )


def has_unsettled_announcement(transaction: Transaction, intent: Intent) -> bool:
    """Whether it is unknown if another intent about the same announcement has reached Slack.

    False if `intent` is not about an announcement.
    """
    kinds = (AnnouncementPosted.kind, AnnouncementWithdrawn.kind)
    if intent.kind not in kinds:
        return False
    other = select(OUTBOX.c.id).where(
        OUTBOX.c.workspace_id == intent.workspace_id,
        OUTBOX.c.kind.in_(kinds),
        OUTBOX.c.subject_id == intent.subject_id,
        OUTBOX.c.id != intent.id,
        OUTBOX.c.state.in_([IntentState.SENDING.value, IntentState.UNKNOWN.value]),
    )
    return transaction.scalar(other.limit(1)) is not None


def list_nudge_times(
    transaction: Transaction, workspace_id: int, recipient: str, since: datetime
) -> tuple[datetime, ...]:
    """Return when each unsolicited nudge to this person after `since` was queued (all UTC)."""
    sent = list_nudges_by_recipient(transaction, workspace_id, [recipient], since)
    return tuple(each.at for each in sent.get(recipient, ()) if each.is_unsolicited)


def list_nudges_by_recipient(
    transaction: Transaction, workspace_id: int, recipients: Collection[str], since: datetime
) -> dict[str, list[SentNudge]]:
    """Return the nudges that were queued after `since` (UTC), by recipient.

    The oldest nudge comes first. Recipients without a nudge are left out.
    """
    rows = transaction.execute(
        select(OUTBOX.c.recipient, OUTBOX.c.created_at, OUTBOX.c.about)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.recipient.in_(recipients),
            OUTBOX.c.kind == Nudge.kind,
            OUTBOX.c.state.in_(_NOT_DROPPED_STATES),
            OUTBOX.c.created_at > since,
        )
        .order_by(OUTBOX.c.created_at)
    )
    sent: dict[str, list[SentNudge]] = {}
    for row in rows:
        # `Nudge.details` leaves out the usual values.
        is_unsolicited = bool(row.about.get("unsolicited", True))
        follow_ups = tuple(row.about.get("follow_ups", ()))
        has_work = bool(row.about.get("work"))
        nudge = SentNudge(row.created_at, is_unsolicited, has_work, follow_ups)
        sent.setdefault(row.recipient, []).append(nudge)
    return sent


def count_by_state(transaction: Transaction) -> dict[IntentState, int]:
    """Return the number of intents of all workspaces by state. States without any are left out."""
    rows = transaction.execute(
        select(OUTBOX.c.state, func.count().label("amount")).group_by(OUTBOX.c.state)
    )
    return {IntentState(row.state): row.amount for row in rows}


def next_due_at(transaction: Transaction) -> datetime | None:
    """Return when the next queued intent of any workspace may be sent (UTC), or None."""
    return transaction.scalar(
        select(func.min(OUTBOX.c.not_before)).where(OUTBOX.c.state == IntentState.QUEUED.value)
    )
