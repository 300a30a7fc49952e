"""Gives Slack's SDK one WebSocket frame at a time, and tells it at once when the connection ends.

The SDK parses received bytes in a function that calls itself for every frame and every part of a
frame. So a few hundred frames in a row cause a RecursionError, and all these frames are lost
together with the connection. The SDK also mistakes the end of the stream for a pause.

`FrameSocket` stands between the SDK and the socket. Each `recv` returns one whole frame, so the
SDK's function does not call itself. The end of the stream raises an error.
"""

from __future__ import annotations

import socket
import struct
from typing import Any

_CHUNK_BYTES = 65_536
# RFC 6455, 5.2: the second byte holds the length of the payload. Two of its values mean that the
# length is in the next two or eight bytes instead. If the mask bit is set, a mask follows.
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
        self._has_received = False
        self._is_shut_down = False

    def recv(self, _size: int) -> bytes:
        """Returns one frame, however long, or empty bytes after `shutdown`. `_size` is ignored.

        Raises `TimeoutError` if the socket does; the next call continues the incomplete frame.
        Raises `ConnectionResetError` if the other side ended the stream.
        """
        while (length := find_frame_length(self._buffer)) is None:
            chunk = self._sock.recv(_CHUNK_BYTES)
            if not chunk and self._is_shut_down:
                return b""
            if not chunk:
                raise ConnectionResetError("the other side ended the connection")
            self._buffer += chunk
            if not self._has_received:
                # The SDK leaves the last newline of the handshake's HTTP response unread.
                self._has_received = True
                self._buffer = self._buffer.removeprefix(b"\n")
        frame = bytes(self._buffer[:length])
        del self._buffer[:length]
        return frame

    def shutdown(self, how: int) -> None:
        self._is_shut_down = True
        self._sock.shutdown(how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def find_frame_length(buffer: bytes | bytearray) -> int | None:
    """Returns the length of the first frame in bytes, or None if the frame is not complete yet.

    The length includes the frame's header.
    """
    if len(buffer) < 2:
        return None
    payload_length, header_length = buffer[1] & _LENGTH_BITS, 2
    if payload_length == _TWO_BYTES_FOLLOW:
        header_length, length_format = 4, "!H"
    elif payload_length == _EIGHT_BYTES_FOLLOW:
        header_length, length_format = 10, "!Q"
    if len(buffer) < header_length:
        return None
    if header_length > 2:
        (payload_length,) = struct.unpack(length_format, buffer[2:header_length])
    if buffer[1] & _MASK_BIT:
        header_length += _MASK_BYTES
    frame_length = header_length + int(payload_length)
    return frame_length if len(buffer) >= frame_length else None


def read_by_frames(session: Any) -> None:
    """Wraps the socket of an SDK session in a `FrameSocket`, unless that was done before.

    Does nothing if the session has no socket.
    """
    sock = session.sock
    if sock is not None and not isinstance(sock, FrameSocket):
        session.sock = FrameSocket(sock)
