"""Sends what the outbox holds, batch after batch.

A claim (`sending` is committed) → `prepare` loads and renders what is true now → `do_not_disturb`
defers nudges → `send` posts outside any transaction → `record` writes the results, in the same
transaction as the next claim. `reconcile` looks for messages whose outcome is unknown
(docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

import structlog

from delivery.do_not_disturb import DoNotDisturb
from delivery.prepare import Preparer
from delivery.rate_limits import POST, UPDATE, RateLimits
from delivery.reconcile import Reconciler
from delivery.record import Recorder
from delivery.results import Prepared, SendResult, Skipped
from delivery.send import Sender
from domain.clock import Clock
from domain.observer import NullObserver, Observer
from domain.outbox import Intent, Priority
from slack_io.client import SlackClient
from storage import outbox
from storage.engine import Database, Transaction
from storage.outbox.lanes import count_waiting, count_waiting_by_recipient

log = structlog.get_logger(__name__)

PART = "delivery"  # its name for the observer
# Longer than all calls for one intent take when each runs into its timeout, and than it waits for
# its turn.
LEASE = timedelta(seconds=90)
# The most that are being sent at once, which is also the most that a crash can leave unknown.
BATCH_SIZE = 32
MOST_BATCHES = 20  # in one run, before unknown messages get their turn
IDLE_SECONDS = 1.0


class DeliveryWorker:
    """One thread of one replica, and its senders. `wake` is set when something was queued."""

    def __init__(
        self,
        *,
        database: Database,
        slack: SlackClient,
        clock: Clock,
        wake: threading.Event,
        observer: Observer | None = None,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._wake = wake
        self._observer = observer or NullObserver()
        self._limits = RateLimits()
        self._preparer = Preparer(database)
        self._do_not_disturb = DoNotDisturb(database, slack, clock, self._limits)
        self._recorder = Recorder(self._limits, wake)
        self._reconciler = Reconciler(database, slack, clock, self._limits, self._recorder)

    def run(self, stopping: threading.Event) -> None:
        """Works until `stopping` is set. A fault of one run is logged, and the next run follows."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                found_work = self.run_once(stopping)
            except Exception:
                log.exception("delivery_turn_failed")
                found_work = False
            finally:
                self._observer.record_turn(PART)
            if not found_work:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def run_once(self, stopping: threading.Event | None = None) -> bool:
        """Several batches; whether there was anything to do. Nothing is in flight afterwards."""
        stopping = stopping or threading.Event()
        with self._database.write() as transaction:
            outbox.claim_abandoned(transaction, self._clock.now(), BATCH_SIZE)
        with Sender(self._slack, self._clock, self._limits, stopping) as sender:
            found_work = self._send_batches(sender, stopping)
        return self._reconciler.run_once() or found_work

    def _send_batches(self, sender: Sender, stopping: threading.Event) -> bool:
        found_work, batches_left = False, MOST_BATCHES
        results: list[SendResult | Skipped] = []
        while True:
            closed = stopping.is_set() or batches_left <= 0
            room = 0 if closed else BATCH_SIZE - sender.in_flight
            batch = self._record_and_claim(results, room)
            batches_left -= 1
            found_work = found_work or bool(batch)
            results = self._start(sender, batch)
            if sender.in_flight:
                results += sender.collect()
            elif not results and (room <= 0 or not self._wait_for_resting_recipient()):
                return found_work

    def _start(self, sender: Sender, batch: Sequence[Intent]) -> list[SendResult | Skipped]:
        """Hands what is ready to the sender; returns what is not sent now."""
        prepared = self._preparer.prepare(batch, self._clock.now())
        skipped: list[SendResult | Skipped] = []
        for each in self._do_not_disturb.defer_nudges(prepared):
            rejected = sender.start(each) if isinstance(each, Prepared) else each
            if rejected is not None:
                skipped.append(rejected)
        return skipped

    def _record_and_claim(self, results: Sequence[SendResult | Skipped], room: int) -> list[Intent]:
        """The results of the last intents and the claim of the next are one commit."""
        if not results and room <= 0:
            return []
        try:
            with self._database.write() as transaction:
                self._recorder.record(transaction, results, self._clock.now())
                return self._claim(transaction, room)
        except Exception:
            if not results:
                raise
            log.exception("not_recorded_together")
        self._record_one_by_one(results)
        return []

    def _record_one_by_one(self, results: Sequence[SendResult | Skipped]) -> None:
        """One result that cannot be recorded must not leave the others unknown."""
        for result in results:
            try:
                with self._database.write() as transaction:
                    self._recorder.record(transaction, [result], self._clock.now())
            except Exception:
                log.exception("not_recorded")

    def _claim(self, transaction: Transaction, room: int) -> list[Intent]:
        """The next intents for recipients who may be written to at this moment."""
        now = self._clock.now()
        posts, edits = self._limits.remaining(POST, now), self._limits.remaining(UPDATE, now)
        if room <= 0 or self._limits.is_halted(now) or not (posts or edits):
            return []
        limit = min(room, edits or room)
        if posts:
            limit = min(limit, posts - self._count_set_aside(transaction))
        if limit <= 0:
            return []
        return outbox.claim_batch(
            transaction,
            now,
            lease=LEASE,
            limit=limit,
            but_not=self._limits.resting_recipients(now),
            first=Priority.AWAITED if posts else Priority.EDIT,
            last=Priority.EDIT if edits else Priority.NUDGE,
            together=True,
        )

    def _count_set_aside(self, transaction: Transaction) -> int:
        """Of the minute's posts, those set aside for recipients who were just written to."""
        now = self._clock.now()
        resting = self._limits.resting_recipients(now)
        waiting = count_waiting_by_recipient(transaction, now, resting) if resting else {}
        if not waiting:
            return 0
        return self._limits.posts_set_aside(waiting, count_waiting(transaction, now), now)

    def _wait_for_resting_recipient(self) -> bool:
        """Waits where the next message may go in a moment, as its recipient was just written to.
        Returns whether there was one."""
        now = self._clock.now()
        resting = self._limits.resting_recipients(now)
        blocked = self._limits.is_halted(now) or self._limits.seconds_until_allowed(POST, now) > 0
        if not resting or blocked:
            return False
        with self._database.read() as transaction:
            waiting = count_waiting_by_recipient(transaction, now, resting)
        if not waiting:
            return False
        seconds = min(self._limits.seconds_until_rested(to, now) for to in waiting)
        self._clock.wait(self._wake, seconds)
        return True
