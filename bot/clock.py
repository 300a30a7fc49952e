"""The clocks that are passed to all other code. Only this module reads the time or waits.

`SystemClock` is the computer's clock; `FollowingClock` shows the time of the sandbox.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# Real seconds between two readings of the source during a wait.
POLL_SECONDS = 0.01


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(max(seconds, 0))


class FollowingClock:
    """Shows the time that `source` returns; a wait ends early when that time jumps ahead.

    `source` returns times with a zone and may be called from any thread.
    """

    def __init__(self, source: Callable[[], datetime]) -> None:
        self._source = source

    def now(self) -> datetime:
        return self._source().astimezone(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        deadline = self.now() + timedelta(seconds=max(seconds, 0))
        while self.now() < deadline:
            if event.wait(POLL_SECONDS):
                return True
        return event.is_set()
