"""Holds a Web API call at a moment that a test chooses, until the test releases it.

A test can thus kill or disturb the bot while one of its calls is in flight.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future


class Hold:
    """Holds one call of `method`, before its work or (`after_effect`) before its answer.

    The first `skip` calls are not held.
    """

    def __init__(self, method: str, *, after_effect: bool, skip: int = 0) -> None:
        self.method = method
        self.after_effect = after_effect
        self.skip = skip
        self._held = threading.Event()
        self._released: Future[bool] = Future()

    def wait_until_held(self, seconds: float) -> bool:
        """Wait until a call is held. Returns False when none came within so many real seconds."""
        return self._held.wait(seconds)

    def release(self, *, lost: bool = False) -> None:
        """Let the call continue, or lose it as if it had never reached Slack."""
        if not self._released.done():
            self._released.set_result(not lost)

    async def wait_for_release(self) -> bool:
        """Hold the call. Returns False when the call is to be lost."""
        self._held.set()
        return await asyncio.wrap_future(self._released)


class Holds:
    """The holds that are still to come. Added from any thread; used on the sandbox's loop."""

    def __init__(self) -> None:
        self._holds: list[Hold] = []

    def add(self, hold: Hold) -> Hold:
        self._holds.append(hold)
        return hold

    def cancel(self, hold: Hold) -> None:
        """Remove the hold; a call that it holds already is released."""
        if hold in self._holds:
            self._holds.remove(hold)
        hold.release()

    async def wait_if_held(self, method: str, *, after_effect: bool) -> bool:
        """Wait if this call is to be held. Returns False when the call is to be lost."""
        hold = next(
            (h for h in self._holds if h.method == method and h.after_effect == after_effect), None
        )
        if hold is None:
            return True
        if hold.skip > 0:
            hold.skip -= 1
            return True
        self._holds.remove(hold)
        return await hold.wait_for_release()
