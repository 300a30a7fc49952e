"""A company with its own Slack and any number of bot processes, each of which may be killed.

The sandbox's clock runs faster than the machine's and the processes follow it, so that pauses and
leases pass quickly. "Simulated" times below are times of that clock.
"""

from __future__ import annotations

import multiprocessing
import random
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from bot.app import build
from bot.clock import FollowingClock, SystemClock
from bot.settings import load
from domain.members import Role
from domain.openings import OpeningForm
from nudges import members as member_tick
from sandbox.clock import SandboxClock
from sandbox.driver.client import wait_for
from sandbox.engine import Timing
from sandbox.server import Sandbox
from services import openings
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.contexts import actor_for, context_for
from tests.demo_slack import MANIFEST, connection_settings
from tests.faults import runner
from tests.faults.kill_points import KillPoint
from tests.faults.runner import RunnerOptions

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CLOCK_STEP_SECONDS = 0.05
SPEED = 20  # how many times faster than the machine's clock
CONNECT_TIMEOUT_SECONDS = 30.0
START_TIMEOUT_SECONDS = 150.0  # for all attempts to start a process, of which one must succeed
RESTART_PAUSE = timedelta(seconds=30)  # simulated; a supervisor would pause as well
WAIT_TIMEOUT_SECONDS = 240.0
ACK_SECONDS = 3.0  # how many real seconds Slack waits for an answer to a click
SATURDAY = 5  # as a `weekday()`
DISCONNECT_SECONDS = 3.0  # for the sandbox to notice a closed connection

_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["tests.faults.runner", "psycopg", "bot.ops.endpoints"])


def company(advocates: int, recruiters: int) -> dict[str, Any]:
    """The company as the sandbox loads it, with three channels that everybody has joined.

    Its people are advocates `a0`, `a1`... and recruiters `r0`, `r1`..., all in one time zone.
    """
    users = [_user(f"a{n}") for n in range(advocates)] + [_user(f"r{n}") for n in range(recruiters)]
    return {
        "team": {"id": "T0TOWN", "name": "Town", "domain": "town"},
        "users": users,
        "channels": [
            {"name": name, "members": ["*", "@bot"]} for name in ("general", "hiring", "news")
        ],
    }


def _user(handle: str) -> dict[str, Any]:
    return {
        "id": f"U0{handle.upper()}",
        "handle": handle,
        "real_name": f"Person {handle.upper()}",
        "email": f"{handle}@town.test",
        "tz": "Europe/London",
    }


