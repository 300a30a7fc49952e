"""Sends prepared messages: the only caller of `chat.*`. Reads and writes no rows.

Starts at `Sender.start`, which reserves the rate; ends at `Sender.collect`, which releases the
calls that were not made. A few threads make the calls, so that a slow answer delays nobody else.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from queue import Empty, SimpleQueue

import structlog

from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, POST, UPDATE, RateLimits, Reservation
from delivery.results import NOT_STARTED, Prepared, SendResult, Skipped
from domain.clock import Clock
from domain.outcomes import CallOutcome, Deferred
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Message

log = structlog.get_logger(__name__)

# Slack allows five posts a second in the long run, which is what four threads send at 0.8 s a call.
SENDERS = 4
# Real seconds: results that come within this of each other are recorded in one transaction.
BATCH_WAIT_SECONDS = 0.05
# Real seconds after which the worker looks whether it can start something else meanwhile.
LONGEST_WAIT_SECONDS = 1.0


class Sender:
    """A context manager: its threads end with it. Once `stopping` is set, no call is started."""

    def __init__(
        self, slack: SlackClient, clock: Clock, limits: RateLimits, stopping: threading.Event
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._limits = limits
        self._stopping = stopping
        self._refused = threading.Event()  # Slack refuses everybody's messages at the moment
        self._todo: SimpleQueue[tuple[Prepared, Reservation] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[SendResult, Reservation]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.in_flight = 0

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._todo.put(None)

    def start(self, prepared: Prepared) -> Skipped | None:
        """Hands the message to a thread; returns it as skipped where the rate does not allow it."""
        now = self._clock.now()
        methods = [UPDATE if prepared.is_edit else POST]
        if prepared.channel is None:
            methods.append(OPEN)
        reservation = self._limits.reserve(methods, prepared.intent.recipient, now)
        if not isinstance(reservation, Reservation):
            until = now + timedelta(seconds=reservation)
            return Skipped(prepared.intent, Deferred(until, "pace"), holds_lane=True)
        self.in_flight += 1
        self._todo.put((prepared, reservation))
        if len(self._threads) < min(SENDERS, self.in_flight):
            thread = threading.Thread(target=self._work, name="sender", daemon=True)
            self._threads.append(thread)
            thread.start()
        return None

    def collect(self) -> list[SendResult]:
        """At least one result, unless the answers take long."""
        results: list[SendResult] = []
        wait = LONGEST_WAIT_SECONDS
        while len(results) < self.in_flight:
            try:
                result, reservation = self._done.get(timeout=wait)
            except Empty:
                break
            reservation.release(made=result.calls)
            results.append(result)
            wait = BATCH_WAIT_SECONDS
        self.in_flight -= len(results)
        return results

    def _work(self) -> None:
        while (job := self._todo.get()) is not None:
            prepared, reservation = job
            try:
                result = self._send(prepared)
            except Exception as error:
                # It may have been posted before the fault, so it counts as posted and unknown.
                log.exception("send_failed", kind=prepared.intent.kind)
                call = CallResult(CallOutcome.UNKNOWN, error=type(error).__name__)
                result = SendResult(prepared, call, calls=frozenset(reservation.methods))
            if _refuses_everybody(result):
                self._refused.set()
            self._done.put((result, reservation))

    def _send(self, prepared: Prepared) -> SendResult:
        late = self._clock.now() > prepared.start_before
        if late or self._refused.is_set() or self._stopping.is_set():
            return SendResult(prepared, NOT_STARTED, started=False)
        intent, channel, calls = prepared.intent, prepared.channel, set[str]()
        opened = channel is None
        if channel is None:
            calls.add(OPEN)
            conversation = open_conversation(self._slack, intent.recipient)
            if isinstance(conversation, CallResult):
                return SendResult(prepared, conversation, calls=calls)
            channel = conversation
        kind = find_kind(intent)
        if kind is not None and (refusal := kind.find_obstacle(self._slack, intent)):
            return SendResult(prepared, refusal, channel, calls, opened)
        calls.add(UPDATE if prepared.is_edit else POST)
        call = self._write(prepared, channel, prepared.message)
        if call.outcome is CallOutcome.OUR_BUG:
            log.error("blocks_refused", kind=intent.kind, why=call.error)
            call = self._write(prepared, channel, Message(prepared.message.text))
        return SendResult(prepared, call, channel, calls, opened)

    def _write(self, prepared: Prepared, channel: str, message: Message) -> CallResult:
        if prepared.ts is not None:
            return self._slack.update_message(channel, prepared.ts, message.text, message.blocks)
        key = prepared.intent.message_key
        call = self._slack.post_message(channel, message.text, message.blocks, key)
        if call.outcome is CallOutcome.NOT_IN_CHANNEL and self._slack.join_channel(channel).ok:
            return self._slack.post_message(channel, message.text, message.blocks, key)
        return call


def _refuses_everybody(result: SendResult) -> bool:
    """Whether the next message would be refused for the same reason, whoever it is for."""
    limited = result.call.outcome is CallOutcome.RATE_LIMITED
    new_message = result.message_sent and not result.prepared.is_edit
    return (limited and new_message) or result.call.outcome.halts or result.call.unreachable


def open_conversation(slack: SlackClient, user_id: str) -> str | CallResult:
    """The id of the person's direct message channel, or why there is none.

    Opening it twice does no harm, so an unknown outcome is simply tried again.
    """
    call = slack.open_dm(user_id)
    channel = (call.data.get("channel") or {}).get("id") if call.ok else None
    if channel:
        return str(channel)
    if call.ok or call.outcome is CallOutcome.UNKNOWN:
        return CallResult(CallOutcome.TRY_AGAIN, error=call.error, outage=call.outage)
    return call
