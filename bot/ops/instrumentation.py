"""The signs of life and the counts of one process, for health checks and metrics.

They live in memory and are lost at a stop. What must survive one, or what other replicas have to
know, is a row of the database.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from domain.outcomes import CallOutcome

ACK_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Upper bounds in seconds; after three seconds Slack tells the person that the app failed."""


class Instrumentation:
    """The observer of a running bot (`domain.observer`). Every method is safe from any thread.

    `monotonic` returns real seconds: business time may jump in the sandbox.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._started = monotonic()
        self._turns: dict[str, float] = {}
        self._lags: dict[str, float] = {}
        self._calls: Counter[tuple[str, str]] = Counter()
        self._faults: Counter[str] = Counter()
        self._acks = [0] * (len(ACK_BUCKETS) + 1)
        self._ack_sum = 0.0

    # What the parts report ---------------------------------------------------------------------

    def record_turn(self, part: str) -> None:
        with self._lock:
            self._turns[part] = self._monotonic()

    def record_lag(self, tick: str, seconds: float) -> None:
        with self._lock:
            self._lags[tick] = max(seconds, 0.0)

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        with self._lock:
            self._calls[method, outcome.value] += 1

    def record_fault(self, source: str) -> None:
        with self._lock:
            self._faults[source] += 1

    @contextmanager
    def time_ack(self) -> Iterator[None]:
        began = self._monotonic()
        try:
            yield
        finally:
            self.record_ack(self._monotonic() - began)

    def record_ack(self, seconds: float) -> None:
        with self._lock:
            self._acks[bisect_left(ACK_BUCKETS, seconds)] += 1
            self._ack_sum += seconds

    # What health and metrics read --------------------------------------------------------------

    def seconds_since_turn(self, part: str) -> float:
        """Seconds since the last turn of this part, or since the start if it had none yet."""
        with self._lock:
            return self._monotonic() - self._turns.get(part, self._started)

    def tick_lags(self) -> dict[str, float]:
        """By tick: how many seconds late its last run began."""
        with self._lock:
            return dict(self._lags)

    def call_counts(self) -> dict[tuple[str, str], int]:
        """By (method, outcome)."""
        with self._lock:
            return dict(self._calls)

    def fault_counts(self) -> dict[str, int]:
        """By the source of the payload."""
        with self._lock:
            return dict(self._faults)

    def ack_histogram(self) -> tuple[list[tuple[float, int]], int, float]:
        """(upper bound, number of answers within it), the number of all answers, and their sum."""
        with self._lock:
            total, buckets = 0, []
            for bound, count in zip(ACK_BUCKETS, self._acks, strict=False):
                total += count
                buckets.append((bound, total))
            return buckets, sum(self._acks), self._ack_sum
