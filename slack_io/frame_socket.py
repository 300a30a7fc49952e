"""Reads a WebSocket frame by frame, and notices at once when the connection ends.

The SDK parses received bytes in a function that calls itself for every frame and every part of a
frame. A few hundred frames in a row cause a RecursionError, and all of them are lost together with
the connection. The SDK also takes the end of the stream for a pause. `FrameSocket` stands
between the SDK and the socket: each `recv` returns one whole frame, so the SDK has no reason to
recurse.
"""

from __future__ import annotations

import socket
import struct
from typing import Any

_CHUNK_BYTES = 65_536
# RFC 6455, 5.2: the second byte holds the length. Two of its values mean that the length is in the
# next two or eight bytes instead.
_LENGTH_BITS, _MASK_BIT = 0x7F, 0x80
_TWO_BYTES_FOLLOW, _EIGHT_BYTES_FOLLOW = 126, 127
_MASK_BYTES = 4


class FrameSocket:
    """Wraps a connected socket after the WebSocket handshake. Only one thread may call `recv`.

    Attributes that are not defined here are those of the wrapped socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._started = False
        self._shut_down = False

    def recv(self, _size: int) -> bytes:
        """Returns one frame, however long, or empty bytes after `shutdown`. `_size` is ignored.

        Raises `TimeoutError` if the socket does; the next call continues the incomplete frame.
        Raises `ConnectionResetError` if the other side ended the stream.
        """
        while (length := find_frame_length(self._buffer)) is None:
            chunk = self._sock.recv(_CHUNK_BYTES)
            if not chunk and self._shut_down:
                return b""
            if not chunk:
                raise ConnectionResetError("the other side ended the connection")
            self._buffer += chunk
            if not self._started:
                # The SDK leaves the last newline of the handshake's HTTP response unread.
                self._started = True
                self._buffer = self._buffer.removeprefix(b"\n")
        frame = bytes(self._buffer[:length])
        del self._buffer[:length]
        return frame

    def shutdown(self, how: int) -> None:
        self._shut_down = True
        self._sock.shutdown(how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def find_frame_length(buffer: bytes | bytearray) -> int | None:
    """Returns the size of the first frame in bytes with its header, or None if incomplete."""
    if len(buffer) < 2:
        return None
    length, header_length = buffer[1] & _LENGTH_BITS, 2
    if length == _TWO_BYTES_FOLLOW:
        header_length, layout = 4, "!H"
    elif length == _EIGHT_BYTES_FOLLOW:
        header_length, layout = 10, "!Q"
    if len(buffer) < header_length:
        return None
    if header_length > 2:
        (length,) = struct.unpack(layout, buffer[2:header_length])
    if buffer[1] & _MASK_BIT:
        header_length += _MASK_BYTES
    total = header_length + int(length)
    return total if len(buffer) >= total else None


def read_by_frames(session: Any) -> None:
    """Replaces the socket of an SDK session by a `FrameSocket`. Without a socket, does nothing."""
    sock = session.sock
    if sock is not None and not isinstance(sock, FrameSocket):
        session.sock = FrameSocket(sock)
