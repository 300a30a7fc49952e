"""The office of a story: the sandbox, a bot that is connected to it, and a clock to move.

Examples: `office.ada.types("/refer")`, `office.advance_clock(days=3)`, `office.linus.sees("...")`.
The bot is built by `bot.app.build` and run by `bot.runners.lifecycle`, over real sockets.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

from bot.app import Vouch, build
from bot.clock import FollowingClock
from bot.demo.company import COMPANY, RECRUITER_GROUP
from bot.runners.lifecycle import RunningBot
from bot.settings import load
from nudges import members as member_tick
from sandbox.clock import SandboxClock
from sandbox.driver.person import Person
from sandbox.server import Sandbox
from tests.cast import MONDAY
from tests.demo_slack import MANIFEST, connection_settings

Mode = Literal["socket", "http"]
# The environment variable with the mode of offices that name none. `pytest --transport` sets it.
TRANSPORT = "TESTS_TRANSPORT"


class OfficeClock(FollowingClock):
    """The bot's clock. `delivery_waits` tells whether the delivery waits for time to pass."""

    delivery_waits = False

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if threading.current_thread().name != "delivery":
            return super().wait(event, seconds)
        self.delivery_waits = True
        try:
            return super().wait(event, seconds)
        finally:
            self.delivery_waits = False


class Office:
    """A company that uses Vouch, as a context manager. The bot and the sandbox end with it."""

    def __init__(
        self,
        database_url: str,
        *,
        mode: Mode | None = None,
        start: datetime = MONDAY,
        settings: Mapping[str, str] | None = None,
        company: Mapping[str, object] | None = None,
        state_dir: Path | None = None,
    ) -> None:
        self.mode: Mode = mode or cast(Mode, os.environ.get(TRANSPORT, "socket"))
        self.slack = Sandbox(
            MANIFEST,
            dict(company or COMPANY),
            clock=SandboxClock(start),
            rate_limits=False,
            state_dir=state_dir,
        )
        self._database_url = database_url
        self._extra_settings = dict(settings or {})
        self.clock = OfficeClock(self.slack.clock.now)
        self._running: RunningBot | None = None
        self._people: dict[str, Person] = {}

    def __enter__(self) -> Self:
        self.slack.start()
        self.start_bot()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Both stop at the same time, because Slack's client reads an open socket for three seconds.
        with ThreadPoolExecutor(1) as pool:
            stopping = pool.submit(self.stop_bot)
            self.slack.stop()
            stopping.result()

    # The bot -----------------------------------------------------------------------------------

    def start_bot(self) -> None:
        environ = {
            **connection_settings(self.slack, self._database_url),
            "VOUCH_RECRUITER_GROUP": RECRUITER_GROUP,
            "VOUCH_HIRING_MANAGERS": "U0MARGARET,U0SOFIA,U0KENJI",
            "VOUCH_TICK_SECONDS": "1",
            **self._extra_settings,
        }
        settings = load(environ, env_file=None, mode=self.mode)
        secret = settings.signing_secret if self.mode == "http" else ""
        vouch = build(settings, self.clock, signing_secret=secret)
        member_tick.read_all(vouch.database, vouch.slack, self.clock.now())
        self._running = RunningBot(vouch)
        if self.mode == "http":
            port = self._running.start_http("127.0.0.1", 0)
            self.request_url = f"http://127.0.0.1:{port}/slack/events"
            self.slack.use_http(self.request_url)
        else:
            self._running.start_socket(settings.app_token)

    def stop_bot(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    @property
    def running(self) -> RunningBot:
        assert self._running is not None, "the bot is not running"
        return self._running

    @property
    def vouch(self) -> Vouch:
        return self.running.vouch

    # Time --------------------------------------------------------------------------------------

    def advance_clock(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Move the clock ahead. What is due by then is sent soon afterwards, not at once."""
        self.slack.clock.advance(timedelta(days=days, hours=hours, minutes=minutes))

    def set_clock(self, moment: datetime) -> None:
        self.slack.clock.set(moment)

    def now(self) -> datetime:
        return self.slack.clock.now()

    # People ------------------------------------------------------------------------------------

    def person(self, handle: str) -> Person:
        """Return the same object each time. It keeps ids and names that it has asked Slack for."""
        if handle not in self._people:
            self._people[handle] = self.slack.person(handle)
        return self._people[handle]

    @property
    def ada(self) -> Person:
        """Advocate, London."""
        return self.person("ada")

    @property
    def bob(self) -> Person:
        """Second advocate, New York."""
        return self.person("bob")

    @property
    def linus(self) -> Person:
        """Recruiter, Berlin."""
        return self.person("linus")

    @property
    def priya(self) -> Person:
        """Second recruiter, India."""
        return self.person("priya")

    @property
    def margaret(self) -> Person:
        """Hiring manager, New York."""
        return self.person("margaret")

    @property
    def carol(self) -> Person:
        """Workspace admin, India."""
        return self.person("carol")

    @property
    def gus(self) -> Person:
        """A guest, Berlin."""
        return self.person("gus")
