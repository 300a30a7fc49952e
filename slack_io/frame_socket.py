"""Reads a WebSocket frame by frame, and notices at once when it ends.

The SDK parses what it has read in a function that calls itself for every frame and every part of
one. A few hundred frames in a row end in a RecursionError, which loses all of them and the
connection. It also takes the end of the stream for silence. `FrameSocket` stands between the two:
each `recv` returns one whole frame, so there is nothing to recurse into.
"""

from __future__ import annotations

import socket
import struct
from typing import Any

_CHUNK_BYTES = 65_536
# RFC 6455, 5.2: the second byte holds the length, or one of two marks that longer fields follow.
_LENGTH_BITS, _MASK_BIT = 0x7F, 0x80
_TWO_BYTES_FOLLOW, _EIGHT_BYTES_FOLLOW = 126, 127
_MASK_BYTES = 4


class FrameSocket:
    """A connected socket after its handshake. One thread reads; all else is the socket's own."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._started = False
        self._shut_down = False

    def recv(self, _size: int) -> bytes:
        """Returns one frame, however long; nothing after `shutdown`.

        Raises `TimeoutError` as the socket does, and keeps what has arrived by then. Raises
        `ConnectionResetError` where the other side ended the stream, also without a close frame.
        """
        while (length := find_frame_length(self._buffer)) is None:
            chunk = self._sock.recv(_CHUNK_BYTES)
            if not chunk and self._shut_down:
                return b""
            if not chunk:
                raise ConnectionResetError("the other side ended the connection")
            self._buffer += chunk
            if not self._started:
                # The SDK reads the answer to the handshake up to the CR of its last line.
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
    """Returns the bytes of the first frame, its header included, or None until it is complete."""
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
