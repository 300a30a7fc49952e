"""Runs the bot in a process that a test may kill.

It is the code of `vouch run` on the sandbox's clock, which it reads over HTTP. With a kill point,
the process kills itself at a named step of the flow (`kill_points`). `deployment.Deployment` starts
it as a child process; `rolling` starts it as a command, with its options as JSON.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import json
import logging
import os
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import FollowingClock, SystemClock
from bot.ops.logging import configure_logging
from bot.runners import lifecycle
from bot.runners.startup import StartupError
from bot.settings import load
from slack_io.client import Timeouts
from slack_io.socket_mode import ConnectionLostError
from tests.faults.kill_points import KillPoint, kill_at

POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class RunnerOptions:
    """The options of one process, which can be written as JSON.

    `clock_url` is the address of the sandbox, and `log` the file for the output. The process kills
    itself the `times`-th time that it reaches `kill_point`. `timeout` is the timeout of each call
    to Slack in real seconds; 0 keeps the default. `http` is the host and port for Slack's requests;
    without it the process uses Socket Mode.
    """

    settings: dict[str, str]
    clock_url: str
    log: str
    kill_point: str = ""
    times: int = 1
    timeout: int = 0
    http: str = ""


class RemoteClock:
    """The sandbox's clock, which is read twenty times a second. The machine's fills the gaps."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._system = SystemClock()
        self._offset = timedelta(0)
        self.synchronize()
        threading.Thread(target=self._follow, name="wire-clock", daemon=True).start()

    def now(self) -> datetime:
        return self._system.now() + self._offset

    def synchronize(self) -> None:
        connection = http.client.HTTPConnection(self._host, timeout=5)
        try:
            connection.request("GET", "/people/clock")
            reply = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        self._offset = datetime.fromtimestamp(reply["now"], UTC) - self._system.now()

    def _follow(self) -> None:
        never_set = threading.Event()
        while not self._system.wait(never_set, POLL_SECONDS):
            # These errors come while the sandbox is busy, and after it has stopped.
            with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
                self.synchronize()


def obey_file_modes() -> None:
    """Make file permissions bind this thread and the threads that it starts, even if it is root's.

    Drops CAP_DAC_OVERRIDE with capset(2), version 3 of its header. Raises OSError if that fails.
    """
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if libc.capget(header, data):
        raise OSError(ctypes.get_errno(), "capget")
    data[0] &= ~2  # the effective set; CAP_DAC_OVERRIDE is bit 1
    data[1] &= ~2  # the permitted set
    if libc.capset(header, data):
        raise OSError(ctypes.get_errno(), "capset")


def main(options: RunnerOptions) -> None:
    log = Path(options.log).open("a")  # noqa: SIM115 - for as long as the process lives
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    obey_file_modes()
    logging.getLogger().handlers.clear()
    if options.kill_point:
        kill_at(KillPoint(options.kill_point), options.times)
    settings = load(options.settings, env_file=None, mode="http" if options.http else "socket")
    configure_logging("INFO", json=True)
    clock = FollowingClock(RemoteClock(options.clock_url).now)
    timeouts = (
        Timeouts(options.timeout, options.timeout, options.timeout) if options.timeout else None
    )
    host, _, port = options.http.partition(":")
    try:
        lifecycle.run(settings, clock, (host, int(port)) if host else None, timeouts)
    except (StartupError, ConnectionLostError, OSError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(RunnerOptions(**json.loads(sys.argv[1])))
