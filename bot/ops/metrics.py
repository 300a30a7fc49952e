"""`/metrics`: counters and gauges in Prometheus' text format, collected at each request.

Each process counts for itself, so an operator sums the counters over all replicas. The gauges about
outbox and follow-ups come from the database: every replica has the same, so take the maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version

from prometheus_client import ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.ops.instrumentation import Instrumentation
from domain.clock import Clock
from domain.outbox import IntentState
from slack_io.socket_mode import SocketStatus
from storage.engine import Database
from storage.outbox import operators


class Metrics(Collector):
    """Renders what `Instrumentation` counts, with the state of the database and of the socket.

    `socket_status` returns None in HTTP mode, where there is no socket.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        instrumentation: Instrumentation,
        socket_status: Callable[[], SocketStatus | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._socket_status = socket_status
        self._registry = instrumentation.registry
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def render(self, accept: str) -> tuple[bytes, str]:
        """Returns the body and its content type. `accept` is the `Accept` header of the request."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def describe(self) -> list[Metric]:
        """Returns nothing. Otherwise `register` would call `collect`, which reads the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("vouch", "What runs here.", {"version": version("vouch-bot")})
        yield from self._database_metrics()
        status = self._socket_status()
        if status is not None:
            yield from _socket_metrics(status)

    def _database_metrics(self) -> Iterator[Metric]:
        now = self._clock.now()
        try:
            with self._database.read() as transaction:
                backlog = operators.find_backlog(transaction, now)
        except (SQLAlchemyError, OSError):
            yield GaugeMetricFamily("vouch_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("vouch_database_up", "Whether the database answers.", 1)
        rows_by_state = GaugeMetricFamily(
            "vouch_outbox_rows", "Messages by what became of them.", labels=["state"]
        )
        for state in IntentState:
            rows_by_state.add_metric([state.value], backlog.counts_by_state.get(state, 0))
        yield rows_by_state
        for name, noun, pending in (
            ("vouch_outbox", "Messages", backlog.queued),
            ("vouch_follow_ups", "Follow-ups", backlog.follow_ups),
        ):
            oldest_due_at = pending.oldest_due_at
            overdue_seconds = (now - oldest_due_at).total_seconds() if oldest_due_at else 0.0
            yield GaugeMetricFamily(
                f"{name}_due", f"{noun} that are due and wait.", pending.due_count
            )
            yield GaugeMetricFamily(
                f"{name}_oldest_seconds", f"{noun}: how long the oldest is due.", overdue_seconds
            )


def _socket_metrics(status: SocketStatus) -> Iterator[Metric]:
    yield GaugeMetricFamily("vouch_socket_up", "Whether the socket is sound.", int(status.up))
    yield GaugeMetricFamily(
        "vouch_socket_connections",
        "This app's connections as Slack counted them at the last hello; 10 is the most.",
        status.connections,
    )
    yield GaugeMetricFamily(
        "vouch_socket_foreign_connections",
        "Those of them that are not of this process; other replicas are among them.",
        status.foreign,
    )
    yield GaugeMetricFamily(
        "vouch_socket_quiet_seconds", "Since the last frame.", status.silent_for.total_seconds()
    )
    yield CounterMetricFamily(
        "vouch_socket_reconnects", "Attempts to connect anew.", status.reconnects
    )
