"""Holds a call of the bot's at a moment that a test names, until the test lets it go.

It starts with an order for a method, and ends when the call goes on, or is never done at all: what
happens to the bot meanwhile is the test's business.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future


class Hold:
    """One call of `method`, held as it arrives, or (`done`) when its work is done and not answered.

    `skip` calls go by before it.
    """

    def __init__(self, method: str, *, done: bool, skip: int = 0) -> None:
        self.method = method
        self.done = done
        self.skip = skip
        self._here = threading.Event()
        self._goes_on: Future[bool] = Future()

    def here(self, seconds: float) -> bool:
        """Wait until the call is held; False when none came within so many real seconds."""
        return self._here.wait(seconds)

    def let_go(self, *, lost: bool = False) -> None:
        """It goes on; `lost`: it never got to Slack. One that comes later is not held any more."""
        if not self._goes_on.done():
            self._goes_on.set_result(not lost)

    async def stand(self) -> bool:
        self._here.set()
        return await asyncio.wrap_future(self._goes_on)


class Holds:
    """The orders. Given from any thread; met on the sandbox's loop only."""

    def __init__(self) -> None:
        self._orders: list[Hold] = []

    def order(self, hold: Hold) -> Hold:
        self._orders.append(hold)
        return hold

    def cancel(self, hold: Hold) -> None:
        if hold in self._orders:
            self._orders.remove(hold)
        hold.let_go()

    async def meet(self, method: str, *, done: bool) -> bool:
        """Stand still where that was ordered; False when the call is lost."""
        hold = next((h for h in self._orders if h.method == method and h.done == done), None)
        if hold is None:
            return True
        if hold.skip > 0:
            hold.skip -= 1
            return True
        self._orders.remove(hold)
        return await hold.stand()
