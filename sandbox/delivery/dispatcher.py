"""Slack to bot: one delivery, the 3 second rule, and events that are delivered again.

It starts with a payload and ends with an `Ack`; how it travels is a transport's business.
Commands and interactions are tried once. Events are tried again at once, after a minute and
after five (Slack's Events API), on the sandbox's clock so that time travel brings them too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol

from sandbox.clock import SandboxClock, monotonic
from sandbox.delivery.traffic import Traffic
from sandbox.state.world import Json

DeliveryType = Literal["slash_commands", "interactive", "events_api"]
LATE_SECONDS = 60
"""How long a late ack is still recorded as one."""
KINDS = {"slash_commands": "command", "interactive": "interactive", "events_api": "event"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """`attempt` counts repeats from 0; `reason` says why it is repeated."""

    type: DeliveryType
    name: str
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(slots=True)
class Ack:
    """`error` is `operation_timeout` (no answer in time) or `dispatch_failed` when not ok."""

    ok: bool
    payload: Any = None
    error: str = ""
    reason: str = ""
    no_retry: bool = False
    entry: Json | None = None


class Transport(Protocol):
    async def send(self, delivery: Delivery) -> Ack: ...


class Dispatcher:
    """Counts what is under way, so that a test can wait until nothing is."""

    def __init__(
        self,
        transport: Transport,
        traffic: Traffic,
        clock: SandboxClock,
        *,
        ack_seconds: float,
        event_retries: tuple[float, ...],
    ) -> None:
        self.transport = transport
        self._traffic = traffic
        self._clock = clock
        self._ack_seconds = ack_seconds
        self._event_retries = event_retries
        self._tasks: set[asyncio.Task[Any]] = set()
        self.clock_moved = asyncio.Event()
        self.busy = 0

    async def deliver(self, delivery: Delivery) -> Ack:
        """Send once; not acknowledged in time is `operation_timeout`."""
        entry = self._traffic.record(
            "out", KINDS[delivery.type], delivery.name, delivery.payload, ok=False, error="pending"
        )
        if delivery.attempt:
            entry["retry"] = {"attempt": delivery.attempt, "reason": delivery.reason}
        started = monotonic()
        self.busy += 1
        try:
            sending = asyncio.ensure_future(self.transport.send(delivery))
            done, _ = await asyncio.wait({sending}, timeout=self._ack_seconds)
            if done:
                ack = sending.result()
            else:
                ack = Ack(False, error="operation_timeout", reason="timeout")
                self.spawn(self._late(sending, delivery, started))
        finally:
            self.busy -= 1
        ms = (monotonic() - started) * 1000
        self._traffic.finish(entry, response=ack.payload, ok=ack.ok, error=ack.error or None, ms=ms)
        ack.entry = entry
        return ack

    def deliver_event(self, name: str, body: Json) -> None:
        """Deliver in the background, again where needed."""
        self.busy += 1
        self.spawn(self._event(name, body))

    async def idle(self, timeout: float) -> bool:
        """True once nothing is under way; False after `timeout` real seconds."""
        end = monotonic() + timeout
        while self.busy:
            if monotonic() > end:
                return False
            await asyncio.sleep(0.005)
        return True

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _event(self, name: str, body: Json) -> None:
        counted = True
        reason = ""
        try:
            for attempt in range(len(self._event_retries) + 1):
                if attempt:
                    wait = self._event_retries[attempt - 1]
                    if wait:
                        self.busy -= 1
                        counted = False
                        await self._wait(wait)
                        self.busy += 1
                        counted = True
                ack = await self.deliver(Delivery("events_api", name, body, attempt, reason))
                if ack.ok or ack.no_retry:
                    return
                reason = ack.reason
        finally:
            if counted:
                self.busy -= 1

    async def _wait(self, seconds: float) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        while (left := (due - self._clock.now()).total_seconds()) > 0:
            self.clock_moved.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.clock_moved.wait(), min(left, 60))

    async def _late(self, sending: asyncio.Task[Ack], delivery: Delivery, started: float) -> None:
        try:
            ack = await asyncio.wait_for(sending, LATE_SECONDS)
        except TimeoutError:  # never: its connection is gone
            return
        self._traffic.record(
            "in",
            "ack",
            delivery.name,
            None,
            response=ack.payload,
            ok=False,
            error="late_ack",
            ms=round((monotonic() - started) * 1000, 1),
        )
