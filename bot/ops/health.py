"""Is the bot well? Each part in a word; the first that is not explains itself.

Alive (`/healthz`) is only that this process answers. Ready (`/readyz`) is that a click would be
answered and what is due would be said: the database, the way in, the delivery, the ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.exc import SQLAlchemyError

from bot.ops.instrumentation import Instrumentation
from bot.scheduler import Tick
from delivery.worker import PART as DELIVERY
from storage.engine import Database
from storage.outbox import operators as outbox_operators

# A turn of the delivery is at most ten messages, each with calls that may run into timeouts.
DELIVERY_SECONDS = 300.0
# A tick may work off a backlog; it is late when it has missed this many turns, and a minute.
TICKS_MISSED = 3
TICK_GRACE_SECONDS = 60.0


class Health:
    """`way_in` says None while Slack's payloads reach us, else what is wrong."""

    def __init__(
        self,
        database: Database,
        instrumentation: Instrumentation,
        ticks: Iterable[Tick],
        way_in: Callable[[], str | None],
        delivering: Callable[[], bool],
    ) -> None:
        self._database = database
        self._instrumentation = instrumentation
        self._ticks = {tick.id: tick.seconds for tick in ticks}
        self._way_in = way_in
        self._delivering = delivering

    def parts(self) -> dict[str, str]:
        """Each part and "ok", or what is wrong with it."""
        return {
            "database": self._reachable() or "ok",
            "slack": self._way_in() or "ok",
            "delivery": self._delivery() or "ok",
            "ticks": self._late() or "ok",
        }

    def _reachable(self) -> str | None:
        try:
            with self._database.read() as transaction:
                outbox_operators.answers(transaction)
        except (SQLAlchemyError, OSError) as error:
            return f"does not answer ({type(error).__name__})"
        return None

    def _delivery(self) -> str | None:
        if not self._delivering():
            return "has ended"
        quiet = self._instrumentation.seconds_since_turn(DELIVERY)
        return f"no turn for {quiet:.0f} s" if quiet > DELIVERY_SECONDS else None

    def _late(self) -> str | None:
        for tick, every in self._ticks.items():
            quiet = self._instrumentation.seconds_since_turn(tick)
            if quiet > every * TICKS_MISSED + TICK_GRACE_SECONDS:
                return f"{tick} has not ended a turn for {quiet:.0f} s"
        return None
