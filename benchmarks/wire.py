"""One thread with an event loop: a stub of Slack's Web API, and the clicks that go to an app.

The stub answers what the apps here ask, at once and always yes. Both ends of a click are timed on
one clock: the call that comes in at the stub, and the ack that comes back.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

WHO = {
    "ok": True,
    "team_id": "T0BENCH",
    "team": "Bench",
    "user_id": "U0VOUCH",
    "bot_id": "B0VOUCH",
    "user": "vouch",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Seconds from the request until `views.open` came in (or nan), and until the ack."""

    arrival: float
    ack: float
    body: bytes


class Wire:
    """`port` is the stub's; `run` carries out a coroutine in the loop's thread."""

    def __init__(self, people: Sequence[dict[str, Any]] = ()) -> None:
        self.people = list(people)
        self.calls: Counter[str] = Counter()
        self.opened_at = float("nan")
        self.socket_url = ""  # where Socket Mode is, if anywhere (`benchmarks.link`)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._number = 0

    def __enter__(self) -> Self:
        self._thread.start()

        async def listen() -> int:
            server = await self._loop.create_server(lambda: _Stub(self), "127.0.0.1", 0)
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

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def answer(self, method: str) -> bytes:
        """What the stub says to one call."""
        self.calls[method] += 1
        self._number += 1
        found: dict[str, Any] = {"ok": True}
        if method == "views.open":
            self.opened_at = time.perf_counter()
        elif method == "auth.test":
            found = WHO
        elif method == "apps.connections.open":
            found["url"] = self.socket_url
        elif method == "chat.postMessage":
            found["ts"] = f"{1_700_000_000 + self._number}.000100"
        elif method == "users.list":
            found["members"] = self.people
        return json.dumps(found).encode()

    async def click(self, port: int, request: bytes) -> Answered:
        """One request on a connection of its own. Raises RuntimeError unless it is answered 200."""
        connection = await connect(port)
        self.opened_at = float("nan")
        begun = time.perf_counter()
        body = await connection.ask(request)
        ended = time.perf_counter()
        connection.close()
        return Answered(self.opened_at - begun, ended - begun, body)

    async def clicks(self, port: int, requests: Sequence[bytes], at_once: int = 1) -> float:
        """All of them, `at_once` at a time, on connections that stay; seconds."""
        waiting = iter(requests)

        async def person() -> None:
            connection = await connect(port)
            for request in waiting:
                if connection.gone:  # the app keeps no connections
                    connection = await connect(port)
                await connection.ask(request)
            connection.close()

        begun = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(at_once)))
        return time.perf_counter() - begun


class _Http(asyncio.Protocol):
    """Puts HTTP/1 messages together: a head, then as many bytes as it announces."""

    def __init__(self) -> None:
        self._buffer = b""
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = 0
        for line in head.lower().split(b"\r\n")[1:]:
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        if len(rest) >= length:
            self._buffer = rest[length:]
            self.message(head, rest[:length])

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._transport.close()


class _Stub(_Http):
    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    def message(self, head: bytes, _body: bytes) -> None:
        path = head.split(b" ", 2)[1].partition(b"?")[0]
        answer = self._wire.answer(path.rpartition(b"/")[2].decode())
        close = b"connection: close" in head.lower()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Connection: %s\r\nContent-Length: %d\r\n\r\n"
            % (b"close" if close else b"keep-alive", len(answer))
            + answer
        )
        if close:
            self._transport.close()


class _Asking(_Http):
    _asked: asyncio.Future[bytes]

    async def ask(self, request: bytes) -> bytes:
        self._asked = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._asked

    def message(self, head: bytes, body: bytes) -> None:
        if self._asked.done():
            return
        if head.split(b" ", 2)[1] != b"200":
            self._asked.set_exception(RuntimeError(f"answered {head!r} {body!r}"))
        else:
            self.gone = head.startswith(b"HTTP/1.0") or b"connection: close" in head.lower()
            self._asked.set_result(body)

    def connection_lost(self, _error: Exception | None) -> None:
        self.gone = True
        if hasattr(self, "_asked") and not self._asked.done():
            self._asked.set_exception(RuntimeError("the connection was closed without an answer"))


async def connect(port: int) -> _Asking:
    _, asking = await asyncio.get_running_loop().create_connection(_Asking, "127.0.0.1", port)
    return asking
