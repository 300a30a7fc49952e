"""Writes what became of each intent into the outbox, several in one transaction.

Calls nobody. Slack's answers about rates and refusals are passed on to the rate limits, so that the
next claim knows of them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, UPDATE, RateLimits
from delivery.results import SendResult, Skipped
from domain.outbox import Intent, IntentState
from domain.outcomes import CallOutcome, Deferred, Dropped
from services import members as member_service
from services.context import SLACK, Context, group_by_workspace
from storage import members, outbox
from storage.engine import Transaction

log = structlog.get_logger(__name__)

# A call without an answer may still be under way in Slack, so its message is looked for after this.
FIRST_LOOK_AFTER = timedelta(seconds=30)
HALT_FOR = timedelta(minutes=1)  # Slack refuses everything
HALT_UNREACHABLE_FOR = timedelta(seconds=10)
MOST_ATTEMPTS = 6
BACKOFF_SECONDS = 5
LONGEST_OUTAGE = timedelta(days=1)

_STALE_CONVERSATION = frozenset({CallOutcome.CHANNEL_GONE, CallOutcome.NOT_IN_CHANNEL})


class Recorder:
    """`wake` is set when something was queued."""

    def __init__(self, limits: RateLimits, wake: threading.Event) -> None:
        self._limits = limits
        self._wake = wake

    def record(
        self, transaction: Transaction, results: Sequence[SendResult | Skipped], now: datetime
    ) -> None:
        """All of them, in this transaction."""
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
        intent, why = skipped.intent, skipped.why
        if isinstance(why, Deferred):
            put_back(context, intent, why.until, why.reason, holds=skipped.holds_lane)
        elif isinstance(why, Dropped):
            _settle(context, intent, IntentState.DROPPED, why.reason)
            if kind := find_kind(intent):
                kind.record_dropped(context, intent, why.reason)
        else:
            _try_again(context, intent, why.error)

    def _record_sent(self, context: Context, result: SendResult) -> tuple[Intent, str, str]:
        """Where it was posted, as Slack says: some servers post elsewhere than they were asked."""
        intent, data = result.intent, result.call.data
        channel = str(data.get("channel") or result.channel)
        ts = str(data.get("ts") or result.prepared.ts or "")
        _store_conversation(context, result)
        handle_posted(context, intent, ts)
        return intent, channel, ts

    def _record_not_sent(self, context: Context, result: SendResult) -> None:
        intent, call, now = result.intent, result.call, context.now
        if not result.started:
            return put_back(context, intent, now, "not_begun")
        _store_conversation(context, result)
        log.info("not_sent", kind=intent.kind, outcome=call.outcome.value, why=call.error)
        if call.outcome is CallOutcome.RATE_LIMITED:
            return self._wait_as_told(context, result)
        if call.outcome.halts:
            log.error("sending_stopped", why=call.error, needs=call.outcome.value)
            return self._halt(context, intent, now + HALT_FOR, call.error)
        if call.unreachable:
            return self._halt(context, intent, now + HALT_UNREACHABLE_FOR, call.error)
        if call.outcome is CallOutcome.UNKNOWN and not result.prepared.is_edit:
            return _record_unknown(context, result)
        if _is_stale_conversation(result):
            members.set_dm_channel(context.transaction, intent.workspace_id, intent.recipient, None)
            return _try_again(context, intent, call.error)
        if not call.outcome.permanent:  # an edit with an unknown outcome too: it does no harm twice
            return _try_again(context, intent, call.error, outage=call.outage)
        if call.outcome is CallOutcome.MESSAGE_GONE:  # whoever deleted it knows why
            return _settle(context, intent, IntentState.DROPPED, call.error)
        return self.give_up(context, intent, call.outcome, call.error)

    def _wait_as_told(self, context: Context, result: SendResult) -> None:
        """A limit on new messages holds everything, so that none overtakes another."""
        call, is_edit = result.call, result.prepared.is_edit
        until = context.now + timedelta(seconds=call.retry_after or 1)
        if result.message_sent and not is_edit:
            return self._halt(context, result.intent, until, call.error)
        self._limits.hold(UPDATE if is_edit else OPEN, until)
        return put_back(context, result.intent, until, call.error, holds=True)

    def _halt(self, context: Context, intent: Intent, until: datetime, why: str) -> None:
        self._limits.halt(until)
        put_back(context, intent, until, why, holds=True)

    def give_up(self, context: Context, intent: Intent, outcome: CallOutcome, why: str) -> None:
        """Slack will never take it: whoever has to know is told, and the row keeps the reason."""
        dead = outcome is CallOutcome.OUR_BUG
        _settle(context, intent, IntentState.DEAD if dead else IntentState.DROPPED, why)
        kind = find_kind(intent)
        if kind is not None:
            kind.record_refused(context, intent, why)
        if outcome is CallOutcome.MEMBER_GONE and not (kind and kind.to_channel):
            member_service.mark_inactive(context, intent.recipient)
        self._wake.set()


def handle_posted(context: Context, intent: Intent, ts: str) -> None:
    """What follows from a posted message besides the outbox's own row."""
    if kind := find_kind(intent):
        kind.record_sent(context, intent, ts)


def put_back(
    context: Context, intent: Intent, until: datetime, why: str, *, holds: bool = False
) -> None:
    """Queues it again until then, without counting the attempt: it was not at fault."""
    outbox.requeue_intent(context.transaction, intent, until, reason=why, counts=False, holds=holds)


def _settle(context: Context, intent: Intent, state: IntentState, why: str) -> None:
    outbox.settle_intent(context.transaction, intent, state, context.now, reason=why)


def _record_unknown(context: Context, result: SendResult) -> None:
    transaction, intent, now = context.transaction, result.intent, context.now
    outbox.settle_intent(transaction, intent, IntentState.UNKNOWN, now, channel=result.channel)
    outbox.postpone_reconciling(transaction, intent, now + FIRST_LOOK_AFTER, result.call.error)


def _store_conversation(context: Context, result: SendResult) -> None:
    if result.opened:
        intent = result.intent
        members.set_dm_channel(
            context.transaction, intent.workspace_id, intent.recipient, result.channel
        )


def _try_again(context: Context, intent: Intent, why: str, *, outage: bool = False) -> None:
    """Waits longer after each attempt and gives up after the last. During an outage of Slack it
    goes on for a day, as six attempts are over in five minutes."""
    continues = outage and context.now - intent.created_at < LONGEST_OUTAGE
    if intent.attempts >= MOST_ATTEMPTS and not continues:
        _settle(context, intent, IntentState.DEAD, why)
        log.error("gave_up", kind=intent.kind, why=why, attempts=intent.attempts)
        return
    doublings = min(intent.attempts, MOST_ATTEMPTS) - 1
    pause = timedelta(seconds=BACKOFF_SECONDS * 2**doublings)
    outbox.requeue_intent(context.transaction, intent, context.now + pause, reason=why, holds=True)


def _is_stale_conversation(result: SendResult) -> bool:
    """Whether Slack does not know the stored conversation. It is opened anew, once."""
    intent = result.intent
    kind = find_kind(intent)
    direct = kind is not None and not kind.to_channel
    return direct and result.call.outcome in _STALE_CONVERSATION and intent.attempts == 1
