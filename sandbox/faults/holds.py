"""Holds a Web API call at a moment that a test chooses, until the test releases it.

A test can thus kill or disturb the bot while one of its calls is in flight.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future


class Hold:
    """Holds one call of `method` before the sandbox carries it out.

    With `after_effect`, the sandbox carries out the call and holds its answer instead. The first
    `skip` calls of the method are not held.
    """

    def __init__(self, method: str, *, after_effect: bool, skip: int = 0) -> None:
        self.method = method
        self.after_effect = after_effect
        self.skip = skip
        self._held = threading.Event()
        self._released: Future[bool] = Future()  # the result: whether the call is carried out

    def wait_until_held(self, seconds: float) -> bool:
        """Wait for a call to be held, at most `seconds` of real time. Returns whether one is."""
        return self._held.wait(seconds)

    def release(self, *, lost: bool = False) -> None:
        """Let the call continue. With `lost`, a call held before its effect is not carried out."""
        if not self._released.done():
            self._released.set_result(not lost)

    async def wait_for_release(self) -> bool:
        """Hold the call until the test releases it. Returns False if the call is to be lost."""
        self._held.set()
        return await asyncio.wrap_future(self._released)


class Holds:
    """The holds that have not held a call yet.

    Tests add holds from their own threads. Calls are held on the sandbox's event loop.
    """

    def __init__(self) -> None:
        self._holds: list[Hold] = []

    def add(self, hold: Hold) -> Hold:
        self._holds.append(hold)
        return hold

    def cancel(self, hold: Hold) -> None:
        """Remove the hold. If it holds a call already, release that call."""
        if hold in self._holds:
            self._holds.remove(hold)
        hold.release()

    async def wait_if_held(self, method: str, *, after_effect: bool) -> bool:
        """Wait if a hold is for this call, which is removed. False if the call is to be lost."""
        fitting = (
            hold
            for hold in self._holds
            if hold.method == method and hold.after_effect == after_effect
        )
        hold = next(fitting, None)
        if hold is None:
            return True
        if hold.skip > 0:
            hold.skip -= 1
            return True
        self._holds.remove(hold)
        return await hold.wait_for_release()
