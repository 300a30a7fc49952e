"""Reads a WebSocket frame by frame, and notices at once when the connection ends.

The SDK parses received bytes in a function that calls itself for every frame and every part of a
frame. A few hundred frames in a row cause a RecursionError, and all of them are lost together with
the connection. The SDK also mistakes the end of the stream for silence. `FrameSocket` stands
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
    """Wraps a connected socket after its handshake. One thread reads.

    Attributes that are not defined here are those of the wrapped socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._started = False
        self._shut_down = False

    def recv(self, _size: int) -> bytes:
        """Returns one frame, however long, or empty bytes after `shutdown`.

        Raises `TimeoutError` as the socket does, and keeps the received bytes for the next call.
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
                # The SDK leaves the last newline of the handshake's answer unread.
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
    """Returns the length in bytes of the first frame with its header, or None if incomplete."""
    if len(buffer) < 2:
        return None
    length, header = buffer[1] & _LENGTH_BITS, 2
    if length == _TWO_BYTES_FOLLOW:
        header, layout = 4, "!H"
    elif length == _EIGHT_BYTES_FOLLOW:
        header, layout = 10, "!Q"
    if len(buffer) < header:
        return None
    if header > 2:
        (length,) = struct.unpack(layout, buffer[2:header])
    if buffer[1] & _MASK_BIT:
        header += _MASK_BYTES
    total = header + int(length)
    return total if len(buffer) >= total else None


def read_by_frames(session: Any) -> None:
    """Makes a connected session of the SDK read frame by frame; does nothing if it is closed."""
    sock = session.sock
    if sock is not None and not isinstance(sock, FrameSocket):
        session.sock = FrameSocket(sock)
