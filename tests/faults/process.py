"""`vouch run` for a test that kills it: the same code, on a clock that is ahead by so many seconds.

Started as `python -m tests.faults.process SECONDS`, with the settings in the environment.
"""

from __future__ import annotations

import sys
import threading
from datetime import datetime, timedelta

from bot import logs, running
from bot.clock import SystemClock
from bot.settings import load


class ClockAhead:
    """The machine's clock, `ahead` of it."""

    def __init__(self, ahead: timedelta) -> None:
        self._system = SystemClock()
        self._ahead = ahead

    def now(self) -> datetime:
        return self._system.now() + self._ahead

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return self._system.wait(event, seconds)


def main(seconds: float) -> None:
    settings = load(env_file=None)
    logs.configure("INFO", json=True)
    running.run(settings, ClockAhead(timedelta(seconds=seconds)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
