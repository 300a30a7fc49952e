"""Where the clocks come from that are passed to everybody else: the only place that asks for the
time of day or waits. `SystemClock` is the real one; `FollowedClock` follows the sandbox's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# A waiter notices after at most so many real seconds that the followed clock has jumped.
POLL_SECONDS = 0.01


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(max(seconds, 0))


class FollowedClock:
    """Has the time that `source` returns, and waits by it, even when it jumps ahead.

    `source` returns aware times and may be called from any thread.
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
