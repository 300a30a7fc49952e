"""Records how sending ended, in the outbox and in the rows that the message is about.

An intent is the row of a queued message. This module does not call Slack. If Slack's refusal
concerns other messages as well, it sets a pause in `RateLimits`, which the next claim obeys.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from delivery.deleted_messages import post_again
from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, UPDATE, RateLimits
from delivery.results import SendResult, Skipped
from domain.copy_erasures import ERASURE_KINDS, HomeErasure
from domain.messages import MessageEdit
from domain.outbox import Intent, IntentState
from domain.outcomes import INACTIVE_ACCOUNT, MESSAGE_NOT_FOUND, CallOutcome, Deferred, Dropped
from domain.windows import REFRESH_KINDS
from services import departures, windows
from services.context import SLACK, Context, group_by_workspace
from slack_io.results import CallResult
from storage import members, outbox
from storage.engine import Transaction

log = structlog.get_logger(__name__)

# When Slack has not answered, it may still post the message, so we search for it after this time.
SEARCH_AFTER = timedelta(seconds=30)
HALT_REFUSED_FOR = timedelta(minutes=1)  # how long all sending stops if Slack refuses every message
HALT_UNREACHABLE_FOR = timedelta(seconds=10)  # the same if Slack cannot be reached
MAX_ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 5  # between the first two attempts; each further pause is twice as long
LONGEST_OUTAGE = timedelta(days=1)  # how long we go on trying while Slack has an outage

# Slack's answers to a direct message if its recipient has left. Slack sometimes gives them by
# mistake, so we ask Slack later whether the recipient has left. That is the second look.
_REFUSED_RECIPIENT = frozenset(
    {CallOutcome.MEMBER_GONE, CallOutcome.CHANNEL_GONE, CallOutcome.NOT_IN_CHANNEL}
)
_WINDOW_KINDS = frozenset({*REFRESH_KINDS, HomeErasure.kind})  # of App Homes and modals
SECOND_LOOK = "second_look"  # the stored reason of an intent that waits for the second look


class Recorder:
    """Records results. Sets `wake_delivery` when it may have queued a message."""

    def __init__(self, limits: RateLimits, wake_delivery: threading.Event) -> None:
        self._limits = limits
        self._wake_delivery = wake_delivery
        self._halted_by = ""  # the error that stopped all sending, until a message is sent again

    def record(
        self, transaction: Transaction, results: Sequence[SendResult | Skipped], now: datetime
    ) -> None:
        """Records every result in this transaction. `now` is UTC."""
        intents = [result.intent for result in results]
        contexts = {
            context.workspace.id: context
            for context, _intents in group_by_workspace(transaction, intents, now, SLACK)
        }
        sent: list[tuple[Intent, str, str]] = []
        for result in results:
            context = contexts[result.intent.workspace_id]
            if isinstance(result, Skipped):
                self._record_skipped(context, result)
            elif result.call.ok and result.channel is not None:
                sent.append(self._record_sent(context, result))
            else:
                self._record_not_sent(context, result)
        outbox.settle_sent(transaction, sent, now)

    def _record_skipped(self, context: Context, skipped: Skipped) -> None:
        intent, cause = skipped.intent, skipped.cause
        if isinstance(cause, Deferred):
            block = skipped.block_later_messages
            requeue(context, intent, cause.until, cause.reason, block_later_messages=block)
        elif isinstance(cause, Dropped):
            _settle(context, intent, IntentState.DROPPED, cause.reason)
            if kind := find_kind(intent):
                kind.record_dropped(context, intent, cause.reason)
        else:
            self._retry_later(context, intent, cause.error)

    def _record_sent(self, context: Context, result: SendResult) -> tuple[Intent, str, str]:
        """Returns the intent with the channel and the ts of its message.

        The channel is the one in Slack's answer, which may differ from the one we asked for.
        """
        self._halted_by = ""
        intent, data = result.intent, result.call.data
        channel = str(data.get("channel") or result.channel)
        ts = str(data.get("ts") or result.prepared.ts or "")
        _store_conversation(context, result)
        record_consequences(context, intent, ts)
        if intent.kind in _WINDOW_KINDS:  # What it shows may have changed since it was rendered.
            windows.refresh_if_shown_since(context, intent.recipient, result.prepared.rendered_at)
        return intent, channel, ts

    def _record_not_sent(self, context: Context, result: SendResult) -> None:
        intent, call, now = result.intent, result.call, context.now
        if not result.started:
            return requeue(context, intent, now, "not_begun")
        _store_conversation(context, result)
        if call.outcome.halts:
            return self._stop_sending(context, intent, call)
        log.info("not_sent", kind=intent.kind, outcome=call.outcome.value, why=call.error)
        if call.outcome is CallOutcome.RATE_LIMITED:
            return self._wait_for_rate_limit(context, result)
        if call.unreachable:
            return self._halt(context, intent, now + HALT_UNREACHABLE_FOR, call.error)
        is_unknown = call.outcome is CallOutcome.UNKNOWN
        if is_unknown and not result.prepared.is_edit:  # An edit can safely be repeated, see below.
            return _record_unknown(context, result)
        recipient_refused = _is_refused_recipient(result)
        if recipient_refused and intent.reason != SECOND_LOOK:
            return self._wait_for_recipient(context, intent, call)
        if not call.outcome.permanent and not recipient_refused:
            return self._retry_later(context, intent, call.error, outage=call.outage)
        if _is_erased_already(result):
            return _settle(context, intent, IntentState.DROPPED, call.error)
        if call.error == MESSAGE_NOT_FOUND and intent.kind == MessageEdit.kind:
            post_again(context, intent)
        return self.give_up(context, intent, call.outcome, call.error)

    def _stop_sending(self, context: Context, intent: Intent, call: CallResult) -> None:
        """Stops all sending for a minute, again and again until an admin has removed the cause."""
        if self._halted_by != call.error:
            self._halted_by = call.error
            log.error("sending_stopped", why=call.error, needs=call.outcome.value)
        self._halt(context, intent, context.now + HALT_REFUSED_FOR, call.error)

    def _wait_for_recipient(self, context: Context, intent: Intent, call: CallResult) -> None:
        """Tries once more, and after that waits for the second look at the recipient.

        Slack may have refused by mistake, or because the stored conversation is out of date.
        """
        members.set_dm_channel(context.transaction, intent.workspace_id, intent.recipient, None)
        if intent.attempts == 1:
            return self._retry_later(context, intent, call.error)
        until = departures.await_second_look(context, intent.recipient)
        if until is None:
            return self.give_up(context, intent, call.outcome, call.error)
        return requeue(context, intent, until, SECOND_LOOK)

    def _wait_for_rate_limit(self, context: Context, result: SendResult) -> None:
        """Waits as long as Slack says, or one second.

        A limit on new messages halts all sending, so that no message overtakes another. A limit on
        another method pauses only that method.
        """
        call, is_edit = result.call, result.prepared.is_edit
        until = context.now + timedelta(seconds=call.retry_after or 1)
        if result.message_attempted and not is_edit:
            return self._halt(context, result.intent, until, call.error)
        self._limits.pause_method(UPDATE if is_edit else OPEN, until)
        return requeue(context, result.intent, until, call.error, block_later_messages=True)

    def _halt(self, context: Context, intent: Intent, until: datetime, reason: str) -> None:
        """Stops all sending until then (UTC), and queues the intent again."""
        self._limits.halt(until)
        requeue(context, intent, until, reason, block_later_messages=True)

    def _retry_later(
        self, context: Context, intent: Intent, error: str, *, outage: bool = False
    ) -> None:
        """Queues the intent again after a pause, which doubles with each attempt.

        The intent is dead after `MAX_ATTEMPTS`, which take about two and a half minutes. During an
        outage of Slack, it is dead after `LONGEST_OUTAGE`. Later messages to the recipient wait for
        it, unless it only uploads or deletes a file.
        """
        in_outage = outage and context.now - intent.created_at < LONGEST_OUTAGE
        if intent.attempts >= MAX_ATTEMPTS and not in_outage:
            log.error("gave_up", kind=intent.kind, why=error, attempts=intent.attempts)
            self._settle_refused(context, intent, IntentState.DEAD, error)
            return
        doublings = min(intent.attempts, MAX_ATTEMPTS) - 1
        pause = timedelta(seconds=FIRST_PAUSE_SECONDS * 2**doublings)
        kind = find_kind(intent)
        outbox.requeue_intent(
            context.transaction,
            intent,
            context.now + pause,
            reason=error,
            block_later_messages=kind is None or not kind.posts_nothing,
        )

    def give_up(self, context: Context, intent: Intent, outcome: CallOutcome, error: str) -> None:
        """Settles an intent that Slack will never accept, and does what follows from the refusal.

        The intent is dead if an operator has to look at it, and dropped otherwise.
        """
        needs_operator = intent.kind in ERASURE_KINDS or outcome is CallOutcome.OUR_BUG
        state = IntentState.DEAD if needs_operator else IntentState.DROPPED
        self._settle_refused(context, intent, state, error)

    def _settle_refused(
        self, context: Context, intent: Intent, state: IntentState, error: str
    ) -> None:
        _settle(context, intent, state, error)
        if kind := find_kind(intent):
            kind.record_refused(context, intent, error)
        self._wake_delivery.set()


def record_consequences(context: Context, intent: Intent, ts: str) -> None:
    """Records what follows from a sent message. The caller changes the outbox row."""
    if kind := find_kind(intent):
        kind.record_sent(context, intent, ts)


def requeue(
    context: Context,
    intent: Intent,
    until: datetime,
    reason: str,
    *,
    block_later_messages: bool = False,
) -> None:
    """Queues the intent again for `until` (UTC). This attempt is not counted.

    With `block_later_messages`, later messages to the same recipient wait for this one.
    """
    outbox.requeue_intent(
        context.transaction,
        intent,
        until,
        reason=reason,
        count_attempt=False,
        block_later_messages=block_later_messages,
    )


def _settle(context: Context, intent: Intent, state: IntentState, reason: str) -> None:
    outbox.settle_intent(context.transaction, intent, state, context.now, reason=reason)


def _is_erased_already(result: SendResult) -> bool:
    """Whether the intent erases words from a message that someone has deleted."""
    return result.intent.kind in ERASURE_KINDS and result.call.error == MESSAGE_NOT_FOUND


def _record_unknown(context: Context, result: SendResult) -> None:
    """Leaves the intent to the reconciler, which looks in Slack whether the message was posted."""
    transaction, intent, now = context.transaction, result.intent, context.now
    outbox.settle_intent(transaction, intent, IntentState.UNKNOWN, now, channel=result.channel)
    outbox.postpone_reconciling(transaction, intent, now + SEARCH_AFTER, result.call.error)


def _store_conversation(context: Context, result: SendResult) -> None:
    """Stores the recipient's direct conversation if it was opened for this message."""
    if result.conversation_opened:
        intent = result.intent
        members.set_dm_channel(
            context.transaction, intent.workspace_id, intent.recipient, result.channel
        )


def _is_refused_recipient(result: SendResult) -> bool:
    """Whether Slack's answer may mean that the recipient of a direct message has left."""
    kind = find_kind(result.intent)
    is_direct = kind is not None and not kind.to_channel
    call = result.call
    # Slack gives this error also for the bot's own account. With TRY_AGAIN the client has checked
    # that the bot's token works, so the recipient's account is the inactive one.
    is_inactive = call.error == INACTIVE_ACCOUNT and call.outcome is CallOutcome.TRY_AGAIN
    return is_direct and (is_inactive or call.outcome in _REFUSED_RECIPIENT)
