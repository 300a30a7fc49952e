"""Carries out the faults that a `FaultInjector` draws for Web API calls and for envelopes.

An envelope is an event or interaction on its way to the app, by Socket Mode or HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Scope

from sandbox.delivery.dispatcher import Ack, Delivery, Transport
from sandbox.faults.connections import abort_connection
from sandbox.faults.plans import FaultInjector, FaultKind
from sandbox.state.world import Json

Answer = tuple[int, Json, dict[str, str]]
"""Status, body and headers of a Web API answer."""
CONNECTION_ABORTED = 0
"""Stands for the status if the connection was aborted. Nothing is sent, but the body is recorded in
the traffic."""
OVERTAKEN_SECONDS = 1.5
"""The longest time that an envelope waits for a later envelope to overtake it."""


async def answer_with_faults(
    injector: FaultInjector, method: str, scope: Scope, answer: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Draw a fault for the call, and process the call with `answer()` unless the fault prevents it.

    Returns what to send.
    """
    if injector.in_outage:
        await abort_connection(scope)
        return CONNECTION_ABORTED, {"ok": False, "error": "slack_is_away"}, {}
    fault = injector.draw_call_fault(method)
    if fault is FaultKind.RATE_LIMITED:
        return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}
    if fault is FaultKind.SERVER_ERROR:
        return 503, {"ok": False, "error": "service_unavailable"}, {}
    if fault is FaultKind.CUT_BEFORE:
        await abort_connection(scope)
        return CONNECTION_ABORTED, {"ok": False, "error": "cut_before"}, {}
    status, body, headers = await answer()
    if fault is FaultKind.SLOW:
        await asyncio.sleep(injector.slow_seconds)
    if fault is FaultKind.ERROR_AFTER_EFFECT and body.get("ok"):
        return 200, {"ok": False, "error": "internal_error"}, {}
    if fault is FaultKind.CUT_AFTER:
        await abort_connection(scope)
        return CONNECTION_ABORTED, {**body, "error": "cut_after"}, {}
    return status, body, headers


class FaultyTransport:
    """A transport that sends envelopes twice, late, out of order, or not at all."""

    def __init__(self, inner: Transport, injector: FaultInjector) -> None:
        self.inner = inner
        self._injector = injector
        self._later_envelope_sent = asyncio.Event()

    async def send(self, delivery: Delivery) -> Ack:
        """Send the envelope with the fault that is drawn for it. Returns the app's ack."""
        injector = self._injector
        if injector.in_outage:
            return Ack(ok=False, error="dispatch_failed", reason="connection_failed")
        fault = injector.draw_envelope_fault(delivery.name)
        if fault is FaultKind.ENVELOPE_CUT:
            return await self._send_and_break(delivery, within_envelope=True)
        if fault is FaultKind.ENVELOPE_ANSWER_CUT:
            return await self._send_and_break(delivery, within_envelope=False)
        if fault is FaultKind.ENVELOPE_LATE:
            await asyncio.sleep(injector.late_seconds)
        if fault is FaultKind.ENVELOPE_OVERTAKEN:
            await self._wait_to_be_overtaken()
            return await self.inner.send(delivery)
        # Wakes the envelopes that are waiting now. An envelope that starts to wait while this one
        # is being sent must not be woken by it: it has replaced the event by then.
        later_envelope_sent = self._later_envelope_sent
        try:
            if fault is not FaultKind.ENVELOPE_TWICE:
                return await self.inner.send(delivery)
            first_ack, _ = await asyncio.gather(
                self.inner.send(delivery), self.inner.send(delivery)
            )
            return first_ack
        finally:
            later_envelope_sent.set()

    async def _wait_to_be_overtaken(self) -> None:
        self._later_envelope_sent = sent = asyncio.Event()
        try:
            await asyncio.wait_for(sent.wait(), OVERTAKEN_SECONDS)
        except TimeoutError:
            return

    async def _send_and_break(self, delivery: Delivery, *, within_envelope: bool) -> Ack:
        """Break the connection within the envelope, or else between the envelope and its ack."""
        send_and_break = getattr(self.inner, "send_and_break", None)
        if send_and_break is not None:  # Socket Mode
            ack: Ack = await send_and_break(delivery, within_envelope=within_envelope)
            return ack
        if not within_envelope:  # Over HTTP, the request arrives and its response is lost.
            await self.inner.send(delivery)
        return Ack(ok=False, error="dispatch_failed", reason="connection_failed")
