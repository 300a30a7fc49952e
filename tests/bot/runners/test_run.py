"""`vouch run` as a process: one bot for a file, its endpoints, its end without a link to Slack."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.driver.client import wait_for
from sandbox.server import Sandbox
from tests.demo_slack import connection_settings

TIMEOUT_SECONDS = 30.0
VOUCH = Path(sys.executable).with_name("vouch")
Start = Callable[..., "Process"]


class Process:
    """A `vouch run`; its log is read from a file, line by line as JSON."""

    def __init__(self, log: Path, environ: Mapping[str, str], *arguments: str) -> None:
        self._log = log
        with log.open("w") as stream:
            self.popen = subprocess.Popen(  # noqa: S603 - our own command, from this environment
                [VOUCH, "run", *arguments], env=environ, cwd=log.parent, stderr=stream
            )

    @property
    def text(self) -> str:
        return self._log.read_text()

    def wait_for_event(self, event: str) -> dict[str, Any]:
        """Waits for the first line of the log with that event, and returns it."""

        def find() -> dict[str, Any] | None:
            for line in self.text.splitlines():
                if line.startswith("{") and (entry := json.loads(line))["event"] == event:
                    return dict(entry)
            return None

        found = wait_for(find, TIMEOUT_SECONDS)
        assert found is not None, self.text
        return found

    def wait_for_exit(self) -> int:
        return self.popen.wait(TIMEOUT_SECONDS)


@pytest.fixture
def environ(slack: Sandbox, tmp_path: Path, sqlite_url: str) -> dict[str, str]:
    return connection_settings(slack, sqlite_url) | {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "VOUCH_METRICS": "127.0.0.1:0",
        "VOUCH_LOG_JSON": "yes",
        "VOUCH_TICK_SECONDS": "1",
    }


@pytest.fixture
def start(environ: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts `vouch run`; a process that still runs at the end of the test is killed."""
    started: list[Process] = []

    def run(*arguments: str, **more: str) -> Process:
        log = tmp_path / f"run-{len(started)}.log"
        started.append(Process(log, {**environ, **more}, *arguments))
        return started[-1]

    yield run
    for process in started:
        process.popen.kill()
        process.popen.wait(TIMEOUT_SECONDS)


def vouch(environ: Mapping[str, str], folder: Path, *arguments: str) -> tuple[int, str]:
    finished = subprocess.run(  # noqa: S603 - our own command, from this environment
        [VOUCH, *arguments], env=environ, cwd=folder, capture_output=True, text=True, check=False
    )
    return finished.returncode, finished.stdout + finished.stderr


def address(process: Process) -> str:
    return f"http://127.0.0.1:{process.wait_for_event('metrics')['port']}"


def ready(url: str) -> httpx.Response | None:
    answer = httpx.get(f"{url}/readyz")
    return answer if answer.status_code == 200 else None


def test_a_file_has_one_bot_and_short_commands_work_beside_it(
    start: Start, environ: dict[str, str], tmp_path: Path
) -> None:
    first = start()
    url = address(first)
    assert wait_for(lambda: ready(url), TIMEOUT_SECONDS) is not None, httpx.get(
        f"{url}/readyz"
    ).text
    second = start()
    assert second.wait_for_exit() == 1
    (line,) = [line for line in second.text.splitlines() if not line.startswith("{")]
    assert line == (
        f"A bot (process {first.popen.pid}) is running on {tmp_path / 'vouch.db'} already. "
        "One file serves one bot."
    )
    assert vouch(environ, tmp_path, "status")[0] == 0
    assert vouch(environ, tmp_path, "backup", "copy.db")[0] == 0
    first.popen.send_signal(signal.SIGKILL)  # the system releases the lock
    first.wait_for_exit()
    third = start()
    third.wait_for_event("running")
    third.popen.send_signal(signal.SIGTERM)
    assert third.wait_for_exit() == 0


def test_metrics_and_readiness_report_the_link_and_the_process_ends_without_it(
    start: Start, slack: Sandbox
) -> None:
    process = start(VOUCH_GIVE_UP_SECONDS="3")
    url = address(process)
    assert wait_for(lambda: ready(url), TIMEOUT_SECONDS) is not None, httpx.get(
        f"{url}/readyz"
    ).text
    slack.person("ada").types("/refer help")
    page = httpx.get(f"{url}/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    for line in (
        "vouch_database_up 1.0",
        "vouch_socket_up 1.0",
        "vouch_socket_connections 1.0",
        'vouch_outbox_rows{state="dead"} 0.0',
        "vouch_ack_seconds_count 1.0",
        'vouch_ack_seconds_bucket{le="+Inf"} 1.0',
    ):
        assert line in page.text.splitlines(), page.text
    for name in (
        'vouch_slack_calls_total{method="auth.test",outcome="sent"}',
        "vouch_tick_lag_seconds",
        "vouch_outbox_oldest_seconds",
        "process_open_fds",
    ):
        assert name in page.text
    slack.stop()
    assert wait_for(lambda: not ready(url), TIMEOUT_SECONDS)
    assert "slack: no sound link by Socket Mode" in httpx.get(f"{url}/readyz").text
    assert httpx.get(f"{url}/healthz").text == "ok\n"
    assert process.wait_for_exit() == 1
    assert process.text.splitlines()[-1] == (
        "No link to Slack for 3 seconds (VOUCH_GIVE_UP_SECONDS). This process ends so that a new "
        "one may try."
    )
