"""The sandbox's clock: real time plus an offset, or a frozen moment.

Tests move the clock forward, and it tells its listeners about each jump. `monotonic` measures
Slack's limits of 3 seconds, in real time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

monotonic = time.monotonic
"""Real seconds that never go back, for acks, triggers and rate limits."""
wall_seconds = time.time
"""Real Unix seconds, for the signatures of HTTP requests."""


class SandboxClock:
    """A clock that can be moved forward, but not back."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        """Starts at `start` (aware), or now. If `frozen`, it moves only when a method moves it."""
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock's start must carry a time zone")
        real = datetime.now(UTC)
        self._lock = threading.Lock()
        self._frozen_at = (start or real).astimezone(UTC) if frozen else None
        self._offset = (start - real) if start is not None else timedelta(0)
        self._listeners: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        with self._lock:
            return self._current_time()

    def timestamp(self) -> float:
        """The current moment as Unix seconds."""
        return self.now().timestamp()

    def advance(self, duration: timedelta) -> datetime:
        """Move forward by `duration`. Raises ValueError when it is negative."""
        if duration < timedelta(0):
            raise ValueError("the clock moves forward only")
        with self._lock:
            if self._frozen_at is not None:
                self._frozen_at += duration
            else:
                self._offset += duration
            now = self._current_time()
        self._notify(now)
        return now

    def set(self, moment: datetime) -> datetime:
        """Move forward to `moment` (aware). Raises ValueError when it is in the past."""
        return self.advance(moment.astimezone(UTC) - self.now())

    def seconds_ahead(self) -> float:
        """How many seconds the clock is ahead of real time. Negative if it is behind."""
        with self._lock:
            return (self._current_time() - datetime.now(UTC)).total_seconds()

    def restore_offset(self, seconds_ahead: float) -> None:
        """Move forward until the clock is `seconds_ahead` of real time, as in the saved world."""
        seconds_missing = seconds_ahead - self.seconds_ahead()
        if seconds_missing > 0:
            self.advance(timedelta(seconds=seconds_missing))

    def on_change(self, listener: Callable[[datetime], None]) -> None:
        """Call `listener(now)` after each jump, in the thread that moved the clock."""
        with self._lock:
            self._listeners.append(listener)

    def _current_time(self) -> datetime:
        """The current moment. The caller holds the lock."""
        return self._frozen_at if self._frozen_at is not None else datetime.now(UTC) + self._offset

    def _notify(self, now: datetime) -> None:
        for listener in list(self._listeners):
            listener(now)
