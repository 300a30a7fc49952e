"""The observer to which the parts of a running bot report, for health checks and metrics.

The dispatcher, the delivery, the scheduler and the Slack client get an observer as an argument.
Nothing that an observer does changes their work.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from domain.outcomes import CallOutcome


class Observer(Protocol):
    """Every method may be called from any thread and never raises."""

    def record_turn(self, part: str) -> None:
        """Records that one run of a part has ended, with or without an error.

        `part` is the id of a tick, or the name of the delivery.
        """
        ...

    def record_lag(self, tick: str, seconds: float) -> None:
        """Records that a tick began `seconds` later than planned."""
        ...

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        """Records the outcome of a call of Slack's Web API."""
        ...

    def record_fault(self, source: str) -> None:
        """Records that a payload from this source was not handled because of a bug."""
        ...

    def record_refusal(self, reason: str) -> None:
        """Records that an HTTP request was refused because of its signature. `reason` says why."""
        ...

    def time_ack(self) -> AbstractContextManager[object]:
        """Returns a context manager that measures the time from a payload to its answer."""
        ...


class NullObserver:
    """An observer that records nothing, for commands and tests."""

    def record_turn(self, part: str) -> None:
        pass

    def record_lag(self, tick: str, seconds: float) -> None:
        pass

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        pass

    def record_fault(self, source: str) -> None:
        pass

    def record_refusal(self, reason: str) -> None:
        pass

    def time_ack(self) -> AbstractContextManager[object]:
        return nullcontext()
