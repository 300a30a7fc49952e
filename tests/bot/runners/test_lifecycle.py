"""`vouch run` as a process: it starts, answers, and stops in order on a signal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.clock import SystemClock
from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from tests.bot.vouch_process import start_vouch, wait_for_line
from tests.demo_slack import connection_settings

STOP_SECONDS = 10  # what a container is given before it is killed


@pytest.fixture
def settings(slack: Sandbox, sqlite_url: str) -> dict[str, str]:
    return connection_settings(slack, sqlite_url) | {"VOUCH_RECRUITER_GROUP": "recruiters"}


def stop(process: subprocess.Popen[str], number: signal.Signals) -> tuple[float, str]:
    """Sends the signal; returns the seconds until exit code 0, and the last of its log."""
    clock = SystemClock()
    before = clock.now()
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    return (clock.now() - before).total_seconds(), err


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_on_a_signal(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str], number: signal.Signals
) -> None:
    process = start_vouch(tmp_path, settings, "run")
    wait_for_line(process, "running")
    slack.person("ada").types("/refer help")
    assert slack.person("ada").ephemerals()
    seconds, err = stop(process, number)
    assert seconds < STOP_SECONDS
    assert "stopped" in err
    assert slack.connections == 0


def test_it_stops_by_http_while_a_connection_is_open(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str]
) -> None:
    port = free_port()
    process = start_vouch(tmp_path, settings, "run", "--http", f"127.0.0.1:{port}")
    wait_for_line(process, "running")
    slack.use_http(f"http://127.0.0.1:{port}/slack/events")
    slack.person("ada").types("/refer help")
    assert slack.person("ada").ephemerals()
    with socket.create_connection(("127.0.0.1", port)):  # it never sends anything
        seconds, _ = stop(process, signal.SIGTERM)
    assert seconds < STOP_SECONDS


def test_a_click_under_way_is_answered_before_the_stop(
    tmp_path: Path, slack: Sandbox, settings: dict[str, str]
) -> None:
    process = start_vouch(tmp_path, settings, "run")
    wait_for_line(process, "running")
    slack.person("ada").types("/refer help")  # everybody is known by now
    slack.fail("views.open", "", delay=1.5)
    ada = slack.person("ada")
    clicking = threading.Thread(target=ada.types, args=("/refer",))
    clicking.start()
    assert wait_for(lambda: slack.engine.method_failures.pending == 0, 5)
    seconds, _ = stop(process, signal.SIGTERM)
    clicking.join(10)
    assert seconds < STOP_SECONDS
    assert ada.modal().title
    assert ada.toasts == []


SIGNALS_A_THREAD = """
import signal, threading
from bot.runners.lifecycle import set_event_on_stop_signal

received = threading.Event()

def send():
    threading.Event().wait(0.3)  # the main thread waits by then, or notices the signal later
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

set_event_on_stop_signal(received)
threading.Thread(target=send, daemon=True).start()
received.wait()
"""


FAILS_WHEN_READY = """
import sys, threading
from pathlib import Path
from bot.runners import sandbox

def fail(url):
    raise RuntimeError(url)

try:
    sandbox.run(Path(sys.argv[1]), 0, fresh=True, on_ready=fail)
except RuntimeError:
    print([thread.name for thread in threading.enumerate()])
"""


def test_the_bot_in_the_sandbox_stops_when_its_start_fails(tmp_path: Path) -> None:
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", FAILS_WHEN_READY, str(tmp_path / "sandbox")],
        timeout=60,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "MainThread" in finished.stdout
    assert "delivery" not in finished.stdout


def test_a_signal_that_another_thread_receives_is_noticed() -> None:
    """The main thread waits, so that Python would not run a signal handler in it."""
    finished = subprocess.run([sys.executable, "-c", SIGNALS_A_THREAD], timeout=60, check=False)  # noqa: S603 - our own
    assert finished.returncode == 0
