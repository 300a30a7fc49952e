"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from bot.clock import FollowedClock


class MovableClock(FollowedClock):
    """Safe to move and to ask from any thread."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._lock = threading.Lock()
        self._deadlines: list[datetime] = []
        super().__init__(lambda: self._now)

    def advance(self, by: timedelta) -> datetime:
        """Moves ahead and returns the new time. Raises ValueError if `by` is negative."""
        with self._lock:
            return self._move(self._now + by)

    def set(self, to: datetime) -> datetime:
        """Moves ahead to an aware time and returns it, in UTC. Raises ValueError if it is past."""
        with self._lock:
            return self._move(_in_utc(to))

    def wait(self, event: threading.Event, seconds: float) -> bool:
        deadline = self.now() + timedelta(seconds=seconds)
        self._deadlines.append(deadline)
        try:
            return super().wait(event, seconds)
        finally:
            self._deadlines.remove(deadline)

    def next_wake(self) -> datetime | None:
        """When the first of those who wait now will wake by itself, in UTC; None if nobody waits.

        A test asks this before it moves the clock, to know that the other thread is waiting.
        """
        return min(self._deadlines, default=None)

    def _move(self, to: datetime) -> datetime:
        if to < self._now:
            raise ValueError(f"Time only moves ahead: it is {self._now}, and {to} is over.")
        self._now = to
        return to


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Vouch's times are aware.")
    return moment.astimezone(UTC)
