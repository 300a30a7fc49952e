"""Delivers commands, interactions and events to the app, with Slack's limit of three seconds.

A transport (Socket Mode or HTTP) sends each payload and returns the app's `Ack`. Commands and
interactions are sent once. An event that is not acknowledged is sent again at once, after one
minute and after five minutes (Slack's Events API). The sandbox's clock measures these waits, so
that a test can move the clock to the next retry.
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
LATE_ACK_SECONDS = 60
"""For how many real seconds after a timeout the traffic still records an ack."""
TRAFFIC_KINDS = {"slash_commands": "command", "interactive": "interactive", "events_api": "event"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload to send to the app.

    `name` is the command, action or event that the traffic shows. `attempt` is 0 for the first
    attempt. `reason` is why the previous attempt failed.
    """

    type: DeliveryType
    name: str
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(slots=True)
class Ack:
    """The app's answer to a delivery.

    If the delivery failed (not `ok`), `error` is `operation_timeout` or `dispatch_failed`, and
    `reason` is what Slack gives as the reason of the retry. `no_retry` is true if the app asked for
    no retry. `traffic_entry` is the record of the delivery.
    """

    ok: bool
    payload: Any = None
    error: str = ""
    reason: str = ""
    no_retry: bool = False
    traffic_entry: Json | None = None


class Transport(Protocol):
    async def send(self, delivery: Delivery) -> Ack: ...


class Dispatcher:
    """Sends deliveries, and counts those in progress, so that a test can wait until none is left.

    `ack_seconds` is how long an ack may take. `event_retry_seconds` are the waits before the second
    and later attempts to deliver an event.
    """

    def __init__(
        self,
        transport: Transport,
        traffic: Traffic,
        clock: SandboxClock,
        *,
        ack_seconds: float,
        event_retry_seconds: tuple[float, ...],
    ) -> None:
        self.transport = transport
        self._traffic = traffic
        self._clock = clock
        self._ack_seconds = ack_seconds
        self._event_retry_seconds = event_retry_seconds
        self._tasks: set[asyncio.Task[Any]] = set()
        self.clock_moved = asyncio.Event()  # set by the sandbox whenever its clock jumps
        self.in_progress = 0

    async def deliver(self, delivery: Delivery) -> Ack:
        """Send once. Without an ack in time, the result has the error `operation_timeout`."""
        entry = self._traffic.record(
            "out",
            TRAFFIC_KINDS[delivery.type],
            delivery.name,
            delivery.payload,
            ok=False,
            error="pending",
        )
        if delivery.attempt:
            entry["retry"] = {"attempt": delivery.attempt, "reason": delivery.reason}
        started = monotonic()
        self.in_progress += 1
        try:
            send_task = asyncio.ensure_future(self.transport.send(delivery))
            done, _ = await asyncio.wait({send_task}, timeout=self._ack_seconds)
            if done:
                ack = send_task.result()
            else:
                ack = Ack(ok=False, error="operation_timeout", reason="timeout")
                self.start_task(self._record_late_ack(send_task, delivery, started))
        finally:
            self.in_progress -= 1
        ms = (monotonic() - started) * 1000
        self._traffic.finish(entry, response=ack.payload, ok=ack.ok, error=ack.error or None, ms=ms)
        ack.traffic_entry = entry
        return ack

    def deliver_event(self, name: str, body: Json) -> None:
        """Deliver an event in the background, with retries."""
        self.in_progress += 1
        self.start_task(self._deliver_event_with_retries(name, body))

    async def wait_until_idle(self, timeout: float) -> bool:
        """Wait until no delivery is in progress. Returns False after `timeout` real seconds."""
        give_up_at = monotonic() + timeout
        while self.in_progress:
            if monotonic() > give_up_at:
                return False
            await asyncio.sleep(0.005)
        return True

    def start_task(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` in the background. `stop` cancels it if it has not ended."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Cancel all deliveries and other background work."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver_event_with_retries(self, name: str, body: Json) -> None:
        reason = ""
        waits = (0.0, *self._event_retry_seconds)  # the first attempt is made at once
        try:
            for attempt, wait in enumerate(waits):
                if wait:
                    await self._wait_for_next_attempt(wait)
                ack = await self.deliver(
                    Delivery("events_api", name, body, attempt=attempt, reason=reason)
                )
                if ack.ok or ack.no_retry:
                    return
                reason = ack.reason
        finally:
            self.in_progress -= 1

    async def _wait_for_next_attempt(self, seconds: float) -> None:
        """Wait for the next attempt. Meanwhile the event does not count as in progress."""
        self.in_progress -= 1
        try:
            await self._wait_on_clock(seconds)
        finally:
            self.in_progress += 1

    async def _wait_on_clock(self, seconds: float) -> None:
        """Wait for `seconds` of the sandbox's clock, which may jump or be set back meanwhile."""
        due_at = self._clock.now() + timedelta(seconds=seconds)
        while (remaining := (due_at - self._clock.now()).total_seconds()) > 0:
            self.clock_moved.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.clock_moved.wait(), min(remaining, 60))

    async def _record_late_ack(
        self, send_task: asyncio.Task[Ack], delivery: Delivery, started: float
    ) -> None:
        """Record an ack that arrives after its delivery has failed with a timeout."""
        try:
            ack = await asyncio.wait_for(send_task, LATE_ACK_SECONDS)
        except TimeoutError:
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
