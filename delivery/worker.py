"""Sends the intents (queued messages) of the outbox, batch after batch.

A batch goes through five stages:

1. Claim: the intents get the state `sending`, which is committed before anything is sent.
2. `prepare` renders each message from the present rows.
3. `do_not_disturb` defers nudges.
4. `send` posts the messages, outside any transaction.
5. `record` stores the results, in the transaction that claims the next batch.

Afterwards `reconcile` looks in Slack for messages whose outcome is unknown
(docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from delivery.do_not_disturb import DoNotDisturb
from delivery.files import write_export
from delivery.prepare import Preparer
from delivery.rate_limits import CLOCK_SET_BACK, POST, UPDATE, RateLimits
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
# How long a claimed intent is ours. Afterwards another process may take it for abandoned, so the
# lease must outlast the wait for a free thread and all calls of an intent, each at its timeout.
LEASE = timedelta(seconds=90)
# This many intents are sent at once, and a crash leaves at most this many with unknown outcomes.
BATCH_SIZE = 32
MAX_BATCHES = 20  # in one run, so that `reconcile` runs often enough
IDLE_SECONDS = 1.0  # the longest wait between two runs if nothing is to be sent


class DeliveryWorker:
    """Sends what is queued, in one thread. `Sender` has more threads of its own.

    Whoever queues a message sets the event `wake`, which ends the worker's wait.
    """

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
        self._last_run_at: datetime | None = None
        self._write_export = partial(write_export, database, clock)
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
                log.exception("delivery_run_failed")
                found_work = False
            finally:
                self._observer.record_turn(OBSERVED_PART)
            if not found_work:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def run_once(self, stopping: threading.Event | None = None) -> bool:
        """Sends what is due, in batches, and waits for the results. Returns whether there was any.

        It stops early once `stopping` is set.
        """
        stopping = stopping or threading.Event()
        with self._database.write() as transaction:
            self._follow_clock(transaction)
            # A process that stopped while sending left intents behind. Their outcome is unknown,
            # so the reconciler looks for their messages.
            outbox.claim_abandoned(transaction, self._clock.now(), BATCH_SIZE)
        with self._build_sender(stopping) as sender:
            found_work = self._send_batches(sender, stopping)
        return self._reconciler.run_once() or found_work

    def _build_sender(self, stopping: threading.Event) -> Sender:
        return Sender(self._slack, self._clock, self._limits, stopping, self._write_export)

    def _follow_clock(self, transaction: Transaction) -> None:
        """If the clock was set back, corrects the times that would make due intents wait again.

        The first run does so too, because the clock may have been set back while nothing ran.
        """
        now, last = self._clock.now(), self._last_run_at
        self._last_run_at = now
        if last is None or now < last - CLOCK_SET_BACK:
            outbox.correct_future_times(transaction, now, last or now, lease=LEASE)

    def _send_batches(self, sender: Sender, stopping: threading.Event) -> bool:
        """Sends until nothing is in flight, nothing is left to record and nothing may be claimed.

        Returns whether any intent was claimed.
        """
        found_work, batches_left = False, MAX_BATCHES
        results: list[SendResult | Skipped] = []
        while True:
            # Without this, an event that is set already would end the wait below at once. A message
            # that is queued from here on sets the event again.
            self._wake.clear()
            # Sending a file takes long. Meanwhile other intents are claimed beyond MAX_BATCHES.
            may_claim = not stopping.is_set() and (batches_left > 0 or sender.has_slow_files)
            free_slots = BATCH_SIZE - sender.in_flight if may_claim else 0
            batch = self._record_and_claim(results, free_slots)
            batches_left -= 1
            found_work = found_work or bool(batch)
            results = self._prepare_and_start(sender, batch)
            if sender.in_flight:
                results += sender.collect()
                continue
            if results:  # They are recorded by the next claim.
                continue
            if free_slots <= 0 or not self._wait_for_limited_recipient():
                return found_work

    def _prepare_and_start(
        self, sender: Sender, batch: Sequence[Intent]
    ) -> list[SendResult | Skipped]:
        """Prepares the intents and hands them to the sender.

        Returns the outcome of each intent that is not sent now.
        """
        prepared = self._preparer.prepare(batch, self._clock.now())
        finished: list[SendResult | Skipped] = []
        for each in self._do_not_disturb.defer_nudges(prepared):
            # `start` returns an outcome only if the sender does not send the message.
            outcome = sender.start(each) if isinstance(each, Prepared) else each
            if outcome is not None:
                finished.append(outcome)
        return finished

    def _record_and_claim(
        self, results: Sequence[SendResult | Skipped], free_slots: int
    ) -> list[Intent]:
        """Records the last results and claims the next intents, in one transaction.

        If that fails, it records the results one by one and claims nothing.
        """
        if not results and free_slots <= 0:
            return []
        try:
            with self._database.write() as transaction:
                self._recorder.record(transaction, results, self._clock.now())
                return self._claim(transaction, free_slots)
        except Exception:
            if not results:
                raise
            log.exception("delivery_batch_not_recorded")
        self._record_one_by_one(results)
        return []

    def _record_one_by_one(self, results: Sequence[SendResult | Skipped]) -> None:
        """Records each result in its own transaction, so that a failing one stops no other."""
        for result in results:
            try:
                with self._database.write() as transaction:
                    self._recorder.record(transaction, [result], self._clock.now())
            except Exception:
                log.exception("delivery_result_not_recorded")

    def _claim(self, transaction: Transaction, free_slots: int) -> list[Intent]:
        """Claims as many intents as the rate limits allow us to send now."""
        now = self._clock.now()
        posts_left = self._limits.count_remaining(POST, now)
        edits_left = self._limits.count_remaining(UPDATE, now)
        if free_slots <= 0 or self._limits.is_halted(now) or not (posts_left or edits_left):
            return []
        # The next intents may be posts or edits, so each limit that is not used up applies.
        limit = free_slots
        if edits_left:
            limit = min(limit, edits_left)
        if posts_left:
            limit = min(limit, posts_left - self._count_posts_held_back(transaction))
        if limit <= 0:
            return []
        return outbox.claim_batch(
            transaction,
            now,
            lease=LEASE,
            limit=limit,
            excluded_recipients=self._limits.list_limited_recipients(now),
            # Edits are the least urgent. If no posts are left, only edits are claimed. If no edits
            # are left, everything else is.
            most_urgent=Priority.AWAITED if posts_left else Priority.EDIT,
            least_urgent=Priority.EDIT if edits_left else Priority.NUDGE,
            concurrently=True,
        )

    def _count_posts_held_back(self, transaction: Transaction) -> int:
        """Returns how many posts of this minute's limit are held back for limited recipients."""
        now = self._clock.now()
        limited = self._limits.list_limited_recipients(now)
        waiting = count_waiting_by_recipient(transaction, now, limited) if limited else {}
        if not waiting:
            return 0
        return self._limits.count_posts_held_back(waiting, count_waiting(transaction, now), now)

    def _wait_for_limited_recipient(self) -> bool:
        """Waits until one of the recipients who were just written to may get the next message.

        Returns whether it waited: it does not if nothing is queued for these recipients, or if
        another limit blocks posts.
        """
        now = self._clock.now()
        limited = self._limits.list_limited_recipients(now)
        blocked = self._limits.is_halted(now) or self._limits.seconds_until_allowed(POST, now) > 0
        if not limited or blocked:
            return False
        with self._database.read() as transaction:
            waiting = count_waiting_by_recipient(transaction, now, limited)
        if not waiting:
            return False
        seconds = min(
            self._limits.seconds_until_recipient_allowed(recipient, now) for recipient in waiting
        )
        self._clock.wait(self._wake, seconds)
        return True
