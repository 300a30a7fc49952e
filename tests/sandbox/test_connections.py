"""Socket Mode connections that break: frames that are too long, lost close frames, ghosts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.delivery.socket_mode import FRAME_TOO_LONG, MAX_FRAME_BYTES
from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from tests.sandbox.conftest import People
from tests.sandbox.demo_app import ReceivedPayloads

Json = dict[str, Any]
TIMEOUT = '/raw failed with the error "operation_timeout"'


@pytest.fixture
def open_socket(sandbox: Sandbox) -> Iterator[Callable[[], ClientConnection]]:
    """Opens bare WebSocket connections, so that a test can send any frame."""
    client = WebClient(token=sandbox.app_token, base_url=sandbox.api_url)
    with ExitStack() as stack:

        def open_one() -> ClientConnection:
            url = client.apps_connections_open(app_token=sandbox.app_token)["url"]
            return stack.enter_context(connect(url))

        yield open_one


def receive(socket: ClientConnection) -> Json:
    frame: Json = json.loads(socket.recv(timeout=5))
    return frame


def ack_frame(envelope_id: str, size: int) -> str:
    """An ack of exactly `size` bytes."""
    empty = json.dumps({"envelope_id": envelope_id, "payload": {"text": ""}})
    text = "x" * (size - len(empty))
    return json.dumps({"envelope_id": envelope_id, "payload": {"text": text}})


def test_a_frame_at_the_limit_is_accepted(
    sandbox: Sandbox, open_socket: Callable[[], ClientConnection]
) -> None:
    socket = open_socket()
    assert receive(socket)["type"] == "hello"
    socket.send(ack_frame("unknown", MAX_FRAME_BYTES))
    assert wait_for(lambda: traffic_errors(sandbox) == ["unknown_or_repeated_envelope"], 3)
    assert sandbox.connections == 1


def test_a_longer_frame_closes_the_connection_with_1009(
    sandbox: Sandbox, open_socket: Callable[[], ClientConnection]
) -> None:
    socket = open_socket()
    assert receive(socket)["type"] == "hello"
    socket.send(ack_frame("unknown", MAX_FRAME_BYTES + 1))
    with pytest.raises(ConnectionClosed) as closed:
        receive(socket)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1009, FRAME_TOO_LONG)
    assert FRAME_TOO_LONG == "Max frame length of 20480 has been exceeded."
    assert FRAME_TOO_LONG in traffic_errors(sandbox)
    assert sandbox.connections == 0


def test_a_payload_whose_ack_was_too_long_is_sent_again(
    people: People, open_socket: Callable[[], ClientConnection]
) -> None:
    socket = open_socket()
    assert receive(socket)["type"] == "hello"
    with ThreadPoolExecutor(1) as pool:
        command = pool.submit(raw_command, people)
        first = receive(socket)
        socket.send(ack_frame(first["envelope_id"], MAX_FRAME_BYTES + 1))
        again = open_socket()
        assert receive(again)["type"] == "hello"
        second = receive(again)
        assert second == first
        again.send(json.dumps({"envelope_id": second["envelope_id"]}))
        assert command.result(5) == ""


def traffic_errors(sandbox: Sandbox) -> list[str]:
    return [str(entry["error"]) for entry in sandbox.traffic if entry["error"]]


def test_a_connection_can_end_without_a_close_frame(
    sandbox: Sandbox, open_socket: Callable[[], ClientConnection]
) -> None:
    socket = open_socket()
    assert receive(socket)["type"] == "hello"
    sandbox.drop_sockets()
    with pytest.raises(ConnectionClosed) as closed:
        receive(socket)
    assert closed.value.rcvd is None
    assert sandbox.connections == 0


def test_a_half_open_connection_swallows_payloads_in_both_directions(
    sandbox: Sandbox,
    people: People,
    received: ReceivedPayloads,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
) -> None:
    connect_socket(sandbox)
    sandbox.stall_sockets()
    assert raw_command(people) == TIMEOUT
    assert received.commands == []
    assert sandbox.connections == 1
    connect_socket(sandbox)
    assert sorted([raw_command(people), raw_command(people)]) == ["", TIMEOUT]
    assert len(received.commands) == 1


def test_ghost_connections_are_counted_and_get_their_share_of_payloads(
    sandbox: Sandbox,
    people: People,
    received: ReceivedPayloads,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
) -> None:
    sandbox.set_ghost_connections(2)
    connect_socket(sandbox)
    hello = wait_for(lambda: next((e for e in sandbox.traffic if e["name"] == "hello"), None), 3)
    assert hello is not None
    assert hello["request"]["num_connections"] == 3
    assert sandbox.connections == 1
    assert sorted(raw_command(people) for _ in range(3)) == ["", TIMEOUT, TIMEOUT]
    assert len(received.commands) == 1
    sandbox.set_ghost_connections(0)
    assert raw_command(people) == ""


def raw_command(people: People) -> str:
    """The warning that a person sees after /raw, or an empty text."""
    answer = people.post("ada", "command", channel=people.channel("general"), text="/raw")
    return str(answer.get("warning", ""))
