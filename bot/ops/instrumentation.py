"""Counts and times what one process does, for health checks and metrics.

The numbers are lost when the process stops. What must survive, or what other replicas need, is in
the database.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from domain.outcomes import CallOutcome

# Upper bounds in seconds; after three seconds Slack tells the person that the app failed.
ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Instrumentation:
    """The observer of a running bot; `domain.observer` explains its methods.

    `monotonic` returns real seconds, because the bot's clock may jump in the sandbox.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._started = monotonic()
        self._last_turns: dict[str, float] = {}  # by part, on the clock `monotonic`
        self.registry = CollectorRegistry()
        self._calls = Counter(
            "vouch_slack_calls",
            "Calls of Slack's Web API; the outcome rate_limited is a 429.",
            ["method", "outcome"],
            registry=self.registry,
        )
        self._faults = Counter(
            "vouch_handler_errors",
            "Payloads that our own fault kept from being handled.",
            ["way"],
            registry=self.registry,
        )
        self._refusals = Counter(
            "vouch_requests_refused",
            "Requests over HTTP whose signature was missing or wrong.",
            ["reason"],
            registry=self.registry,
        )
        self._acks = Histogram(
            "vouch_ack_seconds",
            "From a payload's arrival to its answer.",
            buckets=ACK_BUCKETS,
            registry=self.registry,
        )
        lag_help = "How late the tick's last run began."
        self._lags = Gauge("vouch_tick_lag_seconds", lag_help, ["tick"], registry=self.registry)
        age_help = "How long ago the tick's last run ended."
        self._ages = Gauge("vouch_tick_age_seconds", age_help, ["tick"], registry=self.registry)

    def record_turn(self, part: str) -> None:
        self._last_turns[part] = self._monotonic()

    def record_lag(self, tick: str, seconds: float) -> None:
        self._lags.labels(tick).set(max(seconds, 0.0))
        self._ages.labels(tick).set_function(partial(self.seconds_since_turn, tick))

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        self._calls.labels(method, outcome.value).inc()

    def record_fault(self, source: str) -> None:
        self._faults.labels(source).inc()

    def record_refusal(self, reason: str) -> None:
        self._refusals.labels(reason).inc()

    def time_ack(self) -> AbstractContextManager[object]:
        return self._acks.time()

    def seconds_since_turn(self, part: str) -> float:
        """Returns the time since the part's last run ended, or since the start before any run."""
        return self._monotonic() - self._last_turns.get(part, self._started)
