"""The process is killed at seeded random moments while somebody clicks: nothing that Slack was
told is lost, and nothing stands there twice. A short run; the long one belongs to the measures.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.delivery import LEASE, LOOK_FIRST
from bot.demo import seeding
from bot.demo.company import COMPANY
from bot.sandbox import manifest_path
from bot.settings import load
from sandbox.clock import SandboxClock
from sandbox.driver.wire import wait_for
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.bot.command import ROOT, wait_for_line
from tests.stories import acts

KILLS = 8
LONGEST_LIFE = 1.0  # seconds between the first click and the kill
QUIET = LEASE + LOOK_FIRST + timedelta(seconds=10)
A_LIFE = 2  # referrals: one message a second in a conversation is all that Slack allows
PATIENCE_SECONDS = 90


class Clicking:
    """Ada refers one candidate after the other; `acknowledged` are those she was thanked for."""

    def __init__(self, ada: Person) -> None:
        self.ada = ada
        self.tried: list[str] = []
        self.acknowledged: list[str] = []

    def go_on(self, until: threading.Event) -> None:
        for _ in range(A_LIFE):
            if until.is_set():
                return
            name = f"Candidate Number{len(self.tried):03}"
            email = f"c{len(self.tried)}@example.org"
            self.tried.append(name)
            try:
                acts.refers(self.ada, "ENG-1", name=name, email=email)
                self.acknowledged.append(name)
            except AssertionError:  # the bot was not there, and Slack says so
                pass
            for view in reversed(self.ada.stack()):
                self.ada.wire.do("close", view_id=view["id"])


def start(settings: dict[str, str], ahead: timedelta) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VOUCH_")}
    process = subprocess.Popen(  # noqa: S603 - our own process
        [sys.executable, "-m", "tests.faults.process", str(ahead.total_seconds())],
        cwd=ROOT,
        env=environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_line(process, '"running"')
    threading.Thread(target=_drain, args=(process,), daemon=True).start()
    return process


def _drain(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    for _line in process.stderr:
        pass


def said(person: Person, names: list[str]) -> Counter[str]:
    """How many messages of the bot name each candidate."""
    texts = [seen.text for seen in person.dm()]
    return Counter({name: sum(name in text for text in texts) for name in names})


@pytest.mark.parametrize("seed", [20260302])
def test_killed_while_somebody_clicks(sqlite_url: str, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - moments, no secrets
    clock = SandboxClock()
    with Sandbox(manifest_path(), dict(COMPANY), clock=clock, rate_limits=False) as slack:
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": sqlite_url,
            "VOUCH_RECRUITERS": "U0LINUS,U0PRIYA",
        }
        seeding.seed(load(settings, env_file=None), SystemClock())
        ada, linus = slack.person("ada"), slack.person("linus")
        ada.wire.patience = 0.7
        clicking, ahead = Clicking(ada), timedelta(0)
        for _ in range(KILLS):
            process = start(settings, ahead)
            over = threading.Event()
            clicks = threading.Thread(target=clicking.go_on, args=(over,))
            clicks.start()
            SystemClock().wait(over, dice.uniform(0.05, LONGEST_LIFE))
            process.kill()
            process.wait(10)
            over.set()
            clicks.join(20)
            slack.clock.advance(QUIET)
            ahead += QUIET
        process = start(settings, ahead)
        try:
            names = clicking.acknowledged
            assert names, "nobody was thanked: the run proves nothing"

            def all_said() -> bool | None:
                both = (said(ada, names), said(linus, names))
                return all(both[0][n] and both[1][n] for n in names) or None

            wait_for(all_said, PATIENCE_SECONDS)
            print(f"seed {seed}: {len(clicking.tried)} tried, {len(names)} acknowledged")  # noqa: T201
            for person in (ada, linus):
                counted = said(person, clicking.tried)
                assert [n for n in names if not counted[n]] == [], "acknowledged and lost"
                assert [n for n in counted if counted[n] > 1] == [], "visible twice"
        finally:
            process.terminate()
            process.wait(15)
