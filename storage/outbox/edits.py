"""Queues edits of messages that are in Slack, and deletes the rows of old edits.

An edit is a row of the outbox as well. The rows of the edited messages are never deleted: an edit
needs their channel and ts, and their `dedupe` keeps a message from being sent twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Select, and_, delete, or_, select

from domain.copy_erasures import ERASURE_KINDS
from domain.messages import MessageEdit, Nudge
from domain.outbox import IntentState, NewIntent
from domain.windows import REFRESH_KINDS
from storage.engine import Transaction
from storage.outbox.queue import queue_intents
from storage.tables.messages import OUTBOX

# States of messages that are or may be in Slack. A message that is being sent needs the edit too,
# because it was rendered before the change.
VISIBLE_STATES = tuple(
    state.value for state in (IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN)
)
# Older nudges are not searched: they are far up in the conversation, and their buttons still work.
MAX_NUDGE_AGE = timedelta(days=120)
_SETTLED_STATES = (IntentState.SENT.value, IntentState.DROPPED.value)


def _new_edit(message_id: int, recipient: str) -> NewIntent:
    """Return a new edit of the message. Its random key allows any number of edits."""
    return MessageEdit(message_id).to_intent(recipient, str(uuid4()))


def _ids_with_queued_edit(workspace_id: int) -> Select[int]:
    """Select the ids of messages that need no further edit.

    A queued edit is not rendered before it is sent, so it will show the latest change, too.
    """
    return select(OUTBOX.c.subject_id).where(
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.kind == MessageEdit.kind,
        OUTBOX.c.state == IntentState.QUEUED.value,
    )


def queue_edits(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[str],
    subject_id: int,
    now: datetime,
) -> None:
    """Queue an edit of every message of these kinds about the subject that may be in Slack."""
    queue_edits_of_many(transaction, workspace_id, kinds, [subject_id], now)


def queue_edits_of_many(
    transaction: Transaction,
    workspace_id: int,
    kinds: Collection[str],
    subject_ids: Collection[int],
    now: datetime,
) -> None:
    """Queue edits as `queue_edits` does, of messages about several subjects."""
    rows = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(list(kinds)),
            OUTBOX.c.subject_id.in_(list(subject_ids)),
            OUTBOX.c.state.in_(VISIBLE_STATES),
            OUTBOX.c.id.not_in(_ids_with_queued_edit(workspace_id)),
        )
    ).all()
    edits = [_new_edit(row.id, row.recipient) for row in rows]
    queue_intents(transaction, workspace_id, edits, now)


def queue_edit(transaction: Transaction, workspace_id: int, intent_id: int, now: datetime) -> None:
    """Queue an edit of one message, if it may be in Slack, even if another edit is queued."""
    row = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id == intent_id,
            OUTBOX.c.state.in_(VISIBLE_STATES),
        )
    ).first()
    if row is not None:
        queue_intents(transaction, workspace_id, [_new_edit(row.id, row.recipient)], now)


def queue_nudge_edits(
    transaction: Transaction,
    workspace_id: int,
    members: Collection[str],
    follow_up_ids: Collection[int],
    now: datetime,
) -> None:
    """Queue an edit of the nudges that show one of the follow-ups.

    The subject of a nudge is the first follow-up that it shows. A nudge that shows one of the
    follow-ups in another position is only found if it went to one of `members` (user ids) within
    `MAX_NUDGE_AGE`.
    """
    ids = set(follow_up_ids)
    if not ids:
        return
    rows = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient, OUTBOX.c.about).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind == Nudge.kind,
            or_(
                OUTBOX.c.subject_id.in_(ids),
                and_(
                    OUTBOX.c.recipient.in_(set(members)),
                    OUTBOX.c.created_at > now - MAX_NUDGE_AGE,
                ),
            ),
            OUTBOX.c.state.in_(VISIBLE_STATES),
            OUTBOX.c.id.not_in(_ids_with_queued_edit(workspace_id)),
        )
    )
    edits = [
        _new_edit(row.id, row.recipient)
        for row in rows
        if ids.intersection(row.about["follow_ups"])
    ]
    queue_intents(transaction, workspace_id, edits, now)


def delete_old_edits(
    transaction: Transaction, workspace_id: int, before: datetime, limit: int
) -> int:
    """Delete up to `limit` edits that were settled before `before` (UTC), and return how many.

    Erasures of people's words in Slack, and updates of open modals and App Homes, count as edits.
    Edits that could not be sent (dead) stay, because an operator may retry them.
    """
    old = (
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_((MessageEdit.kind, *ERASURE_KINDS, *REFRESH_KINDS)),
            OUTBOX.c.state.in_(_SETTLED_STATES),
            OUTBOX.c.settled_at < before,
        )
        .limit(limit)
    )
    deleted = transaction.execute(
        delete(OUTBOX)
        .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id.in_(old))
        .returning(OUTBOX.c.id)
    )
    return len(deleted.all())
