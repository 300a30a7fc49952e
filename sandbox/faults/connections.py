"""Cuts connections for real: the transport below the server is aborted.

The other side sees a reset and no answer, as when a network dies.
"""

from __future__ import annotations

import asyncio
import struct

from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "sandbox.transport"


class Cuttable:
    """Outermost: keeps the server's transport at hand for whoever has to cut the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn hands over a bound method of the object that holds the connection.
        scope[_KEY] = getattr(getattr(send, "__self__", None), "transport", None)
        await self._app(scope, receive, send)


async def cut(scope: Scope) -> None:
    """Abort the connection. Raises RuntimeError where the server does not let us."""
    transport = scope.get(_KEY)
    if transport is None:
        raise RuntimeError("this server's connections cannot be cut")
    transport.abort()
    await asyncio.sleep(0)  # the server learns of it before anything is answered


def half_a_frame(scope: Scope, text: str) -> None:
    """The first half of a WebSocket text frame (RFC 6455, 5.2), as a link dies in its middle."""
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
