"""The clock that is passed to everything that needs the time or has to wait.

No other code reads the system time, so that tests decide what time it is (docs/decisions/006).
"""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits. Tests pass a clock that they move themselves."""

    def now(self) -> datetime:
        """The current time, with UTC as its zone."""
        ...

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Waits until `event` is set or `seconds` have passed on this clock.

        Returns whether the event is set, at once if `seconds` is 0 or less.
        """
        ...
