"""Sends prepared messages to Slack. The delivery's worker uses one `Sender`.

The sender writes nothing to the database, and reads only the rows of exports. A few threads make
the calls, so that one slow answer does not delay the other messages. Files that take long have
threads of their own. `Sender.start` reserves the calls of a message within Slack's rate limits, and
`Sender.collect` releases the reserved calls that were not made.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from queue import Empty, SimpleQueue

import structlog

from delivery.files import WriteExport, send_file, takes_long
from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, POST, UPDATE, RateLimits, Reservation
from delivery.results import NOT_STARTED, Prepared, SendResult, Skipped
from domain.clock import Clock
from domain.copy_erasures import CopyErasure
from domain.messages import LargePage
from domain.outcomes import MESSAGE_NOT_FOUND, CallOutcome, Deferred
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Block, Message

log = structlog.get_logger(__name__)

# Four threads make Slack's five posts a second (300 a minute) when a call takes 0.8 seconds.
MAX_THREADS = 4
# At most four files that take long are in flight: two are sent, and two wait for their threads. The
# others are tried again after the pause, so that files leave room for messages.
MAX_SLOW_FILE_THREADS = 2
MAX_SLOW_FILES = 4
SLOW_FILES_PAUSE = timedelta(seconds=10)
# How often to try to replace a modal that Slack does not know yet, and how long to wait between two
# attempts.
MODAL_ATTEMPTS, MODAL_PAUSE_SECONDS = 15, 0.2
# After a first result, `Sender.collect` waits this long (real time) for each further one, because
# the results that it returns together are recorded in one transaction.
BATCH_WAIT_SECONDS = 0.05
# After this time (real time) without a result, the worker may claim more intents.
LONGEST_WAIT_SECONDS = 1.0


@dataclass
class _Lane:
    """Threads that share one queue. A None in the queue ends one of them.

    `in_flight` counts the jobs that were started and whose results are not collected yet.
    """

    max_threads: int
    jobs: SimpleQueue[tuple[Prepared, Reservation] | None] = field(default_factory=SimpleQueue)
    threads: list[threading.Thread] = field(default_factory=list)
    in_flight: int = 0


class Sender:
    """Sends in threads, which end after the `with` block, once their queue is empty.

    Once `stopping` is set, no further message is started.
    """

    def __init__(
        self,
        slack: SlackClient,
        clock: Clock,
        limits: RateLimits,
        stopping: threading.Event,
        write_export: WriteExport,
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._limits = limits
        self._stopping = stopping
        # Set when a call fails for a reason that every other call shares. Then no more are made.
        self._all_would_fail = threading.Event()
        self._write_export = write_export
        self._results: SimpleQueue[tuple[SendResult, Reservation]] = SimpleQueue()
        self._messages, self._slow_files = _Lane(MAX_THREADS), _Lane(MAX_SLOW_FILE_THREADS)

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        for lane in (self._messages, self._slow_files):
            for _thread in lane.threads:
                lane.jobs.put(None)

    @property
    def in_flight(self) -> int:
        """How many messages and files were started and are not collected yet."""
        return self._messages.in_flight + self._slow_files.in_flight

    @property
    def has_slow_files(self) -> bool:
        """Whether files that take long are in flight."""
        return self._slow_files.in_flight > 0

    def start(self, prepared: Prepared) -> Skipped | None:
        """Hands the message to a thread, or returns `Skipped` if the message has to wait."""
        now = self._clock.now()
        lane = self._find_lane(prepared)
        if lane is self._slow_files and lane.in_flight >= MAX_SLOW_FILES:
            return Skipped(prepared.intent, Deferred(now + SLOW_FILES_PAUSE, "files_waiting"))
        methods = [UPDATE if prepared.is_edit else POST]  # Views and files count as `UPDATE`.
        if prepared.channel is None:
            methods.append(OPEN)
        reservation = self._limits.reserve(methods, prepared.intent.recipient, now)
        if not isinstance(reservation, Reservation):
            seconds_to_wait = reservation
            until = now + timedelta(seconds=seconds_to_wait)
            # Edits may overtake each other, because each one renders the present rows.
            keep_order = not prepared.is_edit
            return Skipped(prepared.intent, Deferred(until, "pace"), keep_order)
        lane.in_flight += 1
        lane.jobs.put((prepared, reservation))
        if len(lane.threads) < min(lane.max_threads, lane.in_flight):
            thread = threading.Thread(target=self._work, args=(lane,), name="sender", daemon=True)
            lane.threads.append(thread)
            thread.start()
        return None

    def _find_lane(self, prepared: Prepared) -> _Lane:
        return self._slow_files if takes_long(prepared.message.file) else self._messages

    def collect(self) -> list[SendResult]:
        """Waits for results and returns them; an empty list if there is none in time."""
        results: list[SendResult] = []
        wait_seconds = LONGEST_WAIT_SECONDS
        while self.in_flight:
            try:
                result, reservation = self._results.get(timeout=wait_seconds)
            except Empty:
                break
            reservation.release(result.made_calls)
            self._find_lane(result.prepared).in_flight -= 1
            results.append(result)
            wait_seconds = BATCH_WAIT_SECONDS
        return results

    def _work(self, lane: _Lane) -> None:
        """Sends the jobs of the lane one after the other. Each thread runs this."""
        while (job := lane.jobs.get()) is not None:
            prepared, reservation = job
            try:
                result = self._send(prepared)
            except Exception as error:
                # The message may have been posted before the error, so its outcome is unknown.
                log.exception("send_failed", kind=prepared.intent.kind)
                call = CallResult(CallOutcome.UNKNOWN, error=type(error).__name__)
                result = SendResult(prepared, call, made_calls=frozenset(reservation.methods))
            if _would_fail_for_all(result):
                self._all_would_fail.set()
            self._results.put((result, reservation))

    def _send(self, prepared: Prepared) -> SendResult:
        """Sends a message, App Home or modal, unless it is too late or all calls would fail."""
        is_late = self._clock.now() > prepared.start_before
        if is_late or self._all_would_fail.is_set() or self._stopping.is_set():
            return SendResult(prepared, NOT_STARTED, started=False)
        if prepared.view is not None and prepared.view["type"] == "home":
            return self._publish_home(prepared, prepared.view)
        if prepared.view is not None:
            return self._replace_modal(prepared, prepared.view)
        return self._send_message(prepared)

    def _send_message(self, prepared: Prepared) -> SendResult:
        """Opens the conversation if needed, then posts, edits or deletes the message or file."""
        intent, channel = prepared.intent, prepared.channel
        made_calls: set[str] = set()
        opens_conversation = channel is None
        if channel is None:
            made_calls.add(OPEN)
            channel_or_failure = open_conversation(self._slack, intent.recipient)
            if isinstance(channel_or_failure, CallResult):
                return SendResult(prepared, channel_or_failure, made_calls=made_calls)
            channel = channel_or_failure
        message = self._check_and_complete(prepared, channel)
        if isinstance(message, CallResult):
            return SendResult(prepared, message, channel, made_calls, opens_conversation)
        made_calls.add(UPDATE if prepared.is_edit else POST)
        call = self._write(prepared, channel, message)
        if call.outcome is CallOutcome.OUR_BUG and message.file is None:
            # Slack refuses blocks that it finds invalid. The plain text still tells the reader.
            log.error("blocks_refused", kind=intent.kind, why=call.error)
            call = self._write(prepared, channel, Message(message.text))
        return SendResult(prepared, call, channel, made_calls, opens_conversation)

    def _check_and_complete(self, prepared: Prepared, channel: str) -> Message | CallResult:
        """Returns the message with what only Slack knows, or a result that says why not to send."""
        kind = find_kind(prepared.intent)
        if kind is None:
            return prepared.message
        obstacle = kind.find_obstacle(self._slack, prepared.intent)
        if obstacle is not None:
            return obstacle
        return kind.add_from_slack(self._slack, prepared.intent, channel, prepared.message)

    def _replace_modal(self, prepared: Prepared, modal: Block) -> SendResult:
        """Replaces an open modal.

        A `LargePage` replaces a small modal that was opened a moment ago. Slack may not know that
        modal yet, so several attempts are made.
        """
        attempts = MODAL_ATTEMPTS if prepared.intent.kind == LargePage.kind else 1
        for _attempt in range(attempts):
            call = self._slack.fill_view(str(modal["external_id"]), modal)
            if call.outcome is not CallOutcome.TOO_LATE:
                break
            if self._clock.wait(self._stopping, MODAL_PAUSE_SECONDS):
                break
        return SendResult(prepared, call, prepared.channel, {UPDATE})

    def _publish_home(self, prepared: Prepared, home: Block) -> SendResult:
        call = self._slack.publish_home(prepared.intent.recipient, home)
        if call.outcome is CallOutcome.HOME_TAB_OFF:  # This must not hold back messages.
            call = replace(call, outcome=CallOutcome.FORBIDDEN)
        return SendResult(prepared, call, prepared.channel, {UPDATE})

    def _edit(self, prepared: Prepared, channel: str, ts: str, message: Message) -> CallResult:
        """Edits the message. If someone's words have to be erased and Slack refuses, deletes it."""
        call = self._slack.update_message(channel, ts, message.text, message.blocks)
        # A message that exists but is too old, or not the bot's, has the outcome MESSAGE_GONE, too.
        is_locked = call.outcome is CallOutcome.MESSAGE_GONE and call.error != MESSAGE_NOT_FOUND
        if is_locked and prepared.intent.kind == CopyErasure.kind:
            return self._slack.delete_message(channel, ts)
        return call

    def _write(self, prepared: Prepared, channel: str, message: Message) -> CallResult:
        """Sends a file, or deletes, edits or posts a message. Joins a channel to post there."""
        if message.file is not None:
            write, thread_ts = self._write_export, prepared.thread_ts
            return send_file(self._slack, write, channel, message.file, message.text, thread_ts)
        if prepared.ts is not None and prepared.deletes:
            return self._slack.delete_message(channel, prepared.ts)
        if prepared.ts is not None:
            return self._edit(prepared, channel, prepared.ts, message)
        call = self._post(prepared, channel, message)
        if call.outcome is not CallOutcome.NOT_IN_CHANNEL:
            return call
        join = self._slack.join_channel(channel)
        if join.ok:
            return self._post(prepared, channel, message)
        if join.outcome.permanent or join.outcome.halts:  # Trying to join again would not help.
            return call
        return CallResult(CallOutcome.TRY_AGAIN, error=join.error, outage=join.outage)

    def _post(self, prepared: Prepared, channel: str, message: Message) -> CallResult:
        key, thread_ts = prepared.intent.message_key, prepared.thread_ts
        return self._slack.post_message(channel, message.text, message.blocks, key, thread_ts)


def _would_fail_for_all(result: SendResult) -> bool:
    """Whether a message to any other recipient would fail now for the same reason."""
    is_limited = result.call.outcome is CallOutcome.RATE_LIMITED
    was_new_message = result.message_attempted and not result.prepared.is_edit
    posts_are_limited = is_limited and was_new_message
    return posts_are_limited or result.call.outcome.halts or result.call.unreachable


def open_conversation(slack: SlackClient, user_id: str) -> str | CallResult:
    """Returns the id of the person's direct message channel, or the failed call.

    Opening a conversation twice does no harm. So if Slack gives no clear answer, the outcome is
    `TRY_AGAIN`.
    """
    call = slack.open_dm(user_id)
    channel = (call.data.get("channel") or {}).get("id") if call.ok else None
    if channel:
        return str(channel)
    if call.ok or call.outcome is CallOutcome.UNKNOWN:
        return CallResult(CallOutcome.TRY_AGAIN, error=call.error, outage=call.outage)
    return call
