"""The stub of Socket Mode never has more unanswered commands than it was asked for."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from websockets.sync.client import ClientConnection, connect

from benchmarks.company import ADVOCATE
from benchmarks.slack_stub import SlackStub
from benchmarks.socket_stub import SocketStub

QUIET_SECONDS = 0.2  # a command that the stub may send has arrived by then


def receive_commands(app: ClientConnection) -> list[str]:
    """The envelope ids of the commands that arrive until the connection is quiet."""
    ids = []
    while True:
        try:
            ids.append(str(json.loads(app.recv(timeout=QUIET_SECONDS))["envelope_id"]))
        except TimeoutError:
            return ids


def acknowledge(app: ClientConnection, envelope_id: str) -> None:
    app.send(json.dumps({"envelope_id": envelope_id}))


def test_commands_wait_for_the_acks_of_earlier_ones() -> None:
    with SlackStub() as slack, ThreadPoolExecutor(1) as pool:
        stub = SocketStub(slack, ADVOCATE)
        with connect(slack.socket_url) as app:
            assert json.loads(app.recv())["type"] == "hello"
            (first,) = receive_commands(app)
            acknowledge(app, first)
            stub.wait_for_ack()
            sending = pool.submit(stub.send_commands, 4, 2)
            unanswered = receive_commands(app)
            assert len(unanswered) == 2
            for expected in (2, 2, 1, 0):
                acknowledge(app, unanswered.pop(0))
                unanswered += receive_commands(app)
                assert len(unanswered) == expected
            sending.result()
        stub.close()
