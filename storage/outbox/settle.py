"""Changes the state of intents, the rows of queued messages: sent, queued again, dropped and so on.

The delivery calls it for the intents that it has claimed to send them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, update

from domain.copy_erasures import ERASURE_KINDS
from domain.files import FileShare, FileUpload
from domain.outbox import Intent, IntentState
from storage.engine import Transaction
from storage.outbox.queue import values_to_retry
from storage.tables.messages import OUTBOX

# An intent with one of these reasons waits because of the recipient's own settings.
_RECIPIENTS_OWN_REASONS = ("hours", "paused", "away")


def settle_intent(
    transaction: Transaction,
    intent: Intent,
    state: IntentState,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    reason: str | None = None,
) -> None:
    """Set the state of an intent whose sending has ended. `channel` and `ts` locate its message.

    A `channel` or `ts` of None leaves the stored one as it is. A `reason` of None deletes it.
    """
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


def settle_sent(
    transaction: Transaction, sent: Sequence[tuple[Intent, str, str]], now: datetime
) -> None:
    """Settle intents as sent. `sent` has each intent with the channel and the ts of its message."""
    if not sent:
        return
    # The parameters must not have the names of columns.
    change = (
        update(OUTBOX)
        .where(OUTBOX.c.workspace_id == bindparam("workspace"), OUTBOX.c.id == bindparam("intent"))
        .values(
            state=IntentState.SENT.value,
            settled_at=now,
            lease_until=None,
            reason=None,
            channel=bindparam("in_channel"),
            ts=bindparam("at_ts"),
        )
    )
    values = [
        {
            "workspace": intent.workspace_id,
            "intent": intent.id,
            "in_channel": channel,
            "at_ts": ts,
        }
        for intent, channel, ts in sent
    ]
    transaction.execute(change, values)


def requeue_intent(
    transaction: Transaction,
    intent: Intent,
    not_before: datetime,
    *,
    reason: str | None = None,
    count_attempt: bool = True,
    block_later_messages: bool = False,
) -> None:
    """Queue the intent again, to be sent at `not_before` (UTC) or later.

    The claim has counted an attempt. Without `count_attempt`, that is undone. With
    `block_later_messages`, later intents of the same priority to the same recipient wait for this
    one, because they wait for every queued intent that has a `lease_until`.
    """
    attempts = intent.attempts if count_attempt else max(intent.attempts - 1, 0)
    values = {
        "state": IntentState.QUEUED.value,
        "not_before": not_before,
        "lease_until": not_before if block_later_messages else None,
        "reason": reason,
        "attempts": attempts,
    }
    _update(transaction, intent, values)


def postpone_reconciling(
    transaction: Transaction, intent: Intent, until: datetime, reason: str
) -> None:
    """Search Slack for the message of an intent at `until` (UTC), and not before.

    The intent's state is UNKNOWN: Slack may or may not have posted the message.
    """
    _update(transaction, intent, {"lease_until": until, "reason": reason})


def _update(transaction: Transaction, intent: Intent, values: dict[str, object]) -> None:
    transaction.execute(
        update(OUTBOX)
        .where(OUTBOX.c.workspace_id == intent.workspace_id, OUTBOX.c.id == intent.id)
        .values(values)
    )


def release_deferred(
    transaction: Transaction, workspace_id: int, recipient: str, now: datetime
) -> None:
    """Make the intents due now that wait because of this person's hours, pause or absence.

    Called when the person has changed these settings.
    """
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.state == IntentState.QUEUED.value,
            OUTBOX.c.reason.in_(_RECIPIENTS_OWN_REASONS),
            OUTBOX.c.not_before > now,
        )
        .values(not_before=now, lease_until=None)
    )


def drop_queued_to(
    transaction: Transaction, workspace_id: int, recipient: str, now: datetime, reason: str
) -> None:
    """Drop the queued intents of this recipient, except those that erase text in Slack.

    Intents with files stay as well. The delivery drops them one by one, and records that the person
    has not got the file.
    """
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.state == IntentState.QUEUED.value,
            OUTBOX.c.kind.not_in((*ERASURE_KINDS, FileUpload.kind, FileShare.kind)),
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason=reason)
    )


def drop_queued_with_keys(
    transaction: Transaction, workspace_id: int, keys: Collection[str], now: datetime, reason: str
) -> None:
    """Drop the intents with these dedupe keys, if they are still queued."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.dedupe.in_(list(keys)),
            OUTBOX.c.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason=reason)
    )


def queue_dropped_again(
    transaction: Transaction,
    workspace_id: int,
    kind: str,
    subject_ids: Collection[int],
    now: datetime,
    *,
    reason: str,
    since: datetime,
) -> None:
    """Queue again the messages of this kind that were dropped for `reason` at `since` or later."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind == kind,
            OUTBOX.c.subject_id.in_(list(subject_ids)),
            OUTBOX.c.state == IntentState.DROPPED.value,
            OUTBOX.c.reason == reason,
            OUTBOX.c.settled_at >= since,
        )
        .values(values_to_retry(now))
    )
