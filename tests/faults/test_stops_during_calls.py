"""SIGTERM ends a bot that waits for Slack.

A bot that waits until it may call Slack ends at once. A bot that waits for an answer ends within
the time that a container is given.
"""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from bot.clock import SystemClock
from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from tests.bot.vouch_process import start_vouch, wait_for_line
from tests.demo_slack import connection_settings
from tests.stories.actions import fill_opening_form, submit_and_expect

WAITING_ENDS = 2.0  # seconds
STOP_SECONDS = 10.0  # waiting, and what is in flight
OPEN = "apps.connections.open"


@pytest.fixture
def settings(slack: Sandbox, sqlite_url: str) -> dict[str, str]:
    return connection_settings(slack, sqlite_url) | {"VOUCH_RECRUITERS": "U0LINUS"}


def stop(process: subprocess.Popen[str]) -> float:
    """Returns the seconds until the process ended with exit code 0."""
    before = SystemClock().now()
    process.send_signal(signal.SIGTERM)
    try:
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "Traceback" not in err
    return (SystemClock().now() - before).total_seconds()


def called(slack: Sandbox, method: str, times: int = 1) -> bool:
    return bool(
        wait_for(lambda: [call["name"] for call in slack.traffic].count(method) >= times, 20)
    )


def test_a_start_that_slack_throttles_ends(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str]
) -> None:
    slack.fail(OPEN, "ratelimited", status=429, retry_after=600, times=9)
    process = start_vouch(tmp_path, settings, "run")
    assert called(slack, OPEN)
    assert stop(process) < WAITING_ENDS


@pytest.mark.parametrize("method", ["auth.test", OPEN])
def test_a_start_that_slack_does_not_answer_ends(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str], method: str
) -> None:
    hold = slack.hold_call(method)
    process = start_vouch(tmp_path, settings, "run")
    assert hold.wait_until_held(20)
    seconds = stop(process)
    hold.release()
    assert seconds < WAITING_ENDS


def test_a_bot_that_may_not_reconnect_yet_ends(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str]
) -> None:
    process = start_vouch(tmp_path, settings, "run")
    wait_for_line(process, "socket_up")
    slack.fail(OPEN, "ratelimited", status=429, retry_after=600, times=9)
    slack.cut_sockets()
    assert called(slack, OPEN, 2)
    assert stop(process) < STOP_SECONDS


def test_a_bot_whose_reconnect_is_not_answered_ends(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str]
) -> None:
    process = start_vouch(tmp_path, settings, "run")
    wait_for_line(process, "socket_up")
    hold = slack.hold_call(OPEN)
    slack.cut_sockets()
    assert hold.wait_until_held(20)
    seconds = stop(process)
    hold.release()
    assert seconds < STOP_SECONDS


@pytest.mark.parametrize("method", ["users.list", "chat.postMessage"])
def test_a_bot_whose_calls_are_not_answered_ends(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str], method: str
) -> None:
    hold = slack.hold_call(method)
    process = start_vouch(tmp_path, settings, "run")
    if method == "chat.postMessage":
        wait_for_line(process, "socket_up")
        form = slack.person("linus").types("/refer post").modal("Post an opening")
        submit_and_expect(submit_and_expect(fill_opening_form(form), "Preview"), "Posted")
    assert hold.wait_until_held(20)
    seconds = stop(process)
    hold.release()
    assert seconds < STOP_SECONDS
