"""A link that is left: every click that Slack sent on it is answered, here or on the next one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.clock import SystemClock
from bot.demo.company import COMPANY
from bot.runners.sandbox import manifest_path
from sandbox.server import Sandbox
from tests.slack_io.closing_slack import CROSSED, PartingSlack
from tests.slack_io.test_socket_link import comes_true, linked

CLICKS = 20  # before the link is left, and after


def test_a_click_that_crosses_the_last_goodbye_is_answered_on_another_link() -> None:
    with PartingSlack() as slack:
        with linked(slack.api_url, "xapp-1-2-abc", SystemClock()) as link:
            comes_true(lambda: link.state.up)
        assert slack.answers == [(2, CROSSED)]
        comes_true(lambda: slack.after == [b"", b""])  # each was closed, and in silence


def test_a_click_that_crosses_the_change_of_links_is_answered_on_the_new_one() -> None:
    with PartingSlack() as slack, linked(slack.api_url, "xapp-1-2-abc", SystemClock()) as link:
        comes_true(lambda: link.state.up)
        slack.wants_another_link()
        comes_true(lambda: slack.answers == [(2, CROSSED)] and link.state.up)
        assert slack.after == [b""]


def test_one_link_follows_another_while_people_click() -> None:
    with (
        Sandbox(manifest_path(), dict(COMPANY), rate_limits=False) as slack,
        linked(slack.api_url, slack.app_token, SystemClock()),
    ):
        comes_true(lambda: slack.connections == 1)
        with _clicking(slack) as told:
            comes_true(lambda: len(told) >= CLICKS)
            with linked(slack.api_url, slack.app_token, SystemClock()):
                comes_true(lambda: slack.connections == 2)
                before = len(told)
                comes_true(lambda: len(told) >= before + CLICKS)
            before = len(told)
            comes_true(lambda: len(told) >= before + CLICKS)
    assert [each for each in told if each] == []


@contextmanager
def _clicking(slack: Sandbox) -> Iterator[list[str]]:
    """Two people who type a command as soon as the last one is answered; each warning they got,
    or nothing."""
    told: list[str] = []
    over = threading.Event()

    def clicks(name: str) -> None:
        person = slack.person(name)
        general = person.client.channel_id("#general")
        while not over.is_set():
            done = person.client.post("command", channel=general, text="/refer")
            told.append(str(done.get("warning") or ""))

    threads = [threading.Thread(target=clicks, args=(name,)) for name in ("ada", "bob")]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join()
