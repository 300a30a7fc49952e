"""A company, its Slack and as many processes of the bot as wanted, each of which may be killed.

Time runs faster than the machine's: the sandbox's clock is pushed ahead all the while, and the
processes follow it, so that pauses and leases pass in a moment.
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
from bot.clock import FollowedClock, SystemClock
from bot.runners.sandbox import manifest_path
from bot.settings import load
from domain.members import Role
from domain.openings import OpeningForm
from nudges import members as reading
from sandbox.clock import SandboxClock
from sandbox.driver.client import wait_for
from sandbox.engine import Timing
from sandbox.server import Sandbox
from services import openings
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.contexts import actor_for, context_for
from tests.faults import runner
from tests.faults.kill_points import KillPoint
from tests.faults.runner import RunnerOptions

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PUSH_SECONDS = 0.05
SPEED = 20  # how many times faster than the machine's clock
START_SECONDS = 30.0
START_PATIENCE = 150.0  # seconds in which one of the attempts has to start
BETWEEN_ATTEMPTS = timedelta(seconds=30)  # a supervisor's pause, by the town's clock
UNTIL_SECONDS = 240.0
SLACK_WAITS_SECONDS = 3.0  # for an answer to a click
SATURDAY = 5
GONE_SECONDS = 3.0  # for the sandbox to notice that a link is gone

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.runner", "psycopg", "bot.ops.endpoints"])


def company(advocates: int, recruiters: int) -> dict[str, Any]:
    """Advocates `a0`, `a1`... and recruiters `r0`..., all in one time zone, in #general."""
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
    """Use it as a context manager. `refs` are the openings, one for each recruiter."""

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
        timeout: int = 0,
        busy: bool = False,
        ack: float = SLACK_WAITS_SECONDS,
    ) -> None:
        self.advocates = [f"a{n}" for n in range(advocates)]
        self.recruiters = [f"r{n}" for n in range(recruiters)]
        self.refs: list[str] = []
        self.log = folder / "bots.log"
        self.timeout = timeout
        self.slack = Sandbox(
            manifest_path(),
            company(advocates, recruiters),
            clock=SandboxClock(MONDAY),
            rate_limits=rate_limits,
            timing=Timing(ack_seconds=ack),
        )
        self.database = Database(database_url)
        self._url = database_url
        # A week's two messages would leave nearly all that falls due for later weeks.
        self._extra = {"VOUCH_DMS_PER_WEEK": "20"} if busy else {}
        self._extra |= settings or {}
        self._over = threading.Event()
        self._speed = speed
        self._pusher = threading.Thread(target=self._push, name="time", daemon=True)
        self.processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        self.slack.start()
        self._open()
        self._pusher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._pusher.join()
        for process in self.processes:
            process.kill()
            process.join(5)
        self.slack.stop()
        self.database.close()

    # Time --------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return self.slack.clock.now()

    def _push(self) -> None:
        system, kill_point = SystemClock(), timedelta(seconds=PUSH_SECONDS * (self._speed - 1))
        while not system.wait(self._over, PUSH_SECONDS):
            self.slack.clock.advance(kill_point)

    def skip_to_next_day(self, rng: random.Random) -> None:
        """Nobody runs until some civil hour of the next day."""
        assert not any(process.is_alive() for process in self.processes)
        day = (self.now() + timedelta(days=1)).replace(hour=9, minute=45, second=0)
        self.slack.clock.set(day + timedelta(minutes=rng.uniform(0, 300)))

    def skip_working_days(self, days: int, rng: random.Random) -> None:
        while days:
            self.skip_to_next_day(rng)
            days -= self.now().weekday() < SATURDAY

    def wait_until(self, true: Callable[[], bool], *, supervised: bool = False) -> None:
        """Wait for it; `supervised`: a process that ends meanwhile is followed by another."""

        def look() -> bool | None:
            if supervised:
                ended = [process for process in self.processes if not process.is_alive()]
                for process in ended:
                    self.kill(process)
                if ended and not self.slack_is_away:
                    self.start_and_connect()
                elif ended:
                    self.start()
            return true() or None

        assert wait_for(look, UNTIL_SECONDS), self.log.read_text()[-2000:]

    @property
    def slack_is_away(self) -> bool:
        return self.slack.engine.fault_injector.in_outage

    # Processes ---------------------------------------------------------------------------------

    def environ(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self._url,
            "VOUCH_RECRUITERS": ",".join(f"U0{name.upper()}" for name in self.recruiters),
            "VOUCH_TICK_SECONDS": "1",
            **self._extra,
        }

    def start(
        self, kill_point: KillPoint | None = None, times: int = 1, http: str = ""
    ) -> BaseProcess:
        """One more process, which may be dead at once where it is to die at a step."""
        options = RunnerOptions(
            self.environ(),
            self.slack.url,
            str(self.log),
            kill_point or "",
            times,
            self.timeout,
            http,
        )
        process = _processes.Process(target=runner.main, args=(options,), daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def wait_until_connected(self, count: int = 1, but: BaseProcess | None = None) -> bool:
        """Wait until so many links stand; or until `but` has died meanwhile."""

        def look() -> bool | None:
            if but is not None and not but.is_alive():
                return True
            return self.slack.connections >= count or None

        return bool(wait_for(look, START_SECONDS))

    def start_and_connect(self, kill_point: KillPoint | None = None, times: int = 1) -> BaseProcess:
        """As `start`, and linked. One that ends before that, as it does when Slack refuses its
        first words, is followed by another after a pause, as under a supervisor."""
        system = SystemClock()
        wait_until = system.now() + timedelta(seconds=START_PATIENCE)
        while system.now() < wait_until:
            process = self.start(kill_point, times)
            before = self.slack.connections
            self.wait_until_connected(before + 1, but=process)
            if process.is_alive() or (kill_point is not None and (process.exitcode or 0) < 0):
                return process
            self.kill(process)
            if not self.processes:
                self.slack.clock.advance(BETWEEN_ATTEMPTS)
        raise AssertionError(f"it does not start:\n{self.log.read_text()[-2000:]}")

    def kill(self, process: BaseProcess) -> None:
        """SIGKILL, and wait until it is gone."""
        process.kill()
        process.join(10)
        if process in self.processes:
            self.processes.remove(process)
        wait_for(lambda: self.slack.connections <= len(self.processes) or None, GONE_SECONDS)

    # What is there -----------------------------------------------------------------------------

    def rows(self) -> list[Any]:
        with self.database.read() as transaction:
            return list(transaction.execute(select(OUTBOX).order_by(OUTBOX.c.id)))

    def _open(self) -> None:
        """Everybody is known, and each recruiter has an opening that is announced."""
        clock = FollowedClock(self.slack.clock.now)
        vouch = build(load(self.environ(), env_file=None), clock)
        reading.step(vouch.database, vouch.slack, clock.now())
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
                opening = openings.store_opening(context_for(transaction, actor, now=clock.now()), form)
            self.refs.append(str(opening.ref))
        vouch.database.close()
