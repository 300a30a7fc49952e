"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from bot.clock import FollowingClock


class MovableClock(FollowingClock):
    """A clock that any thread may move and read."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._lock = threading.Lock()
        self._deadlines: list[datetime] = []
        super().__init__(lambda: self._now)

    def advance(self, by: timedelta) -> datetime:
        """Move ahead and return the new time. Raises ValueError if `by` is negative."""
        with self._lock:
            return self._move(self._now + by)

    def set(self, to: datetime) -> datetime:
        """Move to an aware time and return it in UTC. Raises ValueError if it is in the past."""
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
        """Return the earliest deadline (UTC) of the waiting threads, or None if no thread waits.

        With it a test knows, before it moves the clock, that another thread waits.
        """
        return min(self._deadlines, default=None)

    def _move(self, to: datetime) -> datetime:
        if to < self._now:
            raise ValueError(f"Time only moves ahead: it is {self._now}, and {to} is earlier.")
        self._now = to
        return to


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)
