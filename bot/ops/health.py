"""The checks behind `/readyz`: would a click be answered now, and a due message sent?

They look at the database, the connection to Slack, the delivery of messages, and the ticks, which
are the jobs that run at intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.exc import SQLAlchemyError

from bot.ops.instrumentation import Instrumentation
from bot.scheduler import Tick
from delivery.worker import OBSERVED_PART as DELIVERY
from storage.engine import Database
from storage.outbox import operators

# One turn of the delivery makes many calls to Slack, each of which may last until its timeout.
MAX_DELIVERY_SECONDS = 300.0
# One turn of a tick may work off a backlog, so it may take this many intervals and a minute more.
MAX_TICK_INTERVALS = 3
TICK_GRACE_SECONDS = 60.0


class Health:
    """Checks the parts of a running bot.

    `slack_problem` returns None while Slack's payloads reach the bot, and otherwise the problem.
    """

    def __init__(
        self,
        database: Database,
        instrumentation: Instrumentation,
        ticks: Iterable[Tick],
        slack_problem: Callable[[], str | None],
        delivery_is_alive: Callable[[], bool],
    ) -> None:
        self._database = database
        self._instrumentation = instrumentation
        self._ticks = list(ticks)
        self._slack_problem = slack_problem
        self._delivery_is_alive = delivery_is_alive

    def check(self) -> dict[str, str]:
        """Returns "ok" or one line about the problem, by the name of the part."""
        return {
            "database": self._database_problem() or "ok",
            "slack": self._slack_problem() or "ok",
            "delivery": self._delivery_problem() or "ok",
            "ticks": self._tick_problem() or "ok",
        }

    def _database_problem(self) -> str | None:
        try:
            with self._database.read() as transaction:
                operators.ping(transaction)
        except (SQLAlchemyError, OSError) as error:
            return f"does not answer ({type(error).__name__})"
        return None

    def _delivery_problem(self) -> str | None:
        if not self._delivery_is_alive():
            return "has ended"
        seconds = self._instrumentation.seconds_since_turn(DELIVERY)
        return f"no turn for {seconds:.0f} s" if seconds > MAX_DELIVERY_SECONDS else None

    def _tick_problem(self) -> str | None:
        for tick in self._ticks:
            seconds = self._instrumentation.seconds_since_turn(tick.id)
            if seconds > tick.interval * MAX_TICK_INTERVALS + TICK_GRACE_SECONDS:
                return f"{tick.id} has not ended a turn for {seconds:.0f} s"
        return None
