"""The named steps at which a process is killed, and how the moment of each is noticed.

Most are noticed inside the process by SQLAlchemy's public events: SIGKILL comes right before or
after the real statement or commit. Two are noticed by the sandbox, which holds a call before or
after its effect while the test kills the process. The bot's own code is not changed.
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
    """A call that the sandbox holds: after its effect if it is `done`, otherwise before that."""

    method: str
    done: bool


HELD_CALLS = {
    KillPoint.ARRIVED: HeldCall("chat.postMessage", done=False),
    KillPoint.DONE: HeldCall("chat.postMessage", done=True),
}


def kill_at(kill_point: KillPoint, times: int) -> None:
    """Make this process kill itself the `times`-th time that it reaches the kill point."""
    count_and_kill = _kill_on_nth_call(times)
    has_claimed, has_committed = _ThreadFlag(), _ThreadFlag()
    in_right_thread = _in_part(kill_point.part)

    def on_execute(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> None:
        claims_intent = statement.startswith("UPDATE outbox") and "sending" in str(parameters)
        claims_follow_up = statement.startswith("UPDATE follow_up") and "lease_until" in statement
        if in_right_thread() and (
            claims_intent if kill_point.part == "delivery" else claims_follow_up
        ):
            has_claimed.set()
            if kill_point in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM):
                count_and_kill()

    def on_commit(_connection: Connection) -> None:
        if in_right_thread():
            has_committed.set()
            if kill_point in (KillPoint.CLICK_COMMIT, KillPoint.TICK_COMMIT):
                count_and_kill()

    def on_checkin(_driver: Any, _record: Any) -> None:
        if (
            has_committed.clear()
            and in_right_thread()
            and (kill_point is not KillPoint.SENDING or has_claimed.clear())
        ):
            count_and_kill()

    if kill_point in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM, KillPoint.SENDING):
        event.listen(Engine, "after_cursor_execute", on_execute)
    if kill_point not in (KillPoint.MID_CLAIM, KillPoint.TICK_CLAIM):
        # This event fires before the commit; the pool's event below fires after it.
        event.listen(Engine, "commit", on_commit)
    if kill_point in (KillPoint.CLICK_ACK, KillPoint.TICK_DONE, KillPoint.SENDING):
        event.listen(Pool, "checkin", on_checkin)


class _ThreadFlag(threading.local):
    """A flag that each thread has for itself."""

    is_set = False

    def set(self) -> None:
        self.is_set = True

    def clear(self) -> bool:
        """Clear the flag and return whether it was set."""
        was_set, self.is_set = self.is_set, False
        return was_set


def _kill_on_nth_call(times: int) -> Callable[[], None]:
    remaining, lock = [times], threading.Lock()

    def count_and_kill() -> None:
        with lock:
            remaining[0] -= 1
            if remaining[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return count_and_kill


def _in_part(part: str) -> Callable[[], bool]:
    return lambda: _current_part() == part


def _current_part() -> str:
    """The part of the bot that runs in this thread.

    The threads of the scheduler have no name of their own, so their stack is searched.
    """
    if threading.current_thread().name == "delivery":
        return "delivery"
    if threading.current_thread() is threading.main_thread():
        return "start"
    return "tick" if _in_scheduler_job() else "click"


def _in_scheduler_job() -> bool:
    frame: Any = sys._getframe()
    while frame is not None:
        if "apscheduler" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
