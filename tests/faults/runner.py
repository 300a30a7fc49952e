"""`vouch run` for a test that kills it: the same code, on the sandbox's clock, which it asks for
over the wire. It can be told to die, as by SIGKILL, at a named step of the flow (`kill_points`).

`deployment.Deployment` starts it in a process of its own. `rolling` starts it as a command with its
options as JSON, for a copy of the code that is another version.
"""

from __future__ import annotations

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

from bot.clock import FollowedClock, SystemClock
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
    """What one process does. It dies the `times`-th time that it reaches `kill_point`, if any.

    `timeout` (real seconds) shortens how long Slack's answers are waited for, 0 leaves it.
    `http` is where Slack's requests are taken; "" is by the socket.
    """

    settings: dict[str, str]
    clock_url: str
    log: str
    kill_point: str = ""
    times: int = 1
    timeout: int = 0
    http: str = ""


class RemoteClock:
    """The sandbox's time: asked for twenty times a second, carried on by the machine's clock."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._system = SystemClock()
        self._offset = timedelta(0)
        self.ask()
        threading.Thread(target=self._follow, name="wire-clock", daemon=True).start()

    def now(self) -> datetime:
        return self._system.now() + self._offset

    def ask(self) -> None:
        link = http.client.HTTPConnection(self._host, timeout=5)
        try:
            link.request("GET", "/people/clock")
            told = json.loads(link.getresponse().read())
        finally:
            link.close()
        self._offset = datetime.fromtimestamp(told["now"], UTC) - self._system.now()

    def _follow(self) -> None:
        never = threading.Event()
        while not self._system.wait(never, POLL_SECONDS):
            try:
                self.ask()
            except (OSError, ValueError, http.client.HTTPException):  # it is busy, or gone
                continue


def obey_file_modes() -> None:
    """Root reads and writes whatever it likes; a bot does not run as root. This thread, and those
    that it starts, give up that right (CAP_DAC_OVERRIDE; capset(2), version 3 of its header)."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if libc.capget(header, data):
        raise OSError(ctypes.get_errno(), "capget")
    data[0] &= ~2  # effective, the first 32 of them; CAP_DAC_OVERRIDE is number 1
    data[1] &= ~2  # permitted
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
    clock = FollowedClock(RemoteClock(options.clock_url).now)
    patience = (
        Timeouts(options.timeout, options.timeout, options.timeout) if options.timeout else None
    )
    host, _, port = options.http.partition(":")
    try:
        lifecycle.run(settings, clock, (host, int(port)) if host else None, patience)
    except (
        StartupError,
        ConnectionLostError,
        OSError,
    ) as why:  # the line that the command would print
        sys.exit(f"{type(why).__name__}: {why}")


if __name__ == "__main__":
    main(RunnerOptions(**json.loads(sys.argv[1])))
