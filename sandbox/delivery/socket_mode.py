"""Slack's side of Socket Mode: the app's WebSocket connections, the payloads and their acks.

Each ticket from apps.connections.open admits one connection. The connections take turns with the
payloads, and an ack may come back on any connection. If the app sends a frame that is too long,
Slack closes that connection and sends its payloads without an ack again.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.dispatcher import Ack, Delivery
from sandbox.delivery.traffic import Traffic
from sandbox.faults.connections import (
    abort_connection,
    end_stream,
    pause_reading,
    write_half_frame,
)
from sandbox.state.world import Json

MAX_CONNECTIONS = 10
"""Slack: "up to 10 open WebSocket connections at the same time" (Socket Mode)."""
MAX_FRAME_BYTES = 20_480
FRAME_TOO_LONG_CODE = 1009  # "message too big" (RFC 6455)
FRAME_TOO_LONG = f"Max frame length of {MAX_FRAME_BYTES} has been exceeded."
"""The reason with which Slack closes the connection of an app that sends a longer frame
(revelrylabs/slax#614)."""
ACK_TO_LOSE_SECONDS = 2.0
"""How long `send_and_break` waits for the ack before it drops both ack and connection. It is less
than the 3 seconds in which Slack expects an ack."""
REFRESH_GRACE_SECONDS = 0.5
"""How long (in real seconds) a connection stays open after the app was asked to replace it."""


@dataclass(slots=True, eq=False)
class Connection:
    """One connection of the app.

    A `closing` connection gets no more payloads, because the app was asked to replace it. A
    `stalled` connection is half-open: it gets its share of the payloads, but they are lost. A ghost
    is a connection of another process with the same app token: it has no `socket` here, and its
    share of the payloads is lost to this process. `number` counts from 1. Ghosts
    and refused connections have 0.
    """

    number: int
    socket: WebSocket | None
    closing: bool = False
    stalled: bool = False

    async def write(self, text: str) -> None:
        """Send a frame, unless the connection loses all frames.

        Raises `RuntimeError` or `WebSocketDisconnect` if the connection is closed.
        """
        if self.socket is not None and not self.stalled:
            await self.socket.send_text(text)


class _ResendError(Exception):
    """A frame that was too long closed the connection, so the payload must be sent again."""


@dataclass(slots=True)
class _PendingAck:
    """The future ack of an envelope, and the connection on which the envelope was sent."""

    connection: Connection
    ack: asyncio.Future[Any]


class SocketHub:
    """All Socket Mode connections of the app."""

    def __init__(self, traffic: Traffic, app_id: str) -> None:
        self._traffic = traffic
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._pending_acks: dict[str, _PendingAck] = {}
        self._connection_added = asyncio.Event()
        self._payload_count = 0  # decides whose turn it is among the connections
        self._opened_count = 0

    @property
    def connection_count(self) -> int:
        """How many connections of the app itself are open."""
        return sum(connection.socket is not None for connection in self._connections)

    def reset_loop_state(self) -> None:
        """Replace the asyncio event, which belongs to the event loop of an earlier start."""
        self._connection_added = asyncio.Event()

    def issue_ticket(self) -> str:
        """Return a new ticket, which admits one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def send(self, delivery: Delivery) -> Ack:
        """Send one envelope and wait for its ack, without a time limit: the caller sets one.

        The result is a failed `Ack` if there is no connection. If a connection turns out to be
        closed, the envelope goes to the next one. It is inferred that Slack does the same: its
        maintainers say that closing one of several connections "does not matter"
        (slackapi/bolt-python#1071).
        """
        envelope = _envelope(delivery)
        envelope_id = envelope["envelope_id"]
        while (connection := self._next_connection()) is not None:
            ack = self._expect_ack(envelope_id, connection)
            try:
                await connection.write(json.dumps(envelope))
            except (RuntimeError, WebSocketDisconnect):
                self._pending_acks.pop(envelope_id, None)
                self._remove(connection)
                continue
            try:
                return Ack(ok=True, payload=await ack)
            except _ResendError:
                await self._wait_for_connection()
        return Ack(ok=False, error="dispatch_failed", reason="no_connection")

    async def send_and_break(self, delivery: Delivery, *, within_envelope: bool) -> Ack:
        """Send one envelope, then abort the connection so that the ack is lost.

        With `within_envelope`, abort the connection in the middle of the envelope. The result is
        always a failed `Ack`.
        """
        connection = self._next_connection()
        if connection is None:
            return Ack(ok=False, error="dispatch_failed", reason="no_connection")
        envelope = _envelope(delivery)
        text = json.dumps(envelope)
        if (socket := connection.socket) is None:  # A ghost never acks.
            return Ack(ok=False, error="operation_timeout", reason="timeout")
        self._remove(connection)
        if within_envelope:
            write_half_frame(socket.scope, text)
        else:
            await socket.send_text(text)
            await self._wait_until_acked(envelope["envelope_id"], connection)
        await abort_connection(socket.scope)
        return Ack(ok=False, error="operation_timeout", reason="timeout")

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection from its handshake until it is closed."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._connections) >= MAX_CONNECTIONS:
            await self._send_disconnect(Connection(number=0, socket=socket), "too_many_websockets")
            await socket.close()
            return
        connection = await self._add(socket)
        try:
            while True:
                text = await socket.receive_text()
                if len(text.encode()) > MAX_FRAME_BYTES:
                    await self._refuse_long_frame(connection, socket, text)
                    return
                if not connection.stalled:
                    self._receive_ack(text)
        except (WebSocketDisconnect, RuntimeError, KeyError):
            # Starlette raises RuntimeError for a socket that is closed already, and KeyError for a
            # frame in bytes instead of text.
            pass
        finally:
            self._remove(connection)
            self._traffic.record("in", "socket", "closed", {"connection": connection.number})

    async def refresh(self, reason: str = "refresh_requested", warn_seconds: float = 0.0) -> None:
        """Ask the app to replace its connections, then close them, as Slack does every few hours.

        A warning frame is sent `warn_seconds` (real time) before the request, or not at all if 0.
        """
        connections = [each for each in self._connections if each.socket is not None]
        if warn_seconds:
            for connection in connections:
                await self._send_disconnect(connection, "warning")
            await asyncio.sleep(warn_seconds)
        for connection in connections:
            connection.closing = True
            await self._send_disconnect(connection, reason)
        await asyncio.sleep(REFRESH_GRACE_SECONDS)
        for connection in connections:
            await self._close(connection)

    async def close_all(self) -> None:
        """Close every connection without a disconnect frame."""
        for connection in list(self._connections):
            if connection.socket is not None:
                await self._close(connection)

    async def drop_all(self) -> None:
        """End the stream of every connection without a WebSocket close frame."""
        for connection in list(self._connections):
            if connection.socket is not None:
                self._remove(connection)
                end_stream(connection.socket.scope)

    async def stall_all(self) -> None:
        """Make every connection half-open; see `Connection.stalled`."""
        for connection in self._connections:
            connection.stalled = True
            if connection.socket is not None:
                pause_reading(connection.socket.scope)

    async def set_ghosts(self, count: int) -> None:
        """Simulate `count` connections that belong to another process; see `Connection`."""
        own = [each for each in self._connections if each.socket is not None]
        self._connections = own + [Connection(number=0, socket=None) for _ in range(count)]

    def _expect_ack(self, envelope_id: str, connection: Connection) -> asyncio.Future[Any]:
        ack: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending_acks[envelope_id] = _PendingAck(connection, ack)
        return ack

    async def _wait_for_connection(self) -> None:
        while self._next_connection() is None:
            self._connection_added.clear()
            await self._connection_added.wait()

    async def _refuse_long_frame(
        self, connection: Connection, socket: WebSocket, text: str
    ) -> None:
        self._remove(connection)
        size = f"{len(text.encode())} bytes"
        self._traffic.record("in", "socket", "frame", size, ok=False, error=FRAME_TOO_LONG)
        await socket.close(code=FRAME_TOO_LONG_CODE, reason=FRAME_TOO_LONG)
        for envelope_id, pending in list(self._pending_acks.items()):
            if pending.connection is connection and not pending.ack.done():
                del self._pending_acks[envelope_id]
                pending.ack.set_exception(_ResendError())

    def _next_connection(self) -> Connection | None:
        ready = [each for each in self._connections if not each.closing]
        if not ready:
            return None
        self._payload_count += 1
        return ready[self._payload_count % len(ready)]

    async def _add(self, socket: WebSocket) -> Connection:
        self._opened_count += 1
        connection = Connection(self._opened_count, socket)
        self._connections.append(connection)
        hello: Json = {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": f"applink-{connection.number}",
                "build_number": 1,
                "approximate_connection_time": 18060,  # seconds
            },
            "connection_info": {"app_id": self._app_id},
        }
        await socket.send_text(json.dumps(hello))
        self._traffic.record("out", "socket", "hello", hello)
        self._connection_added.set()
        return connection

    async def _wait_until_acked(self, envelope_id: str, connection: Connection) -> None:
        """Wait until the app acks, or for `ACK_TO_LOSE_SECONDS`.

        The ack itself is ignored. It shows that the app has read the envelope: an earlier abort of
        the connection would discard the envelope too.
        """
        ack = self._expect_ack(envelope_id, connection)
        try:
            await asyncio.wait_for(ack, ACK_TO_LOSE_SECONDS)
        except TimeoutError:
            self._pending_acks.pop(envelope_id, None)

    async def _close(self, connection: Connection) -> None:
        self._remove(connection)
        if connection.socket is None:
            return
        try:
            await connection.socket.close()
        except (RuntimeError, WebSocketDisconnect):
            return

    async def _send_disconnect(self, connection: Connection, reason: str) -> None:
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        self._traffic.record("out", "socket", "disconnect", frame)
        try:
            await connection.write(json.dumps(frame))
        except (RuntimeError, WebSocketDisconnect):
            return

    def _remove(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)

    def _receive_ack(self, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._traffic.record(
                "in", "socket", "frame", text, ok=False, error="not an acknowledgement"
            )
            return
        pending = self._pending_acks.pop(envelope_id, None)
        if pending is None or pending.ack.done():
            self._traffic.record(
                "in", "ack", "unknown", frame, ok=False, error="unknown_or_repeated_envelope"
            )
            return
        pending.ack.set_result(frame.get("payload"))


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": delivery.type,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.type != "events_api",
    }
    if delivery.type == "events_api":
        envelope["retry_attempt"] = delivery.attempt
        envelope["retry_reason"] = delivery.reason
    return envelope
