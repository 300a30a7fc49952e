"""A stub of Socket Mode: whoever connects is greeted, somebody clicks at once, the ack is timed."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from benchmarks import payloads
from benchmarks.wire import Wire

ACK_SECONDS = 60


class Link:
    """Listens from the start. One app at a time."""

    def __init__(self, wire: Wire, user: str) -> None:
        self._wire = wire
        self._user = user
        self._acked: asyncio.Queue[float] = asyncio.Queue()
        self._connection: ServerConnection | None = None
        self._server = wire.run(self._listen())
        wire.socket_url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/link"

    async def _listen(self) -> Server:
        return await serve(self._greet, "127.0.0.1", 0)

    async def _greet(self, connection: ServerConnection) -> None:
        await connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self._connection = connection
        await self._click(connection)
        with suppress(ConnectionClosed):  # the app is ended as soon as it has answered
            async for message in connection:
                if str(json.loads(message).get("envelope_id")).startswith("bench-"):
                    self._acked.put_nowait(time.perf_counter())

    async def _click(self, connection: ServerConnection) -> None:
        envelope = {
            "type": "slash_commands",
            "envelope_id": f"bench-{payloads.number()}",
            "accepts_response_payload": True,
            "payload": payloads.command(self._user),
        }
        await connection.send(json.dumps(envelope))

    def acked_at(self) -> float:
        """When the next ack came. Raises TimeoutError when none does."""
        return self._wire.run(asyncio.wait_for(self._acked.get(), ACK_SECONDS))

    def clicks(self, many: int, at_once: int) -> None:
        """So many clicks, a new one for each ack. Raises TimeoutError when one is not answered,
        and LookupError when nobody has connected."""
        if self._connection is None:
            raise LookupError("nobody has connected")
        self._wire.run(self._clicks(self._connection, many, at_once))

    async def _clicks(self, connection: ServerConnection, many: int, at_once: int) -> None:
        for number in range(many + at_once):
            if number < many:
                await self._click(connection)
            if number >= at_once:
                await asyncio.wait_for(self._acked.get(), ACK_SECONDS)

    def close(self) -> None:
        self._wire.run(self._close())

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()
