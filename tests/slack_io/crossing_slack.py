"""A server that sends an envelope after it has read the client's close frame, as if both had been
under way at the same time.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import BinaryIO

from tests.cast import TEAM_ID
from tests.slack_io.unresponsive_slack import UnresponsiveSlack

ENVELOPE_ID = "crossed"
_TEXT, _CLOSE = 1, 8  # opcodes, RFC 6455, 5.2


class CrossingSlack(UnresponsiveSlack):
    """`answers` are pairs of a connection's number and the id of the envelope that it answered.
    `after_close` has the bytes that the client sent on each connection after its close frame."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[int, str]] = []
        self.after_close: list[bytes] = []
        self._first_connection: socket.socket | None = None

    def request_another_connection(self) -> None:
        """Send the warning that Slack sends some seconds before it closes a connection."""
        assert self._first_connection is not None
        self._first_connection.sendall(
            _encode_frame(_TEXT, {"type": "disconnect", "reason": "warning"})
        )

    def _open_session(self, connection: socket.socket) -> None:
        super()._open_session(connection)
        number = self.handshakes
        if number == 1:
            self._first_connection = connection
        stream = connection.makefile("rb")
        try:
            while True:
                opcode, data = _read_frame(stream)
                if opcode == _TEXT:
                    self.answers.append((number, json.loads(data)["envelope_id"]))
                if opcode == _CLOSE:
                    break
            if number == 1:
                connection.sendall(_encode_frame(_TEXT, _build_envelope()))
            connection.sendall(bytes([0x80 | _CLOSE, len(data)]) + data)
            self.after_close.append(stream.read())  # until the other side has closed it
        except (OSError, ValueError, struct.error):
            return


def _build_envelope() -> dict[str, object]:
    payload = {
        "command": "/refer",
        "text": "",
        "team_id": TEAM_ID,
        "user_id": "U0ADA",
        "channel_id": "C0GENERAL",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1/none",
        "api_app_id": "A0VOUCH",
        "token": "unused",
    }
    return {
        "envelope_id": ENVELOPE_ID,
        "type": "slash_commands",
        "payload": payload,
        "accepts_response_payload": True,
    }


def _encode_frame(opcode: int, value: dict[str, object]) -> bytes:
    data = json.dumps(value).encode()
    is_long = len(data) > 125
    size = struct.pack("!BH", 126, len(data)) if is_long else bytes([len(data)])
    return bytes([0x80 | opcode]) + size + data


def _read_frame(stream: BinaryIO) -> tuple[int, bytes]:
    """Reads a client's frame, which is masked. Returns its opcode and data."""
    first, second = struct.unpack("!BB", stream.read(2))
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", stream.read(2))
    mask, data = stream.read(4), stream.read(size)
    return first & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
