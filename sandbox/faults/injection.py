"""Does what a fault plan draws: to a call of the bot's, and to an envelope on its way to the bot.

A link that is cut is cut for real (`wires`). What happens to the world is in `happenings`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Scope

from sandbox.delivery.dispatcher import Ack, Delivery, Transport
from sandbox.faults.connections import cut
from sandbox.faults.plans import Plans, Trouble
from sandbox.state.world import Json

Answer = tuple[int, Json, dict[str, str]]
CUT = 0
"""The status of an answer that nobody gets."""
OVERTAKEN_SECONDS = 1.5
"""How long an envelope waits, at most, to be overtaken by the next."""


async def troubled_call(
    plans: Plans, method: str, scope: Scope, answer: Callable[[], Awaitable[Answer]]
) -> Answer:
    """The method's answer, or what becomes of it on a bad day."""
    if plans.away:
        await cut(scope)
        return CUT, {"ok": False, "error": "slack_is_away"}, {}
    trouble = plans.call(method)
    if trouble is Trouble.RATE_LIMITED:
        return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}
    if trouble is Trouble.SERVER_ERROR:
        return 503, {"ok": False, "error": "service_unavailable"}, {}
    if trouble is Trouble.CUT_BEFORE:
        await cut(scope)
        return CUT, {"ok": False, "error": "cut_before"}, {}
    done = await answer()
    if trouble is Trouble.SLOW:
        await asyncio.sleep(plans.slow)
    if trouble is Trouble.ERROR_AFTER and done[1].get("ok"):
        return 200, {"ok": False, "error": "internal_error"}, {}
    if trouble is Trouble.CUT_AFTER:
        await cut(scope)
        return CUT, {**done[1], "error": "cut_after"}, {}
    return done


class Shaky:
    """A transport on which envelopes come twice, late, out of order, or not at all."""

    def __init__(self, inner: Transport, plans: Plans) -> None:
        self.inner = inner
        self._plans = plans
        self._passed = asyncio.Event()

    async def send(self, delivery: Delivery) -> Ack:
        plans = self._plans
        if plans.away:
            return Ack(False, error="dispatch_failed", reason="connection_failed")
        trouble = plans.envelope(delivery.name)
        if trouble in (Trouble.ENVELOPE_CUT, Trouble.ENVELOPE_ANSWER_CUT):
            return await self._broken(delivery, half=trouble is Trouble.ENVELOPE_CUT)
        if trouble is Trouble.ENVELOPE_LATE:
            await asyncio.sleep(plans.late)
        if trouble is Trouble.ENVELOPE_OVERTAKEN:
            await self._let_one_pass()
            return await self.inner.send(delivery)
        passing = self._passed  # of who waits already, if anybody does
        try:
            if trouble is not Trouble.ENVELOPE_TWICE:
                return await self.inner.send(delivery)
            both = await asyncio.gather(self.inner.send(delivery), self.inner.send(delivery))
            return both[0]
        finally:
            passing.set()

    async def _let_one_pass(self) -> None:
        self._passed = passed = asyncio.Event()
        try:
            await asyncio.wait_for(passed.wait(), OVERTAKEN_SECONDS)
        except TimeoutError:
            return

    async def _broken(self, delivery: Delivery, *, half: bool) -> Ack:
        breaks = getattr(self.inner, "send_and_break", None)
        if breaks is not None:
            ack: Ack = await breaks(delivery, half=half)
            return ack
        if not half:  # by HTTP: it arrives, and the answer does not
            await self.inner.send(delivery)
        return Ack(False, error="dispatch_failed", reason="connection_failed")
