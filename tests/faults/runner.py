"""`vouch run` for a test that kills it: the same code, on the sandbox's clock, which it asks for
over the wire. It can be told to die, as by SIGKILL, at a named step of the flow.

The steps are found from outside: the real objects are the ones that run, and the product holds
no word of this. Started by `town.Town`, in a process of its own.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot import logs, running
from bot import slack as web
from bot.clock import FollowedClock, SystemClock
from bot.settings import load
from bot.slack import Slack

POLL_SECONDS = 0.05

STEPS = (
    "click: before the commit",
    "click: after the commit, before the ack",
    "delivery: mid-claim",
    "delivery: after a commit",
    "delivery: sending, before the call",
    "delivery: after the call, before the record",
    "tick: before the commit",
    "tick: after the commit",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What one process is to do. `step` is one of STEPS, reached `times` times; "" is to live.

    `timeout` (real seconds) shortens how long Slack's answers are waited for, 0 leaves it.
    """

    settings: dict[str, str]
    clock_url: str
    log: str
    step: str = ""
    times: int = 1
    timeout: int = 0


class WireClock:
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


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _countdown(times: int) -> Callable[[], None]:
    left, lock = [times], threading.Lock()

    def reached() -> None:
        with lock:
            left[0] -= 1
            if left[0] <= 0:
                die()

    return reached


def _part() -> str:
    """Whose thread this is. The scheduler's pool has no name of its own, but a stack."""
    name = threading.current_thread().name
    if name == "delivery":
        return "delivery"
    if threading.current_thread() is threading.main_thread():
        return "start"
    return "tick" if _ticking() else "click"


def _ticking() -> bool:
    frame: Any = sys._getframe()
    while frame is not None:
        if "apscheduler" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def arm(step: str, times: int) -> None:
    """Have this process die the `times`-th time that it gets to `step`."""
    reached = _countdown(times)
    part, _, what = step.partition(": ")

    def on_commit(_session: Session) -> None:
        if _part() == part:
            reached()

    if what in ("before the commit", "mid-claim"):
        event.listen(Session, "before_commit", on_commit)
    elif what.startswith("after the commit") or what == "after a commit":
        event.listen(Session, "after_commit", on_commit)
    else:
        _around_post(reached, after=what.startswith("after"))


def _around_post(reached: Callable[[], None], *, after: bool) -> None:
    real = Slack.post

    def post(self: Slack, *given: Any, **named: Any) -> web.Called:
        if not after:
            reached()
        called = real(self, *given, **named)
        if after:
            reached()
        return called

    Slack.post = post  # type: ignore[method-assign]  # from outside: the real one runs within


def main(order: Order) -> None:
    log = Path(order.log).open("a")  # noqa: SIM115 - for as long as the process lives
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    logging.getLogger().handlers.clear()
    if order.timeout:
        web.POST_TIMEOUT = web.VIEW_TIMEOUT = web.READ_TIMEOUT = order.timeout
    if order.step:
        arm(order.step, order.times)
    settings = load(order.settings, env_file=None)
    logs.configure("INFO", json=True)
    clock = FollowedClock(WireClock(order.clock_url).now)
    running.run(settings, clock)
