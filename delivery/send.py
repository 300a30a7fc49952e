"""Says what is ready: the only caller of `chat.*`. Talks to Slack alone, never to the database.

A few threads, so that calls overlap and a slow answer holds up nobody else.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue

import structlog

from delivery.channel_posts import not_theirs
from domain.clock import Clock
from domain.outbox import Intent
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Message

log = structlog.get_logger(__name__)

# Slack allows five posts a second in the long run: enough for that at 0.8 s a call.
SENDERS = 4
# As long as answers come at once, more than these would only take turns at Python's lock.
AT_FIRST = 2
# Real seconds after which those who wait for an answer are joined by another.
SLOW_SECONDS = 0.05
# Real seconds: who comes back within them is recorded in the same transaction as the first.
TOGETHER_SECONDS = 0.1
# Real seconds after which it is looked whether something else may be said meanwhile.
GLANCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A message and where it goes. `channel` None: the conversation is still to be opened; `ts`:
    an edit of the message there. It is not begun after `begin_by`, as the lease would not do."""

    intent: Intent
    message: Message
    channel: str | None
    ts: str | None
    counted_at: datetime
    begin_by: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What became of it. `channel`: where it was tried, or None when there was no way to.

    `posts`: calls of `chat.*`. `opened`: the conversation is new and to be kept. `begun` False:
    nothing was tried.
    """

    ready: Ready
    called: CallResult
    channel: str | None = None
    posts: int = 0
    opened: bool = False
    begun: bool = True


NOTHING = CallResult(CallOutcome.TRY_AGAIN)


class Saying:
    """A context manager: its threads end with it. `stopping`: nothing more is begun once set."""

    def __init__(self, slack: SlackClient, clock: Clock, stopping: threading.Event) -> None:
        self._slack = slack
        self._clock = clock
        self._stopping = stopping
        self._no_more = threading.Event()  # Slack refuses everybody at the moment
        self._todo: SimpleQueue[Ready | None] = SimpleQueue()
        self._back = threading.Condition()  # of the two below
        self._done: list[Said] = []
        self._awaited = 1  # so many have to be back before it is worth to wake up
        self._threads: list[threading.Thread] = []
        self.under_way = 0

    def __enter__(self) -> Saying:
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._todo.put(None)

    def begin(self, ready: Ready) -> None:
        self.under_way += 1
        self._todo.put(ready)
        if len(self._threads) < min(AT_FIRST, self.under_way):
            self._join_in()

    def _join_in(self) -> None:
        thread = threading.Thread(target=self._work, name="sender", daemon=True)
        self._threads.append(thread)
        thread.start()

    def collect(self) -> list[Said]:
        """What has come back: at least one, but for a glance in between when answers take long."""
        glance = time.monotonic() + GLANCE_SECONDS
        while not self._wait_for(1, SLOW_SECONDS) and time.monotonic() < glance:
            if len(self._threads) < SENDERS and not self._todo.empty():
                self._join_in()
        if self._done:
            self._wait_for(self.under_way, TOGETHER_SECONDS)
        with self._back:
            found, self._done = self._done, []
        self.under_way -= len(found)
        return found

    def _wait_for(self, many: int, seconds: float) -> bool:
        """Whether so many are back. Not woken for each: the senders need Python's lock more."""
        with self._back:
            self._awaited = many
            return self._back.wait_for(lambda: len(self._done) >= many, seconds)

    def _work(self) -> None:
        while (ready := self._todo.get()) is not None:
            try:
                said = self._say(ready)
            except Exception as fault:
                # It may have been posted by then.
                log.exception("not_said", kind=ready.intent.kind.value, intent=ready.intent.id)
                said = Said(ready, CallResult(CallOutcome.UNKNOWN, error=type(fault).__name__))
            called = said.called
            if said.posts and (called.outcome is CallOutcome.RATE_LIMITED and ready.ts is None):
                self._no_more.set()
            if called.outcome.halts or called.unreachable:
                self._no_more.set()
            with self._back:
                self._done.append(said)
                if len(self._done) >= self._awaited:
                    self._back.notify()

    def _say(self, ready: Ready) -> Said:
        late = self._clock.now() > ready.begin_by
        if late or self._no_more.is_set() or self._stopping.is_set():
            return Said(ready, NOTHING, begun=False)
        intent, channel, opened = ready.intent, ready.channel, False
        if channel is None:
            found = open_dm(self._slack, intent.to)
            if isinstance(found, CallResult):
                return Said(ready, found)
            channel, opened = found, True
        if no := not_theirs(self._slack, intent):
            return Said(ready, no, channel, opened=opened)
        called, posts = self._write(ready, channel, ready.message)
        if called.outcome is CallOutcome.OUR_BUG:
            log.error("blocks_refused", kind=intent.kind.value, why=called.error)
            called, more = self._write(ready, channel, Message(ready.message.text))
            posts += more
        return Said(ready, called, channel, posts, opened)

    def _write(self, ready: Ready, channel: str, message: Message) -> tuple[CallResult, int]:
        if ready.ts is not None:
            return self._slack.update_message(channel, ready.ts, message.text, message.blocks), 1
        key = ready.intent.key
        called = self._slack.post_message(channel, message.text, message.blocks, key)
        if called.outcome is CallOutcome.NOT_IN_CHANNEL and self._slack.join_channel(channel).ok:
            return self._slack.post_message(channel, message.text, message.blocks, key), 2
        return called, 1


def open_dm(slack: SlackClient, user_id: str) -> str | CallResult:
    """The conversation's id, or why not. Opening it twice is harmless, so an answer that never
    came is no unknown message."""
    opened = slack.open_dm(user_id)
    channel = (opened.data.get("channel") or {}).get("id") if opened.ok else None
    if channel:
        return str(channel)
    again = opened.ok or opened.outcome is CallOutcome.UNKNOWN
    if again:
        return CallResult(CallOutcome.TRY_AGAIN, error=opened.error, outage=opened.outage)
    return opened
