"""Signs of life and counts of one process, kept while it runs and read by health and metrics.

Nothing here is needed to work: what must survive a stop, or be known to other replicas, is a row.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from typing import Final

from domain.slack_errors import Outcome

ACK_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Upper bounds of the ack histogram; after three seconds Slack tells the person that we failed."""


class Signs:
    """Safe from any thread. `monotonic` gives real seconds: business time may jump."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._started = monotonic()
        self._beats: dict[str, float] = {}
        self._lags: dict[str, float] = {}
        self._calls: Counter[tuple[str, str]] = Counter()
        self._faults: Counter[str] = Counter()
        self._acks = [0] * (len(ACK_SECONDS) + 1)
        self._ack_sum = 0.0

    # What the watched parts tell ---------------------------------------------------------------

    def beat(self, name: str) -> None:
        """One turn of this part has ended, well or not."""
        with self._lock:
            self._beats[name] = self._monotonic()

    def lagged(self, tick: str, seconds: float) -> None:
        """How late a tick began."""
        with self._lock:
            self._lags[tick] = max(seconds, 0.0)

    def called(self, method: str, outcome: Outcome) -> None:
        """A call of Slack's Web API has ended."""
        with self._lock:
            self._calls[method, outcome.value] += 1

    def faulted(self, way: str) -> None:
        """A handler broke, and the person was given a code."""
        with self._lock:
            self._faults[way] += 1

    def acked(self, seconds: float) -> None:
        """A payload was answered so many seconds after it had arrived."""
        with self._lock:
            self._acks[bisect_left(ACK_SECONDS, seconds)] += 1
            self._ack_sum += seconds

    # What is read ------------------------------------------------------------------------------

    def since(self, name: str) -> float:
        """Seconds since the last turn of this part; since the start where it had none yet."""
        with self._lock:
            return self._monotonic() - self._beats.get(name, self._started)

    def lags(self) -> dict[str, float]:
        """Seconds by tick: how late its last run began."""
        with self._lock:
            return dict(self._lags)

    def calls(self) -> dict[tuple[str, str], int]:
        """Counts by (method, outcome)."""
        with self._lock:
            return dict(self._calls)

    def faults(self) -> dict[str, int]:
        """Counts by way in."""
        with self._lock:
            return dict(self._faults)

    def acks(self) -> tuple[list[tuple[float, int]], int, float]:
        """(upper bound, how many were answered by then), how many in all, and their sum."""
        with self._lock:
            below, bounds = 0, []
            for bound, count in zip(ACK_SECONDS, self._acks, strict=False):
                below += count
                bounds.append((bound, below))
            return bounds, sum(self._acks), self._ack_sum
