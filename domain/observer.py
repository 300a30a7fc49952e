"""What the parts of a running bot report about their work, for health checks and metrics.

Whoever works is given an observer and calls it; nobody works differently because of it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from domain.outcomes import CallOutcome


class Observer(Protocol):
    """Every method may be called from any thread and never raises."""

    def record_turn(self, part: str) -> None:
        """One turn of the delivery, or of the tick with this id, has ended, well or not."""
        ...

    def record_lag(self, tick: str, seconds: float) -> None:
        """A tick began so many seconds after its time."""
        ...

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        """A call of Slack's Web API has ended."""
        ...

    def record_fault(self, source: str) -> None:
        """A payload from this source could not be handled, by a fault of our own."""
        ...

    def time_ack(self) -> AbstractContextManager[object]:
        """Measures what runs inside it: from a payload's arrival to its answer."""
        ...


class NullObserver:
    """For commands and tests that count nothing."""

    def record_turn(self, part: str) -> None:
        pass

    def record_lag(self, tick: str, seconds: float) -> None:
        pass

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        pass

    def record_fault(self, source: str) -> None:
        pass

    def time_ack(self) -> AbstractContextManager[object]:
        return nullcontext()
