"""A closed connection loses no click: each is answered on it or on the next connection. An SDK that
lacks the parts for this closes its connections in its own way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.clock import SystemClock
from sandbox.server import Sandbox
from slack_io.graceful_close import (
    GracefulSocketClient,
    build_socket_client,
    find_missing_sdk_parts,
)
from tests.demo_slack import demo_slack
from tests.slack_io.crossing_slack import ENVELOPE_ID, CrossingSlack
from tests.slack_io.test_socket_mode import connected_to, wait_until

CLICKS = 20  # in each state of the connections


def test_a_click_that_crosses_the_last_close_frame_is_answered_on_another_connection() -> None:
    with CrossingSlack() as slack:
        with connected_to(slack.api_url, "xapp-1-2-abc", SystemClock()) as connection:
            wait_until(lambda: connection.status.up)
        assert slack.answers == [(2, ENVELOPE_ID)]
        wait_until(lambda: slack.after_close == [b"", b""])  # no frame followed either close frame


def test_a_click_that_crosses_a_change_of_connections_is_answered_on_the_new_one() -> None:
    with (
        CrossingSlack() as slack,
        connected_to(slack.api_url, "xapp-1-2-abc", SystemClock()) as connection,
    ):
        wait_until(lambda: connection.status.up)
        slack.request_another_connection()
        wait_until(lambda: slack.answers == [(2, ENVELOPE_ID)] and connection.status.up)
        assert slack.after_close == [b""]


def test_one_connection_follows_another_while_people_click() -> None:
    with (
        demo_slack() as slack,
        connected_to(slack.api_url, slack.app_token, SystemClock()),
    ):
        wait_until(lambda: slack.connections == 1)
        with _type_commands_repeatedly(slack) as warnings:
            wait_until(lambda: len(warnings) >= CLICKS)
            with connected_to(slack.api_url, slack.app_token, SystemClock()):
                wait_until(lambda: slack.connections == 2)
                before = len(warnings)
                wait_until(lambda: len(warnings) >= before + CLICKS)
            before = len(warnings)
            wait_until(lambda: len(warnings) >= before + CLICKS)
    assert [warning for warning in warnings if warning] == []


def test_a_connection_of_an_unknown_sdk_is_closed_as_the_sdk_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this SDK the parameter of a method has another name, as it could in a later version."""

    def enqueue_message(self: SocketModeClient, text: str) -> None:
        self.message_queue.put(text)

    monkeypatch.setattr(SocketModeClient, "enqueue_message", enqueue_message)
    assert find_missing_sdk_parts() == ["SocketModeClient.enqueue_message"]
    with (
        demo_slack() as slack,
        connected_to(slack.api_url, slack.app_token, SystemClock()) as connection,
    ):
        wait_until(lambda: connection.status.up)
        slack.person("ada").types("/refer").sees("heard")
        slack.cut_sockets()
        wait_until(lambda: connection.status.reconnects == 1 and connection.status.up)
        slack.person("ada").types("/refer").sees("heard")
    assert capsys.readouterr().out.count("graceful_close_unavailable") == 1


def test_the_locked_sdk_is_closed_gracefully() -> None:
    web = WebClient(token="xapp-1-2-abc", base_url="http://127.0.0.1:9/api/")
    client = build_socket_client(web, SystemClock(), lambda: 1.0)
    client.stop()
    assert find_missing_sdk_parts() == []
    assert isinstance(client, GracefulSocketClient)


@contextmanager
def _type_commands_repeatedly(slack: Sandbox) -> Iterator[list[str]]:
    """Two people type a command again as soon as their last one is answered. The list gets an entry
    for each command: Slack's warning to the person, or an empty string."""
    warnings: list[str] = []
    ended = threading.Event()

    def type_commands(name: str) -> None:
        person = slack.person(name)
        general = person.client.channel_id("#general")
        while not ended.is_set():
            response = person.client.post("command", channel=general, text="/refer")
            warnings.append(str(response.get("warning") or ""))

    threads = [threading.Thread(target=type_commands, args=(name,)) for name in ("ada", "bob")]
    for thread in threads:
        thread.start()
    try:
        yield warnings
    finally:
        ended.set()
        for thread in threads:
            thread.join()
