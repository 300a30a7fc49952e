"""Aborts network connections: the app sees a reset and no answer, as when a network fails."""

from __future__ import annotations

import asyncio
import struct

from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "sandbox.transport"


class TransportInScope:
    """The outermost ASGI app: it puts the server's transport into the scope of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn passes `send` as a bound method of the object that owns the connection.
        scope[_KEY] = getattr(getattr(send, "__self__", None), "transport", None)
        await self._app(scope, receive, send)


async def abort_connection(scope: Scope) -> None:
    """Abort the connection of a request. Raises RuntimeError if the server does not expose it."""
    transport = scope.get(_KEY)
    if transport is None:
        raise RuntimeError("this server's connections cannot be aborted")
    transport.abort()
    await asyncio.sleep(0)  # lets the server notice before a response is written


def end_stream(scope: Scope) -> None:
    """Close the TCP connection in order, but without a WebSocket close frame."""
    if (transport := scope.get(_KEY)) is not None:
        transport.close()


def pause_reading(scope: Scope) -> None:
    """Stop reading from the connection, as on a half-open one. It stays open."""
    if (transport := scope.get(_KEY)) is not None and not transport.is_closing():
        transport.pause_reading()


def write_half_frame(scope: Scope, text: str) -> None:
    """Write the first half of a WebSocket text frame (RFC 6455, section 5.2)."""
    data = text.encode()
    if len(data) < 126:
        head = struct.pack("!BB", 0x81, len(data))
    elif len(data) < 65_536:
        head = struct.pack("!BBH", 0x81, 126, len(data))
    else:
        head = struct.pack("!BBQ", 0x81, 127, len(data))
    transport = scope.get(_KEY)
    if transport is not None:
        transport.write(head + data[: len(data) // 2])
