"""A server whose envelope crosses the client's close frame: it sends one after the frame has come
in, as if it had been on its way when Slack read the frame.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import BinaryIO

from tests.cast import TEAM_ID
from tests.slack_io.deaf_slack import DeafSlack

CROSSED = "crossed"
_TEXT, _CLOSE = 1, 8  # opcodes, RFC 6455, 5.2


class ClosingSlack(DeafSlack):
    """`answers` are (number of the connection, envelope); `after` followed a close frame."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[int, str]] = []
        self.after: list[bytes] = []
        self._first: socket.socket | None = None

    def request_another_connection(self) -> None:
        """As Slack does some seconds before it closes a connection."""
        assert self._first is not None
        self._first.sendall(_frame(_TEXT, {"type": "disconnect", "reason": "warning"}))

    def _welcome(self, link: socket.socket) -> None:
        super()._welcome(link)
        number = self.visits
        if number == 1:
            self._first = link
        reading = link.makefile("rb")
        try:
            while True:
                opcode, data = _read(reading)
                if opcode == _TEXT:
                    self.answers.append((number, json.loads(data)["envelope_id"]))
                if opcode == _CLOSE:
                    break
            if number == 1:
                link.sendall(_frame(_TEXT, _envelope()))
            link.sendall(bytes([0x80 | _CLOSE, len(data)]) + data)
            self.after.append(reading.read())  # until the other side has closed it
        except (OSError, ValueError, struct.error):
            return


def _envelope() -> dict[str, object]:
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
        "envelope_id": CROSSED,
        "type": "slash_commands",
        "payload": payload,
        "accepts_response_payload": True,
    }


def _frame(opcode: int, value: dict[str, object]) -> bytes:
    data = json.dumps(value).encode()
    long = len(data) > 125
    size = struct.pack("!BH", 126, len(data)) if long else bytes([len(data)])
    return bytes([0x80 | opcode]) + size + data


def _read(reading: BinaryIO) -> tuple[int, bytes]:
    """A frame of a client, which are all masked: opcode and data."""
    first, second = struct.unpack("!BB", reading.read(2))
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", reading.read(2))
    mask, data = reading.read(4), reading.read(size)
    return first & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
