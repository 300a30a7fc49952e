"""What time it is, and waiting, as everything in Vouch sees it: clocks are passed in."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time as Vouch sees it."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Waits until `event` is set or `seconds` have passed on this clock.

        Returns whether the event is set. Nothing is waited for where `seconds` is 0 or less.
        """
        ...
