"""Socket Mode: the app's WebSocket connections and the acks that come back on them.

A ticket from apps.connections.open admits one connection. Each payload is sent on one connection,
in turn; its ack may come back on any of them.
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
from sandbox.faults.connections import abort_connection, write_half_frame
from sandbox.state.world import Json

MAX_CONNECTIONS = 10
"""Slack: "up to 10 open WebSocket connections at the same time" (Socket Mode)."""
ACK_TO_LOSE_SECONDS = 2.0
"""How long `send_and_break` waits for the ack that it loses; below Slack's 3 seconds."""
REFRESH_GRACE_SECONDS = 0.5
"""How long a connection stays open after it was asked to be replaced."""


@dataclass(slots=True, eq=False)
class Connection:
    """`closing`: it was asked to be replaced and gets no more payloads."""

    number: int
    socket: WebSocket
    closing: bool = False


class SocketHub:
    """All Socket Mode connections of the app."""

    def __init__(self, traffic: Traffic, app_id: str) -> None:
        self._traffic = traffic
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._pending_acks: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._opened = 0

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def issue_ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def send(self, delivery: Delivery) -> Ack:
        """Send one envelope and wait for its ack. Without a connection it fails at once.

        An envelope that was written to a connection that is already closed goes to the next one.
        That Slack does no more than this is inferred: its maintainers say that closing one of
        several connections "does not matter" (slackapi/bolt-python#1071).
        """
        envelope = _envelope(delivery)
        envelope_id = envelope["envelope_id"]
        while (connection := self._next_connection()) is not None:
            ack: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._pending_acks[envelope_id] = ack
            try:
                await connection.socket.send_text(json.dumps(envelope))
            except (RuntimeError, WebSocketDisconnect):
                self._pending_acks.pop(envelope_id, None)
                self._remove(connection)
                continue
            return Ack(True, payload=await ack)
        return Ack(False, error="dispatch_failed", reason="no_connection")

    async def send_and_break(self, delivery: Delivery, *, half: bool) -> Ack:
        """Abort the connection in the middle of the envelope, or after it and before its ack."""
        connection = self._next_connection()
        if connection is None:
            return Ack(False, error="dispatch_failed", reason="no_connection")
        envelope = _envelope(delivery)
        text = json.dumps(envelope)
        self._remove(connection)
        if half:
            write_half_frame(connection.socket.scope, text)
        else:
            await connection.socket.send_text(text)
            await self._wait_for_ack(envelope["envelope_id"])
        await abort_connection(connection.socket.scope)
        return Ack(False, error="operation_timeout", reason="timeout")

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection from its handshake until it is closed."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._connections) >= MAX_CONNECTIONS:
            await self._send_disconnect(socket, "too_many_websockets")
            await socket.close()
            return
        connection = await self._add(socket)
        try:
            while True:
                self._receive(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._remove(connection)
            self._traffic.record("in", "socket", "closed", {"connection": connection.number})

    async def refresh(self, reason: str = "refresh_requested", warn: float = 0.0) -> None:
        """Ask every connection to be replaced and close it, as Slack does every few hours.

        With `warn`, a warning frame is sent that many real seconds before.
        """
        connections = list(self._connections)
        if warn:
            for connection in connections:
                await self._send_disconnect(connection.socket, "warning")
            await asyncio.sleep(warn)
        for connection in connections:
            connection.closing = True
            await self._send_disconnect(connection.socket, reason)
        await asyncio.sleep(REFRESH_GRACE_SECONDS)
        for connection in connections:
            await self._close(connection)

    async def close_all(self) -> None:
        """Close every connection without a disconnect frame."""
        for connection in list(self._connections):
            await self._close(connection)

    def _next_connection(self) -> Connection | None:
        ready = [c for c in self._connections if not c.closing]
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]

    async def _add(self, socket: WebSocket) -> Connection:
        self._opened += 1
        connection = Connection(self._opened, socket)
        self._connections.append(connection)
        hello: Json = {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": f"applink-{connection.number}",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app_id},
        }
        await socket.send_text(json.dumps(hello))
        self._traffic.record("out", "socket", "hello", hello)
        return connection

    async def _wait_for_ack(self, envelope_id: str) -> None:
        """Wait for an ack that is then ignored.

        An abort before the app has read the envelope would discard the envelope too.
        """
        ack: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending_acks[envelope_id] = ack
        try:
            await asyncio.wait_for(ack, ACK_TO_LOSE_SECONDS)
        except TimeoutError:
            self._pending_acks.pop(envelope_id, None)

    async def _close(self, connection: Connection) -> None:
        self._remove(connection)
        try:
            await connection.socket.close()
        except (RuntimeError, WebSocketDisconnect):
            return

    async def _send_disconnect(self, socket: WebSocket, reason: str) -> None:
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        self._traffic.record("out", "socket", "disconnect", frame)
        try:
            await socket.send_text(json.dumps(frame))
        except (RuntimeError, WebSocketDisconnect):
            return

    def _remove(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)

    def _receive(self, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._traffic.record(
                "in", "socket", "frame", text, ok=False, error="not an acknowledgement"
            )
            return
        ack = self._pending_acks.pop(envelope_id, None)
        if ack is None or ack.done():
            self._traffic.record(
                "in", "ack", "unknown", frame, ok=False, error="unknown_or_repeated_envelope"
            )
            return
        ack.set_result(frame.get("payload"))


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
