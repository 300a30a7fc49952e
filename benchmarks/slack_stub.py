"""A stub of Slack for the benchmarks: it takes an app's calls, and sends clicks to the app.

The stub answers every method of the Web API at once and with success. One event loop takes the
calls and sends the clicks, so one clock times when a click is sent, when the app calls
`views.open`, and when the acknowledgement comes back.
"""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

VIEW_TIMEOUT_SECONDS = 5
_AUTH_TEST_RESPONSE = {
    "ok": True,
    "team_id": "T0BENCH",
    "team": "Bench",
    "user_id": "U0VOUCH",
    "bot_id": "B0VOUCH",
    "user": "vouch",
}


@dataclass(frozen=True, slots=True)
class ClickTimes:
    """Seconds since the request was sent. `until_view` is NaN if no view was opened."""

    until_view: float
    until_ack: float


class SlackStub:
    """A context manager: the stub listens on a free `port` of 127.0.0.1 until the block ends."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.view_opened_at = float("nan")  # time.perf_counter(); NaN if no view was opened
        self.socket_url = ""  # the address of Socket Mode, if a `SocketStub` listens
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stub", daemon=True)
        self._call_count = 0

    def __enter__(self) -> Self:
        self._thread.start()

        async def listen() -> int:
            server = await self._loop.create_server(lambda: _WebApi(self), "127.0.0.1", 0)
            return int(server.sockets[0].getsockname()[1])

        self.port = self.run(listen())
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the stub's event loop, wait for it, and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def answer_call(self, method: str) -> bytes:
        """Count a call of the Web API, and return the body of the response."""
        self.calls[method] += 1
        self._call_count += 1
        body: dict[str, Any] = {"ok": True}
        if method == "views.open":
            self.view_opened_at = time.perf_counter()
        elif method == "auth.test":
            body = _AUTH_TEST_RESPONSE
        elif method == "apps.connections.open":
            body["url"] = self.socket_url
        elif method == "chat.postMessage":
            body["ts"] = f"{1_700_000_000 + self._call_count}.000100"
        elif method == "users.list":
            body["members"] = []
        return json.dumps(body).encode()

    async def click(self, port: int, request: bytes, *, opens_view: bool = False) -> ClickTimes:
        """Send one request on a new connection.

        With `opens_view`, also wait for `views.open`, which an app may call after its ack.
        Raises RuntimeError unless the response is 200, and TimeoutError if no view is opened within
        `VIEW_TIMEOUT_SECONDS` after it.
        """
        connection = await _connect(port)
        self.view_opened_at = float("nan")
        sent_at = time.perf_counter()
        await connection.send(request)
        acknowledged_at = time.perf_counter()
        connection.close()
        if opens_view:
            async with asyncio.timeout(VIEW_TIMEOUT_SECONDS):
                while math.isnan(self.view_opened_at):
                    await asyncio.sleep(0.001)
        return ClickTimes(
            until_view=self.view_opened_at - sent_at, until_ack=acknowledged_at - sent_at
        )

    async def click_all(self, port: int, requests: Sequence[bytes], at_once: int = 1) -> float:
        """Send all requests, `at_once` at a time, on connections that are reused.

        Return the seconds that all of them took. Raises RuntimeError as `click` does.
        """
        remaining = iter(requests)  # Each connection takes the next request when it is free.

        async def send_remaining() -> None:
            connection = await _connect(port)
            for request in remaining:
                if connection.closed:  # The server of a bare Bolt app answers one request for each.
                    connection = await _connect(port)
                await connection.send(request)
            connection.close()

        started = time.perf_counter()
        await asyncio.gather(*(send_remaining() for _ in range(at_once)))
        return time.perf_counter() - started


class _HttpProtocol(asyncio.Protocol):
    """Parses HTTP/1 messages with a Content-Length. The peer waits for an answer to each."""

    def __init__(self) -> None:
        self._buffer = b""
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other kind
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = 0
        for line in head.lower().split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name == b"content-length":
                length = int(value)
        if len(rest) >= length:
            self._buffer = rest[length:]
            self.message_received(head, rest[:length])

    def message_received(self, head: bytes, body: bytes) -> None:
        """Handle a whole message. `head` has no blank line at its end."""
        raise NotImplementedError

    def close(self) -> None:
        self._transport.close()


class _WebApi(_HttpProtocol):
    """A connection on which an app calls the stub."""

    def __init__(self, stub: SlackStub) -> None:
        super().__init__()
        self._stub = stub

    def message_received(self, head: bytes, _body: bytes) -> None:
        _verb, target, _rest = head.split(b" ", 2)
        path = target.partition(b"?")[0]
        method = path.rpartition(b"/")[2].decode()
        body = self._stub.answer_call(method)
        closes = b"connection: close" in head.lower()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Connection: %s\r\nContent-Length: %d\r\n\r\n"
            % (b"close" if closes else b"keep-alive", len(body))
            + body
        )
        if closes:
            self._transport.close()


class _Client(_HttpProtocol):
    """A connection to an app, on which requests are sent one after the other."""

    _response: asyncio.Future[bytes] | None = None

    async def send(self, request: bytes) -> bytes:
        """Send a request and return the body of the response.

        Raises RuntimeError if the status is not 200, or if the connection closes first.
        """
        response: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._response = response
        self._transport.write(request)
        return await response

    def message_received(self, head: bytes, body: bytes) -> None:
        if self._response is None or self._response.done():
            return
        _version, status, _rest = head.split(b" ", 2)
        if status != b"200":
            self._response.set_exception(RuntimeError(f"answered {head!r} {body!r}"))
        else:
            self.closed = head.startswith(b"HTTP/1.0") or b"connection: close" in head.lower()
            self._response.set_result(body)

    def connection_lost(self, _error: Exception | None) -> None:
        self.closed = True
        if self._response is not None and not self._response.done():
            self._response.set_exception(RuntimeError("the connection closed without a response"))


async def _connect(port: int) -> _Client:
    _, client = await asyncio.get_running_loop().create_connection(_Client, "127.0.0.1", port)
    return client
