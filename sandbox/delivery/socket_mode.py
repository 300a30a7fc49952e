"""Socket Mode: the bot's WebSocket connections and the acks that come back on them.

A ticket from apps.connections.open admits one connection. Each payload goes to one
connection, in turn; its ack may come back on any of them.
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
from sandbox.faults.connections import cut, half_a_frame
from sandbox.state.world import Json

MAX_CONNECTIONS = 10
"""Slack: "up to 10 open WebSocket connections at the same time" (Socket Mode)."""

TAKEN_SECONDS = 2.0
"""How long an envelope whose ack is to be lost waits for that ack; below Slack's 3 seconds."""


@dataclass(slots=True, eq=False)
class Connection:
    number: int
    socket: WebSocket
    going: bool = False


class SocketHub:
    """All connections of the app."""

    def __init__(self, traffic: Traffic, app_id: str) -> None:
        self._traffic = traffic
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._pending: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._opened = 0

    @property
    def connected(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    @staticmethod
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

    async def send(self, delivery: Delivery) -> Ack:
        """Send one envelope and wait for its ack; no connection fails at once.

        One that turns out to be closed already did not get it: the next one does. That Slack's
        server looks no further than this is an inference; closing one of several connections
        "does not matter" is what its maintainers say (bolt-python issue 1071).
        """
        envelope = self._envelope(delivery)
        envelope_id = envelope["envelope_id"]
        while ready := [c for c in self._connections if not c.going]:
            self._turn += 1
            connection = ready[self._turn % len(ready)]
            future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._pending[envelope_id] = future
            try:
                await connection.socket.send_text(json.dumps(envelope))
            except (RuntimeError, WebSocketDisconnect):
                self._pending.pop(envelope_id, None)
                self._drop(connection)
                continue
            return Ack(True, payload=await future)
        return Ack(False, error="dispatch_failed", reason="no_connection")

    async def send_and_break(self, delivery: Delivery, *, half: bool) -> Ack:
        """The link dies under this envelope: in its middle, or right after it, before the ack."""
        ready = [c for c in self._connections if not c.going]
        if not ready:
            return Ack(False, error="dispatch_failed", reason="no_connection")
        self._turn += 1
        connection = ready[self._turn % len(ready)]
        envelope = self._envelope(delivery)
        text = json.dumps(envelope)
        self._drop(connection)
        if half:
            half_a_frame(connection.socket.scope, text)
        else:
            await connection.socket.send_text(text)
            await self._taken(envelope["envelope_id"])
        await cut(connection.socket.scope)
        return Ack(False, error="operation_timeout", reason="timeout")

    async def _taken(self, envelope_id: str) -> None:
        """Until the app has answered: its ack is what gets lost. A reset that comes sooner would
        take the envelope along, unread, whenever the app is slow to read."""
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[envelope_id] = answered
        try:
            await asyncio.wait_for(answered, TAKEN_SECONDS)
        except TimeoutError:
            self._pending.pop(envelope_id, None)

    async def serve(self, socket: WebSocket) -> None:
        """The life of one connection, from its ticket to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._connections) >= MAX_CONNECTIONS:
            await self._goodbye(socket, "too_many_websockets")
            await socket.close()
            return
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
        try:
            while True:
                self._receive(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._drop(connection)
            self._traffic.record("in", "socket", "closed", {"connection": connection.number})

    async def refresh(self, reason: str = "refresh_requested", warn: float = 0.0) -> None:
        """Ask every connection to be replaced, as Slack does every few hours.

        `warn` is how many real seconds before the end the warning frame is sent.
        """
        leaving = list(self._connections)
        if warn:
            for connection in leaving:
                await self._goodbye(connection.socket, "warning")
            await asyncio.sleep(warn)
        for connection in leaving:
            connection.going = True
            await self._goodbye(connection.socket, reason)
        await asyncio.sleep(0.5)
        for connection in leaving:
            await self._close(connection)

    async def close_all(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self._connections):
            await self._close(connection)

    async def _close(self, connection: Connection) -> None:
        self._drop(connection)
        try:
            await connection.socket.close()
        except (RuntimeError, WebSocketDisconnect):
            return

    async def _goodbye(self, socket: WebSocket, reason: str) -> None:
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        self._traffic.record("out", "socket", "disconnect", frame)
        try:
            await socket.send_text(json.dumps(frame))
        except (RuntimeError, WebSocketDisconnect):
            return

    def _drop(self, connection: Connection) -> None:
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
        future = self._pending.pop(envelope_id, None)
        if future is None or future.done():
            self._traffic.record(
                "in", "ack", "unknown", frame, ok=False, error="unknown_or_repeated_envelope"
            )
            return
        future.set_result(frame.get("payload"))
