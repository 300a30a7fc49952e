"""The watched link: it comes back by itself, notices silence, does not hammer, gives up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import MovableClock, SystemClock
from bot.demo.company import COMPANY
from bot.runners.sandbox import manifest_path
from domain.clock import Clock
from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from slack_io.client import SlackClient
from slack_io.socket_link import LONGEST_STEP, SETTLED, SILENT, Link
from tests.cast import BOT_ID, MONDAY, TEAM_ID
from tests.slack_io.deaf_slack import DeafSlack

TEN_MINUTES = timedelta(minutes=10)
PATIENCE = 20.0  # real seconds; every wait ends as soon as it is so


def bolt() -> App:
    """An app that acknowledges everything."""
    app = App(
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=TEAM_ID, bot_user_id=BOT_ID, bot_token="xoxb-1-2-abc"
        ),
        signing_secret="unused",
        process_before_response=True,
    )
    app.command("/refer")(lambda ack: ack("heard"))
    return app


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(manifest_path(), dict(COMPANY), rate_limits=False) as sandbox:
        yield sandbox


def unlinked(
    api_url: str, app_token: str, clock: Clock, lost: threading.Event | None = None
) -> Link:
    return Link(
        bolt(),
        WebClient(token=app_token, base_url=api_url),
        clock,
        give_up=TEN_MINUTES,
        on_lost=(lost or threading.Event()).set,
        jitter=lambda: 1.0,
    )


@contextmanager
def linked(
    api_url: str, app_token: str, clock: Clock, lost: threading.Event | None = None
) -> Iterator[Link]:
    link = unlinked(api_url, app_token, clock, lost)
    link.connect()
    try:
        yield link
    finally:
        link.close()


def comes_true(what: Callable[[], bool]) -> None:
    assert wait_for(lambda: what() or None, PATIENCE), "it did not come true"


def passes(
    clock: MovableClock, until: Callable[[], bool], at_most: timedelta, pause_seconds: float = 0.02
) -> timedelta:
    """Time goes on in steps that the link counts in full, until it is so; how much it took.

    An attempt to connect takes the machine's time, in which the clock goes on: a longer pause
    between the steps leaves it room.
    """
    pause, passed = threading.Event(), timedelta(0)
    while not until() and passed < at_most:
        clock.advance(LONGEST_STEP)
        passed += LONGEST_STEP
        pause.wait(pause_seconds)  # the watcher looks at its clock every hundredth of a second
    return passed


def test_a_link_is_up_once_slack_said_hello_and_knows_how_many_there_are(slack: Sandbox) -> None:
    clock = SystemClock()
    with linked(slack.api_url, slack.app_token, clock) as first:
        comes_true(lambda: first.state.up)
        assert (first.state.connections, first.state.reconnects) == (1, 0)
        with linked(slack.api_url, slack.app_token, clock) as second:
            comes_true(lambda: second.state.up)
            assert second.state.connections == 2


def test_nobody_looks_for_a_session_before_there_is_one() -> None:
    """Who does finds the first one late: the SDK's reader looks every tenth of a second."""
    before = set(threading.enumerate())
    link = unlinked("http://127.0.0.1:9/api/", "xapp-1-2-abc", SystemClock())
    assert len(set(threading.enumerate()) - before) == 1  # who hands messages on
    link.close()


def test_the_certificates_are_read_once_for_every_client() -> None:
    slack = SlackClient("xoxb-1-2-abc", "https://slack.com/api/")
    assert slack.client.ssl is not None
    assert slack.socket_client("xapp-1-2-abc").ssl is slack.client.ssl


def test_a_cut_link_comes_back_at_once_and_a_command_is_heard(slack: Sandbox) -> None:
    with linked(slack.api_url, slack.app_token, SystemClock()) as link:
        comes_true(lambda: link.state.up)
        slack.cut_sockets()
        comes_true(lambda: link.state.reconnects == 1 and link.state.up and slack.connections > 0)
        slack.person("ada").types("/refer").sees("heard")


def test_a_link_that_slack_wants_replaced_is_replaced(slack: Sandbox) -> None:
    with linked(slack.api_url, slack.app_token, SystemClock()) as link:
        comes_true(lambda: link.state.up)
        slack.refresh_sockets()
        comes_true(lambda: link.state.reconnects >= 1 and link.state.up and slack.connections == 1)
        slack.person("ada").types("/refer").sees("heard")


def test_ten_minutes_without_slack_are_enough_and_not_less(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with linked(slack.api_url, slack.app_token, clock, lost) as link:
        comes_true(link.look)
        assert link.state.down == timedelta(0)
        slack.stop()
        comes_true(lambda: not link.look())
        passed = passes(clock, lambda: link.state.reconnects >= 3, TEN_MINUTES / 2, 0.25)
        assert not lost.is_set()
        passed += passes(clock, lost.is_set, 3 * TEN_MINUTES)
        assert lost.is_set()
        assert passed >= TEN_MINUTES - LONGEST_STEP
        assert link.state.down >= TEN_MINUTES
        # At once, after 1, 2, 4, 8 and 16 seconds, then every half minute; not 120 times.
        assert 3 <= link.state.reconnects <= 6 + 20


def test_an_outage_that_ends_is_forgotten(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with linked(slack.api_url, slack.app_token, clock, lost) as link:
        comes_true(link.look)
        slack.stop()
        comes_true(lambda: not link.look())
        passes(clock, lambda: link.state.down > TEN_MINUTES / 2, TEN_MINUTES)
        slack.start()
        # Long enough for the next attempt; how long that takes is the machine's business.
        passes(clock, lambda: slack.connections == 1, TEN_MINUTES / 4)
        comes_true(lambda: slack.connections == 1)
        comes_true(link.look)
        assert link.state.down == timedelta(0)
        assert not lost.is_set()


def test_a_clock_that_jumps_is_no_outage_and_no_silence(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with linked(slack.api_url, slack.app_token, clock, lost) as link:
        comes_true(link.look)
        clock.advance(timedelta(days=3))
        assert link.look()
        assert not lost.is_set()
        assert link.state.quiet < SILENT


def test_a_link_that_never_answers_is_cut_and_made_anew() -> None:
    """The SDK waits for the answer to its second ping; one that never came is never missed."""
    clock = MovableClock(MONDAY)
    with DeafSlack() as deaf, linked(deaf.api_url, "xapp-1-2-abc", clock) as link:
        comes_true(lambda: deaf.visits == 1 and link.look())
        assert link.state.connections == 9
        passed = passes(clock, lambda: not link.look(), TEN_MINUTES)
        assert passed >= SILENT - LONGEST_STEP
        comes_true(lambda: not link.look() and deaf.visits == 2)


def test_a_link_that_lasted_starts_over_with_its_pauses(slack: Sandbox) -> None:
    clock = MovableClock(MONDAY)
    with linked(slack.api_url, slack.app_token, clock) as link:
        for number in (1, 2, 3):
            comes_true(link.look)
            for _ in range(SETTLED // LONGEST_STEP):
                clock.advance(LONGEST_STEP)
                assert link.look()
            slack.cut_sockets()
            # The clock stands still: a pause would never end.
            comes_true(lambda: not link.look())
            comes_true(lambda number=number: link.state.reconnects == number)  # type: ignore[misc]
