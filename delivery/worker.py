"""Says what the outbox holds, a lot at a time: who is next, how fast, and until when to rest.

Claim (`sending` is committed) → `preparing` loads today's truth and renders it → `quiet` keeps back
what would disturb → `saying` posts, outside any transaction → `settling` records, in the same
transaction as the next claim.
An answer that never came is `unknown`, and `looking` finds out
(docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog

from delivery.do_not_disturb import Quiet
from delivery.prepare import Preparing
from delivery.rate_limits import POST, UPDATE, Pace
from delivery.reconcile import Looking
from delivery.record import Outcomes, Settling
from delivery.send import Ready, Saying
from domain.clock import Clock
from domain.members import Workspace
from domain.observer import NullObserver, Observer
from domain.outbox import Intent, Priority
from domain.policy import Policy
from slack_io.client import SlackClient
from storage.engine import Database, Transaction
from storage.outbox import intents as outbox
from storage.outbox.lanes import waiting_for, waiting_in_all

log = structlog.get_logger(__name__)

# Longer than everything that is done for one intent, were each call to run into its timeout, and
# than what it waits for its turn.
LEASE = timedelta(seconds=90)
# So many are being sent at most, and so many may be unknown after a crash.
LOT = 32
LOTS = 20  # in one turn, before it is looked for lost ones
IDLE_SECONDS = 1.0
PART = "delivery"  # its name for the observer


class Delivery:
    """One thread of one replica, and its senders. `wake` is set when something was queued."""

    def __init__(
        self,
        *,
        database: Database,
        slack: SlackClient,
        clock: Clock,
        policy: Policy,
        workspace: Workspace,
        wake: threading.Event,
        pace: Pace | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._wake = wake
        self._observer = observer or NullObserver()
        # In memory: another replica, or this one after a restart, finds out by one call.
        self._pace = pace or Pace()
        self._preparing = Preparing(database, policy, self._pace)
        self._quiet = Quiet(database, slack, clock, self._pace)
        self._settling = Settling(policy, self._pace, wake)
        self._looking = Looking(database, slack, clock, workspace, self._pace, self._settling)

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set. A fault of one turn is logged; the next turn comes."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                worked = self.step(stopping)
            except Exception:
                log.exception("delivery_turn_failed")
                worked = False
            finally:
                self._observer.record_turn(PART)
            if not worked:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def step(self, stopping: threading.Event | None = None) -> bool:
        """Several lots; True when there was anything to say. Nothing is under way afterwards."""
        stopping = stopping or threading.Event()
        with self._database.write() as transaction:
            outbox.abandoned(transaction, self._clock.now(), LOT)
        with Saying(self._slack, self._clock, stopping) as saying:
            worked = self._say(saying, stopping)
        return self._looking.step() or worked

    def _say(self, saying: Saying, stopping: threading.Event) -> bool:
        worked, lots = False, LOTS
        outcomes: list[Outcomes] = []
        while True:
            room = 0 if stopping.is_set() or lots <= 0 else LOT - saying.under_way
            lot = self._record_and_claim(outcomes, room)
            lots -= 1
            worked = worked or bool(lot)
            outcomes = []
            for each in self._quiet.sift(self._preparing.all(lot, self._clock.now())):
                if isinstance(each, Ready):
                    saying.begin(each)
                else:
                    outcomes.append(each)
            if saying.under_way:
                outcomes += saying.collect()
            elif not outcomes and (room <= 0 or not self._rests_a_moment()):
                return worked

    def _record_and_claim(self, outcomes: list[Outcomes], room: int) -> list[Intent]:
        """What became of the last ones and the claim of the next are one commit."""
        now = self._clock.now()
        if not outcomes and room <= 0:
            return []
        try:
            with self._database.write() as transaction:
                self._settling.record(transaction, outcomes, now)
                return self._claim(transaction, room)
        except Exception:
            if not outcomes:
                raise
            log.exception("not_recorded_together")
        for each in outcomes:  # so that one that breaks does not leave the others unknown
            try:
                with self._database.write() as transaction:
                    self._settling.record(transaction, [each], now)
            except Exception:
                log.exception("not_recorded")
        return []

    def _claim(self, transaction: Transaction, room: int) -> list[Intent]:
        """The next for people who may be written to at this moment."""
        now = self._clock.now()
        posts, edits = self._pace.left(POST, now), self._pace.left(UPDATE, now)
        if room <= 0 or self._pace.halted(now) or not (posts or edits):
            return []
        resting = self._pace.resting(now)
        limit = min(room, edits or room)
        if posts:
            limit = min(limit, posts - self._kept(transaction, now))
        if limit <= 0:
            return []
        return outbox.claim(
            transaction,
            now,
            lease=LEASE,
            limit=limit,
            but_not=resting,
            first=Priority.AWAITED if posts else Priority.EDIT,
            last=Priority.EDIT if edits else Priority.NUDGE,
            together=True,
        )

    def _kept(self, transaction: Transaction, now: datetime) -> int:
        """Of the minute's posts, for recipients who were written to a moment ago."""
        resting = self._pace.resting(now)
        waiting = waiting_for(transaction, now, resting) if resting else {}
        return self._pace.kept(waiting, waiting_in_all(transaction, now), now) if waiting else 0

    def _rests_a_moment(self) -> bool:
        """Wait where the next one may go soon: its recipient was written to a moment ago."""
        now = self._clock.now()
        resting = self._pace.resting(now)
        if not resting or self._pace.halted(now) or self._pace.spent(POST, now):
            return False
        with self._database.read() as transaction:
            waiting = waiting_for(transaction, now, resting)
        if not waiting:
            return False
        self._clock.wait(self._wake, min(self._pace.wait_for(to, now) for to in waiting))
        return True
