"""The socket connection reconnects with growing pauses, replaces a silent session and gives up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import SystemClock
from domain.clock import Clock
from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from slack_io.client import SlackClient
from slack_io.socket_mode import LONGEST_STEP, SILENT_AFTER, STABLE_AFTER, SocketConnection
from tests.cast import BOT_ID, MONDAY, TEAM_ID
from tests.demo_slack import demo_slack
from tests.movable_clock import MovableClock
from tests.slack_io.unresponsive_slack import UnresponsiveSlack

TEN_MINUTES = timedelta(minutes=10)
TIMEOUT_SECONDS = 20.0  # real seconds; every wait ends as soon as its condition is true


def acknowledging_app() -> App:
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
    with demo_slack() as sandbox:
        yield sandbox


def make_connection(
    api_url: str, app_token: str, clock: Clock, lost: threading.Event | None = None
) -> SocketConnection:
    return SocketConnection(
        acknowledging_app(),
        WebClient(token=app_token, base_url=api_url),
        clock,
        give_up=TEN_MINUTES,
        on_lost=(lost or threading.Event()).set,
        jitter=lambda: 1.0,
    )


@contextmanager
def connected_to(
    api_url: str, app_token: str, clock: Clock, lost: threading.Event | None = None
) -> Iterator[SocketConnection]:
    connection = make_connection(api_url, app_token, clock, lost)
    connection.connect()
    try:
        yield connection
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool]) -> None:
    assert wait_for(condition, TIMEOUT_SECONDS), "it did not become true"


def advance_until(
    clock: MovableClock,
    condition: Callable[[], bool],
    at_most: timedelta,
    pause_seconds: float = 0.02,
) -> timedelta:
    """Moves the clock in the longest steps that the watchdog counts in full, and returns their sum.

    An attempt to connect takes real time while the clock advances, so tests that wait for one need
    a longer pause (in real seconds) between the steps.
    """
    pause, passed = threading.Event(), timedelta(0)
    while not condition() and passed < at_most:
        clock.advance(LONGEST_STEP)
        passed += LONGEST_STEP
        pause.wait(pause_seconds)  # the watchdog reads its clock every hundredth of a second
    return passed


def test_a_connection_is_up_after_the_hello_and_knows_slack_s_count(slack: Sandbox) -> None:
    clock = SystemClock()
    with connected_to(slack.api_url, slack.app_token, clock) as first:
        wait_until(lambda: first.status.up)
        assert (first.status.connections, first.status.reconnects) == (1, 0)
        with connected_to(slack.api_url, slack.app_token, clock) as second:
            wait_until(lambda: second.status.up)
            assert second.status.connections == 2


def test_the_certificates_are_read_once_for_every_client() -> None:
    slack = SlackClient("xoxb-1-2-abc", "https://slack.com/api/")
    assert slack.build_bolt_client().ssl is not None
    assert slack.build_socket_web_client("xapp-1-2-abc").ssl is slack.build_bolt_client().ssl


def test_a_cut_connection_is_opened_anew_at_once(slack: Sandbox) -> None:
    with connected_to(slack.api_url, slack.app_token, SystemClock()) as connection:
        wait_until(lambda: connection.status.up)
        slack.cut_sockets()
        wait_until(
            lambda: (
                connection.status.reconnects == 1 and connection.status.up and slack.connections > 0
            )
        )
        slack.person("ada").types("/refer").sees("heard")


def test_a_connection_that_slack_wants_replaced_is_replaced(slack: Sandbox) -> None:
    with connected_to(slack.api_url, slack.app_token, SystemClock()) as connection:
        wait_until(lambda: connection.status.up)
        slack.refresh_sockets()
        wait_until(
            lambda: (
                connection.status.reconnects >= 1
                and connection.status.up
                and slack.connections == 1
            )
        )
        slack.person("ada").types("/refer").sees("heard")


def test_the_watchdog_gives_up_after_ten_minutes_and_not_before(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with connected_to(slack.api_url, slack.app_token, clock, lost) as connection:
        wait_until(connection.check)
        assert connection.status.down_for == timedelta(0)
        slack.stop()
        wait_until(lambda: not connection.check())
        passed = advance_until(
            clock, lambda: connection.status.reconnects >= 3, TEN_MINUTES / 2, 0.25
        )
        assert not lost.is_set()
        passed += advance_until(clock, lost.is_set, 3 * TEN_MINUTES)
        assert lost.is_set()
        assert passed >= TEN_MINUTES - LONGEST_STEP
        assert connection.status.down_for >= TEN_MINUTES
        # Attempts are made at once, after 1, 2, 4, 8 and 16 seconds, then every half minute.
        assert 3 <= connection.status.reconnects <= 6 + 20


def test_an_outage_that_ends_does_not_count_any_more(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with connected_to(slack.api_url, slack.app_token, clock, lost) as connection:
        wait_until(connection.check)
        slack.stop()
        wait_until(lambda: not connection.check())
        advance_until(clock, lambda: connection.status.down_for > TEN_MINUTES / 2, TEN_MINUTES)
        slack.start()
        # The next attempt falls into this time; how long it takes depends on the computer.
        advance_until(clock, lambda: slack.connections == 1, TEN_MINUTES / 4)
        wait_until(lambda: slack.connections == 1)
        wait_until(connection.check)
        assert connection.status.down_for == timedelta(0)
        assert not lost.is_set()


def test_a_clock_that_jumps_counts_as_neither_outage_nor_silence(slack: Sandbox) -> None:
    clock, lost = MovableClock(MONDAY), threading.Event()
    with connected_to(slack.api_url, slack.app_token, clock, lost) as connection:
        wait_until(connection.check)
        clock.advance(timedelta(days=3))
        assert connection.check()
        assert not lost.is_set()
        assert connection.status.silent_for < SILENT_AFTER


def test_a_connection_that_never_answers_is_cut_and_opened_anew() -> None:
    """The SDK alone does not notice that its first ping is not answered."""
    clock = MovableClock(MONDAY)
    with (
        UnresponsiveSlack() as slack,
        connected_to(slack.api_url, "xapp-1-2-abc", clock) as connection,
    ):
        wait_until(lambda: slack.handshakes == 1 and connection.check())
        assert connection.status.connections == 9
        passed = advance_until(clock, lambda: not connection.check(), TEN_MINUTES)
        assert passed >= SILENT_AFTER - LONGEST_STEP
        wait_until(lambda: not connection.check() and slack.handshakes == 2)


def test_a_connection_that_lasted_resets_the_growing_pauses(slack: Sandbox) -> None:
    clock = MovableClock(MONDAY)
    with connected_to(slack.api_url, slack.app_token, clock) as connection:
        for number in (1, 2, 3):
            wait_until(connection.check)
            for _ in range(STABLE_AFTER // LONGEST_STEP):
                slack.person("ada").types("/refer").sees("heard")  # The connection is not silent.
                clock.advance(LONGEST_STEP)
                assert connection.check()
            slack.cut_sockets()
            # The clock is not moved, so a pause before the reconnect would never end.
            wait_until(lambda: not connection.check())
            wait_until(lambda number=number: connection.status.reconnects == number)  # type: ignore[misc]
