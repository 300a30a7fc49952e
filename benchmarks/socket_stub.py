"""A stub of Slack's Socket Mode, which sends slash commands to an app and awaits the acks."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from benchmarks import payloads
from benchmarks.slack_stub import SlackStub

ACK_SECONDS = 60


class SocketStub:
    """Listens from its creation until `close`. One app may connect at a time.

    Every app gets one command as soon as it connects: `wait_for_ack` waits for the ack of this
    command. `user_id` is the sender of all commands.
    """

    def __init__(self, slack: SlackStub, user_id: str) -> None:
        self._slack = slack
        self._user_id = user_id
        self._acks: asyncio.Queue[None] = asyncio.Queue()
        self._connection: ServerConnection | None = None
        self._server = slack.run(self._listen())
        slack.socket_url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/link"

    async def _listen(self) -> Server:
        return await serve(self._serve_connection, "127.0.0.1", 0)

    async def _serve_connection(self, connection: ServerConnection) -> None:
        await connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self._connection = connection
        await self._send_command(connection)
        # The benchmark stops the app when its measurement is done, which closes the connection.
        with suppress(ConnectionClosed):
            async for message in connection:
                if str(json.loads(message).get("envelope_id")).startswith("bench-"):
                    self._acks.put_nowait(None)

    async def _send_command(self, connection: ServerConnection) -> None:
        envelope = {
            "type": "slash_commands",
            "envelope_id": f"bench-{payloads.next_number()}",
            "accepts_response_payload": True,
            "payload": payloads.command_fields(self._user_id),
        }
        await connection.send(json.dumps(envelope))

    def wait_for_ack(self) -> None:
        """Wait for the next ack. Raises TimeoutError after `ACK_SECONDS`."""
        self._slack.run(self._take_ack())

    def send_commands(self, amount: int, at_once: int) -> None:
        """Send `amount` commands, and wait until all are acked.

        At most `at_once` commands wait for an ack at any time. Raises TimeoutError if no ack comes
        for `ACK_SECONDS`, and LookupError if no app has connected.
        """
        if self._connection is None:
            raise LookupError("no app has connected")
        self._slack.run(self._send_commands(self._connection, amount, at_once))

    async def _send_commands(self, connection: ServerConnection, amount: int, at_once: int) -> None:
        for _ in range(min(at_once, amount)):
            await self._send_command(connection)
        for number in range(amount):
            await self._take_ack()
            if number + at_once < amount:
                await self._send_command(connection)

    async def _take_ack(self) -> None:
        await asyncio.wait_for(self._acks.get(), ACK_SECONDS)

    def close(self) -> None:
        self._slack.run(self._close())

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()
