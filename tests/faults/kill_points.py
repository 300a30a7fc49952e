"""The named steps of the flow at which a process dies, and how each is hit.

Most are hit inside the process, by SQLAlchemy's own events (its public door for onlookers): the
statement or the commit is the real one, and SIGKILL comes before or after it. Two are hit from
Slack's side: the sandbox holds the call as it arrives, or when it is done and not answered, and
the process is killed meanwhile. The product holds no word of this, and nothing in it is replaced.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Pool, event


class KillPoint(StrEnum):
    CLICK_COMMIT = "click: before the commit"
    CLICK_ACK = "click: after the commit, before the ack"
    MID_CLAIM = "delivery: mid-claim"
    SENDING = "delivery: sending, before the call"
    ARRIVED = "delivery: the call has arrived, not done"
    DONE = "delivery: after the call, before the record"
    TICK_CLAIM = "tick: mid-claim"
    TICK_COMMIT = "tick: before the commit"
    TICK_DONE = "tick: after the commit"

    @property
    def part(self) -> str:
        return self.value.partition(":")[0]


@dataclass(frozen=True, slots=True)
class HeldCall:
    """A step that Slack's side sees: a call of `method`, held before or after its work."""

    method: str
    done: bool


HELD_CALLS = {
    KillPoint.ARRIVED: HeldCall("chat.postMessage", done=False),
    KillPoint.DONE: HeldCall("chat.postMessage", done=True),
}


def kill_at(kill_point: KillPoint, times: int) -> None:
    """Have this process die the `times`-th time that it gets to a step of its own."""
    reached = _countdown(times)
    mark, over = _Mark(), _Mark()
    here = _only(kill_point.part)

    def executed(
        _connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool
    ) -> None:
        claims = statement.startswith("UPDATE outbox") and "sending" in str(given)
        takes = statement.startswith("UPDATE follow_up") and "lease_until" in statement
        if here() and (claims if kill_point.part == "delivery" else takes):
            mark.set()
            if kill_point in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM):
                reached()

    def committing(_connection: Connection) -> None:
        if here():
            over.set()
            if kill_point in (KillPoint.CLICK_COMMIT, KillPoint.TICK_COMMIT):
                reached()

    def given_back(_driver: Any, _record: Any) -> None:
        if over.taken() and here() and (kill_point is not KillPoint.SENDING or mark.taken()):
            reached()

    if kill_point in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM, KillPoint.SENDING):
        event.listen(Engine, "after_cursor_execute", executed)
    if kill_point not in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM):
        event.listen(Engine, "commit", committing)  # as it begins; its end is told by the pool
    if kill_point in (KillPoint.CLICK_ACK, KillPoint.TICK_DONE, KillPoint.SENDING):
        event.listen(Pool, "checkin", given_back)


class _Mark(threading.local):
    """That the transaction of this thread has claimed something, or is committed."""

    here = False

    def set(self) -> None:
        self.here = True

    def taken(self) -> bool:
        was, self.here = self.here, False
        return was


def _countdown(times: int) -> Callable[[], None]:
    left, lock = [times], threading.Lock()

    def reached() -> None:
        with lock:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return reached


def _only(part: str) -> Callable[[], bool]:
    return lambda: _part() == part


def _part() -> str:
    """Whose thread this is. The scheduler's pool has no name of its own, but a stack."""
    if threading.current_thread().name == "delivery":
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
