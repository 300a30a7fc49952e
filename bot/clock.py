"""What time it is, and waiting. Every clock in Vouch is passed in; this is where they come from.

`SystemClock` in real life, `FollowedClock` beside another clock (the sandbox's), `MovableClock`
in tests. Nothing else in the project asks the system for the time or sleeps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# How long, in real seconds, a waiter may overlook that somebody moved its clock.
_GLANCE_SECONDS = 0.01


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(max(seconds, 0))


class FollowedClock:
    """Tells the time that `source` tells, and waits on it, even when it jumps ahead.

    `source` returns aware times and may be called from any thread.
    """

    def __init__(self, source: Callable[[], datetime]) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._deadlines: list[datetime] = []

    def now(self) -> datetime:
        return self._source().astimezone(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        deadline = self.now() + timedelta(seconds=max(seconds, 0))
        with self._lock:
            self._deadlines.append(deadline)
        try:
            while self.now() < deadline:
                if event.wait(_GLANCE_SECONDS):
                    return True
        finally:
            with self._lock:
                self._deadlines.remove(deadline)
        return event.is_set()

    def next_wake(self) -> datetime | None:
        """When the first of those who wait now will wake by itself, in UTC; None if nobody waits.

        A test asks this before it moves the clock, to know that the other thread is waiting.
        """
        with self._lock:
            return min(self._deadlines, default=None)


class MovableClock(FollowedClock):
    """Stands still until it is moved. Safe to move and to ask from any thread."""

    def __init__(self, start: datetime) -> None:
        self._now = _aware(start)
        super().__init__(lambda: self._now)

    def advance(self, by: timedelta) -> datetime:
        """Moves ahead and returns the new time. Raises ValueError if `by` is negative."""
        with self._lock:
            return self._move(self._now + by)

    def set(self, to: datetime) -> datetime:
        """Moves ahead to an aware time and returns it, in UTC. Raises ValueError if it is past."""
        with self._lock:
            return self._move(_aware(to))

    def _move(self, to: datetime) -> datetime:
        if to < self._now:
            raise ValueError(f"Time only moves ahead: it is {self._now}, and {to} is over.")
        self._now = to
        return to


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Vouch's times are aware.")
    return moment.astimezone(UTC)
