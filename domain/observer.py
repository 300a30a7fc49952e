"""The interface to which the parts of a running bot report what happens, for health and metrics.

The dispatcher, the delivery, the scheduler and the Slack client get an observer as an argument. An
observer only records: it never changes what they do.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from domain.outcomes import CallOutcome


class Observer(Protocol):
    """Receives reports. Every method may be called from any thread and never raises."""

    def record_turn(self, part: str) -> None:
        """Records that one turn (one run) of a part has ended, with or without an error.

        `part` is the id of a tick (a scheduled job), or "delivery".
        """
        ...

    def record_lag(self, tick: str, seconds: float) -> None:
        """Records that a tick was started `seconds` later than planned."""
        ...

    def record_call(self, method: str, outcome: CallOutcome) -> None:
        """Records the outcome of a call to Slack's Web API, such as of "chat.postMessage"."""
        ...

    def record_fault(self, source: str) -> None:
        """Records that a bug kept a payload from being handled. `source` is the kind of payload."""
        ...

    def record_refusal(self, reason: str) -> None:
        """Records that an HTTP request was refused because of its signature."""
        ...

    def time_ack(self) -> AbstractContextManager[object]:
        """Returns a context manager around the time from a payload's arrival to its ack."""
        ...


class NullObserver:
    """Records nothing, for subcommands of the bot and for tests."""

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
