"""Sends the queued intents of the outbox, batch after batch.

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
from storage.outbox.choose import count_waiting, count_waiting_by_recipient

log = structlog.get_logger(__name__)

OBSERVED_PART = "delivery"  # the worker's name in `Observer.record_turn`
# Longer than an intent waits for a thread and all its calls take, each up to its timeout.
LEASE = timedelta(seconds=90)
# The most intents that are being sent at once. A crash leaves as many with an unknown outcome.
BATCH_SIZE = 32
MAX_BATCHES = 20  # in one run, before unknown messages get their turn
IDLE_SECONDS = 1.0


class DeliveryWorker:
    """Runs in one thread, beside those of `Sender`. `wake` is set when a message may be queued."""

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
        """Works until `stopping` is set. An error ends one run and is logged."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                found_work = self.run_once(stopping)
            except Exception:
                log.exception("delivery_turn_failed")
                found_work = False
            finally:
                self._observer.record_turn(OBSERVED_PART)
            if not found_work:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def run_once(self, stopping: threading.Event | None = None) -> bool:
        """Sends several batches and waits for their results. Returns whether it found any work."""
        stopping = stopping or threading.Event()
        with self._database.write() as transaction:
            outbox.claim_abandoned(transaction, self._clock.now(), BATCH_SIZE)
        with Sender(self._slack, self._clock, self._limits, stopping) as sender:
            found_work = self._send_batches(sender, stopping)
        return self._reconciler.run_once() or found_work

    def _send_batches(self, sender: Sender, stopping: threading.Event) -> bool:
        found_work, batches_left = False, MAX_BATCHES
        results: list[SendResult | Skipped] = []
        while True:
            may_claim = not stopping.is_set() and batches_left > 0
            free_slots = BATCH_SIZE - sender.in_flight if may_claim else 0
            batch = self._record_and_claim(results, free_slots)
            batches_left -= 1
            found_work = found_work or bool(batch)
            results = self._start(sender, batch)
            if sender.in_flight:
                results += sender.collect()
            elif not results and (free_slots <= 0 or not self._wait_for_resting_recipient()):
                return found_work

    def _start(self, sender: Sender, batch: Sequence[Intent]) -> list[SendResult | Skipped]:
        """Hands prepared intents to the sender. Returns those that are not sent now."""
        prepared = self._preparer.prepare(batch, self._clock.now())
        skipped: list[SendResult | Skipped] = []
        for each in self._do_not_disturb.defer_nudges(prepared):
            not_sent = sender.start(each) if isinstance(each, Prepared) else each
            if not_sent is not None:
                skipped.append(not_sent)
        return skipped

    def _record_and_claim(
        self, results: Sequence[SendResult | Skipped], free_slots: int
    ) -> list[Intent]:
        """Records the last results and claims the next intents in one transaction."""
        if not results and free_slots <= 0:
            return []
        try:
            with self._database.write() as transaction:
                self._recorder.record(transaction, results, self._clock.now())
                return self._claim(transaction, free_slots)
        except Exception:
            if not results:
                raise
            log.exception("not_recorded_together")
        self._record_one_by_one(results)
        return []

    def _record_one_by_one(self, results: Sequence[SendResult | Skipped]) -> None:
        """Records each result in its own transaction, so that a failing one stops no other."""
        for result in results:
            try:
                with self._database.write() as transaction:
                    self._recorder.record(transaction, [result], self._clock.now())
            except Exception:
                log.exception("not_recorded")

    def _claim(self, transaction: Transaction, free_slots: int) -> list[Intent]:
        """Claims intents as far as the rate limits allow to send them now."""
        now = self._clock.now()
        posts, edits = (
            self._limits.count_remaining(POST, now),
            self._limits.count_remaining(UPDATE, now),
        )
        if free_slots <= 0 or self._limits.is_halted(now) or not (posts or edits):
            return []
        limit = min(free_slots, edits or free_slots)
        if posts:
            limit = min(limit, posts - self._count_set_aside(transaction))
        if limit <= 0:
            return []
        return outbox.claim_batch(
            transaction,
            now,
            lease=LEASE,
            limit=limit,
            excluded_recipients=self._limits.list_resting_recipients(now),
            most_urgent=Priority.AWAITED if posts else Priority.EDIT,
            least_urgent=Priority.EDIT if edits else Priority.NUDGE,
            concurrently=True,
        )

    def _count_set_aside(self, transaction: Transaction) -> int:
        """Returns how many of this minute's posts are set aside for resting recipients."""
        now = self._clock.now()
        resting = self._limits.list_resting_recipients(now)
        waiting = count_waiting_by_recipient(transaction, now, resting) if resting else {}
        if not waiting:
            return 0
        return self._limits.count_set_aside(waiting, count_waiting(transaction, now), now)

    def _wait_for_resting_recipient(self) -> bool:
        """Waits until a resting recipient with a queued message may get it. Returns False, at once,
        where there is no such recipient or sending is limited for other reasons."""
        now = self._clock.now()
        resting = self._limits.list_resting_recipients(now)
        blocked = self._limits.is_halted(now) or self._limits.seconds_until_allowed(POST, now) > 0
        if not resting or blocked:
            return False
        with self._database.read() as transaction:
            waiting = count_waiting_by_recipient(transaction, now, resting)
        if not waiting:
            return False
        seconds = min(self._limits.seconds_until_recipient_allowed(to, now) for to in waiting)
        self._clock.wait(self._wake, seconds)
        return True
