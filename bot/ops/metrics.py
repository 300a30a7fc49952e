"""`/metrics`: counts and gauges in Prometheus' text format, made when somebody asks.

Counters are of this process. What waits or went wrong is read from the database, so it is the same
from every replica: sum the former over replicas, take the maximum of the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.ops.instrumentation import Instrumentation
from domain.clock import Clock
from domain.operators import Pending
from domain.outbox import IntentState
from slack_io.socket_mode import SocketStatus
from storage.engine import Database
from storage.outbox import operators as outbox_operators


class Metrics(Collector):
    """`link` is None in HTTP mode, where there is no socket."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        instrumentation: Instrumentation,
        link: Callable[[], SocketStatus | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._instrumentation = instrumentation
        self._link = link
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def page(self, accept: str) -> tuple[bytes, str]:
        """The body and its content type, in the format that the asker prefers."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("vouch", "What runs here.", {"version": version("vouch-bot")})
        yield from self._stored()
        yield from self._counted()
        yield from self._linked()

    def _stored(self) -> Iterator[Metric]:
        now = self._clock.now()
        try:
            with self._database.read() as transaction:
                standing = outbox_operators.standing(transaction, now)
        except (SQLAlchemyError, OSError):
            yield GaugeMetricFamily("vouch_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("vouch_database_up", "Whether the database answers.", 1)
        rows = GaugeMetricFamily(
            "vouch_outbox_rows", "Messages by what became of them.", labels=["state"]
        )
        for state in IntentState:
            rows.add_metric([state.value], standing.rows.get(state, 0))
        yield rows

        def oldest(waiting: Pending) -> float:
            return (now - waiting.oldest).total_seconds() if waiting.oldest else 0.0

        for name, what, waiting in (
            ("vouch_outbox", "Messages", standing.queued),
            ("vouch_follow_ups", "Follow-ups", standing.follow_ups),
        ):
            yield GaugeMetricFamily(f"{name}_due", f"{what} that are due and wait.", waiting.due)
            yield GaugeMetricFamily(
                f"{name}_oldest_seconds", f"{what}: how long the oldest is due.", oldest(waiting)
            )

    def _counted(self) -> Iterator[Metric]:
        calls = CounterMetricFamily(
            "vouch_slack_calls",
            "Calls of Slack's Web API; the outcome rate_limited is a 429.",
            labels=["method", "outcome"],
        )
        for labels, count in sorted(self._instrumentation.call_counts().items()):
            calls.add_metric(labels, count)
        yield calls
        faults = CounterMetricFamily(
            "vouch_handler_errors",
            "Payloads that our own fault kept from being handled.",
            labels=["way"],
        )
        for way, count in sorted(self._instrumentation.fault_counts().items()):
            faults.add_metric([way], count)
        yield faults
        bounds, count, total = self._instrumentation.ack_histogram()
        acks = HistogramMetricFamily("vouch_ack_seconds", "From a payload's arrival to its answer.")
        buckets = [(str(bound), float(below)) for bound, below in bounds]
        acks.add_metric([], [*buckets, ("+Inf", float(count))], total)
        yield acks
        lag = GaugeMetricFamily(
            "vouch_tick_lag_seconds", "How late the tick's last run began.", labels=["tick"]
        )
        since = GaugeMetricFamily(
            "vouch_tick_age_seconds", "How long ago the tick's last run ended.", labels=["tick"]
        )
        for tick, seconds in sorted(self._instrumentation.tick_lags().items()):
            lag.add_metric([tick], seconds)
            since.add_metric([tick], self._instrumentation.seconds_since_turn(tick))
        yield lag
        yield since

    def _linked(self) -> Iterator[Metric]:
        link = self._link()
        if link is None:
            return
        yield GaugeMetricFamily("vouch_socket_up", "Whether the socket is sound.", int(link.up))
        yield GaugeMetricFamily(
            "vouch_socket_connections",
            "This app's connections as Slack counted them at the last hello; 10 is the most.",
            link.connections,
        )
        yield GaugeMetricFamily(
            "vouch_socket_quiet_seconds", "Since the last frame.", link.silent_for.total_seconds()
        )
        yield CounterMetricFamily(
            "vouch_socket_reconnects", "Attempts to connect anew.", link.reconnects
        )
