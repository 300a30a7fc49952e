"""A connection that is closed: every click that Slack sent on it is answered, there or on the next
connection. Without the parts of the SDK that this needs, the SDK closes in its own way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.clock import SystemClock
from bot.demo.company import COMPANY
from bot.runners.sandbox import manifest_path
from sandbox.server import Sandbox
from slack_io.graceful_close import (
    GracefulSocketClient,
    build_socket_client,
    find_missing_sdk_parts,
)
from tests.slack_io.closing_slack import CROSSED, ClosingSlack
from tests.slack_io.test_socket_mode import connected_to, wait_until

CLICKS = 20  # before and after each change


def test_a_click_that_crosses_the_last_close_frame_is_answered_on_another_connection() -> None:
    with ClosingSlack() as slack:
        with connected_to(slack.api_url, "xapp-1-2-abc", SystemClock()) as connection:
            wait_until(lambda: connection.status.up)
        assert slack.answers == [(2, CROSSED)]
        wait_until(lambda: slack.after == [b"", b""])  # each was closed without another frame


def test_a_click_that_crosses_a_change_of_connections_is_answered_on_the_new_one() -> None:
    with (
        ClosingSlack() as slack,
        connected_to(slack.api_url, "xapp-1-2-abc", SystemClock()) as connection,
    ):
        wait_until(lambda: connection.status.up)
        slack.request_another_connection()
        wait_until(lambda: slack.answers == [(2, CROSSED)] and connection.status.up)
        assert slack.after == [b""]


def test_one_connection_follows_another_while_people_click() -> None:
    with (
        Sandbox(manifest_path(), dict(COMPANY), rate_limits=False) as slack,
        connected_to(slack.api_url, slack.app_token, SystemClock()),
    ):
        wait_until(lambda: slack.connections == 1)
        with _clicking(slack) as warnings:
            wait_until(lambda: len(warnings) >= CLICKS)
            with connected_to(slack.api_url, slack.app_token, SystemClock()):
                wait_until(lambda: slack.connections == 2)
                before = len(warnings)
                wait_until(lambda: len(warnings) >= before + CLICKS)
            before = len(warnings)
            wait_until(lambda: len(warnings) >= before + CLICKS)
    assert [each for each in warnings if each] == []


def test_another_sdk_is_closed_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An SDK whose method takes its parameter under another name, as a later version may."""

    def enqueue_message(self: SocketModeClient, text: str) -> None:
        self.message_queue.put(text)

    monkeypatch.setattr(SocketModeClient, "enqueue_message", enqueue_message)
    assert find_missing_sdk_parts() == ["SocketModeClient.enqueue_message"]
    with (
        Sandbox(manifest_path(), dict(COMPANY), rate_limits=False) as slack,
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
def _clicking(slack: Sandbox) -> Iterator[list[str]]:
    """Two people who type a command as soon as the last one is answered. The list has the warning
    that each command brought, or an empty string."""
    warnings: list[str] = []
    over = threading.Event()

    def clicks(name: str) -> None:
        person = slack.person(name)
        general = person.client.channel_id("#general")
        while not over.is_set():
            done = person.client.post("command", channel=general, text="/refer")
            warnings.append(str(done.get("warning") or ""))

    threads = [threading.Thread(target=clicks, args=(name,)) for name in ("ada", "bob")]
    for thread in threads:
        thread.start()
    try:
        yield warnings
    finally:
        over.set()
        for thread in threads:
            thread.join()