class Deployment:
    """Use it as a context manager.

    `refs` are the references of the openings (such as "ENG-1"), one for each recruiter. `speed` is
    the factor of the simulated clock. `call_timeout_seconds` is the timeout of the bots' calls to
    Slack (0 keeps the default), and `ack_seconds` is how long Slack waits for an answer; both are
    real seconds.
    """

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        advocates: int = 4,
        recruiters: int = 1,
        speed: float = SPEED,
        settings: Mapping[str, str] | None = None,
        rate_limits: bool = False,
        call_timeout_seconds: int = 0,
        raise_weekly_limit: bool = False,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.advocates = [f"a{n}" for n in range(advocates)]
        self.recruiters = [f"r{n}" for n in range(recruiters)]
        self.refs: list[str] = []
        self.log = folder / "bots.log"
        self._call_timeout_seconds = call_timeout_seconds
        self.slack = Sandbox(
            MANIFEST,
            company(advocates, recruiters),
            clock=SandboxClock(MONDAY),
            rate_limits=rate_limits,
            timing=Timing(ack_seconds=ack_seconds),
        )
        self.database = Database(database_url)
        self._url = database_url
        # With the usual limit of two nudges a week, most of what falls due would wait for weeks.
        self._extra_settings = {"VOUCH_DMS_PER_WEEK": "20"} if raise_weekly_limit else {}
        self._extra_settings |= settings or {}
        self._stopped = threading.Event()
        self._speed = speed
        self._clock_thread = threading.Thread(target=self._advance_clock, name="time", daemon=True)
        self.processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        self.slack.start()
        self._prepare_company()
        self._clock_thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._clock_thread.join()
        for process in self.processes:
            process.kill()
            process.join(5)
        self.slack.stop()
        self.database.close()

    # Time --------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return self.slack.clock.now()

    def _advance_clock(self) -> None:
        system = SystemClock()
        # The sandbox's clock runs at normal speed by itself, which is the 1 of `speed`.
        clock_step = timedelta(seconds=CLOCK_STEP_SECONDS * (self._speed - 1))
        while not system.wait(self._stopped, CLOCK_STEP_SECONDS):
            self.slack.clock.advance(clock_step)

    def skip_to_next_day(self, rng: random.Random) -> None:
        """Move the clock to a random hour between 9:45 and 14:45 UTC of the next day.

        No process may be running.
        """
        assert not any(process.is_alive() for process in self.processes)
        day = (self.now() + timedelta(days=1)).replace(hour=9, minute=45, second=0)
        self.slack.clock.set(day + timedelta(minutes=rng.uniform(0, 300)))

    def skip_working_days(self, days: int, rng: random.Random) -> None:
        while days:
            self.skip_to_next_day(rng)
            if self.now().weekday() < SATURDAY:
                days -= 1

    def wait_until(self, condition: Callable[[], bool], *, supervised: bool = False) -> None:
        """Wait until the condition holds. `supervised` restarts processes that end in that time.

        Raises AssertionError if the condition does not hold in time.
        """

        def restart_and_check() -> bool:
            if supervised:
                self.restart_ended()
            return condition()

        assert wait_for(restart_and_check, WAIT_TIMEOUT_SECONDS), self.log.read_text()[-2000:]

    @property
    def in_outage(self) -> bool:
        return self.slack.engine.fault_injector.in_outage

    # Processes ---------------------------------------------------------------------------------

    def environ(self) -> dict[str, str]:
        return {
            **connection_settings(self.slack, self._url),
            "VOUCH_RECRUITERS": ",".join(f"U0{name.upper()}" for name in self.recruiters),
            "VOUCH_TICK_SECONDS": "1",
            # Messages wait for their readers' working hours, and a run may last a night.
            "VOUCH_HOURS_START": "00:00",
            "VOUCH_HOURS_END": "23:59",
            "VOUCH_WORKING_DAYS": "mon,tue,wed,thu,fri,sat,sun",
            **self._extra_settings,
        }

    def start(
        self, kill_point: KillPoint | None = None, kill_at_pass: int = 1, http_address: str = ""
    ) -> BaseProcess:
        """Start one more process, and return at once.

        With a kill point, the process kills itself the `kill_at_pass`-th time that it gets there,
        which may have happened already. `http_address` is the host and port at which the process
        takes Slack's requests; without it the process uses Socket Mode.
        """
        options = RunnerOptions(
            self.environ(),
            self.slack.url,
            str(self.log),
            kill_point or "",
            kill_at_pass,
            self._call_timeout_seconds,
            http_address,
        )
        process = _forkserver.Process(target=runner.main, args=(options,), daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def restart_ended(self) -> None:
        """Start a new process for each one that has ended, and wait until it is connected.

        In an outage of Slack it is not waited for, because it cannot connect.
        """
        ended = [process for process in self.processes if not process.is_alive()]
        for process in ended:
            self._forget(process)
        for _ in ended:
            if self.in_outage:
                self.start()
            else:
                self.start_and_connect()

    def wait_until_connected(self, count: int = 1, or_ended: BaseProcess | None = None) -> bool:
        """Wait until `count` connections are open, or until the process `or_ended` has ended.

        Returns whether either happened within `CONNECT_TIMEOUT_SECONDS`.
        """

        def is_connected() -> bool:
            if or_ended is not None and not or_ended.is_alive():
                return True
            return self.slack.connections >= count

        return bool(wait_for(is_connected, CONNECT_TIMEOUT_SECONDS))

    def start_and_connect(
        self, kill_point: KillPoint | None = None, kill_at_pass: int = 1
    ) -> BaseProcess:
        """Start a process and wait until it is connected.

        If it ends before that, for example because Slack answers its first call with an error,
        another one is started after a pause, as by a supervisor. A process that ended at its kill
        point is returned. Raises AssertionError if none connects in time.
        """
        system = SystemClock()
        deadline = system.now() + timedelta(seconds=START_TIMEOUT_SECONDS)
        while system.now() < deadline:
            process = self.start(kill_point, kill_at_pass)
            before = self.slack.connections
            self.wait_until_connected(before + 1, or_ended=process)
            # A negative exit code is the number of the signal that ended the process.
            was_killed = process.exitcode is not None and process.exitcode < 0
            if process.is_alive() or (kill_point is not None and was_killed):
                return process
            self._forget(process)
            # The clock may be moved ahead only while no process is running.
            if not self.processes:
                self.slack.clock.advance(RESTART_PAUSE)
        raise AssertionError(f"the bot does not start:\n{self.log.read_text()[-2000:]}")

    def kill(self, process: BaseProcess) -> None:
        """Kill the process with SIGKILL and wait until its connection is closed."""
        process.kill()
        self._forget(process)

    def _forget(self, process: BaseProcess) -> None:
        """Remove a process that has ended or been killed, when its connection is closed."""
        process.join(10)
        if process in self.processes:
            self.processes.remove(process)
        wait_for(lambda: self.slack.connections <= len(self.processes), DISCONNECT_SECONDS)

    # Contents ----------------------------------------------------------------------------------

    def outbox_rows(self) -> list[Any]:
        """Return every row of the outbox, oldest first."""
        with self.database.read() as transaction:
            return list(transaction.execute(select(OUTBOX).order_by(OUTBOX.c.id)))

    def _prepare_company(self) -> None:
        """Store every member, and an announced opening for each recruiter."""
        clock = FollowingClock(self.slack.clock.now)
        vouch = build(load(self.environ(), env_file=None), clock)
        member_tick.read_all(vouch.database, vouch.slack, clock.now())
        channel = self.slack.world.channel_by_name("hiring")
        assert channel is not None
        for number, recruiter in enumerate(self.recruiters):
            user = f"U0{recruiter.upper()}"
            with vouch.database.write() as transaction:
                form = OpeningForm(
                    title=f"Engineer {number}",
                    team="Engineering",
                    place="London",
                    hiring_manager=user,
                    recruiter=user,
                    channels=(channel.id,),
                )
                actor = actor_for(transaction, vouch.workspace.id, user, Role.HIRING_MANAGER)
                opening = openings.store_opening(
                    context_for(transaction, actor, now=clock.now()), form
                )
            self.refs.append(str(opening.ref))
        vouch.database.close()
