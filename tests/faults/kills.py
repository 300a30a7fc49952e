"""Processes are killed while people click: at random moments, at every named step of the flow,
with Slack itself on a bad day, and with several replicas on one database.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from sandbox.fault_plans import Event, FaultPlan, Happening, Trouble
from tests.faults.checks import Findings, comes_to_rest, look
from tests.faults.clicking import Clicking
from tests.faults.runner import STEPS
from tests.faults.town import Town

LONGEST_LIFE = 1.5  # seconds from the link to a kill at random
STEP_PATIENCE = 3.0  # seconds for a process to get to the step at which it dies
REST_SECONDS = 60.0  # of the machine's: by the town's clock it is twenty times as much
SHORT_TIMEOUT = 1  # seconds that Slack's answers are waited for where they come slowly


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table."""

    name: str
    seed: int
    kills: int
    tried: int
    acknowledged: int
    findings: Findings
    rest: timedelta | None
    troubles: int = 0

    @property
    def good(self) -> bool:
        return self.findings.clean and self.rest is not None and self.acknowledged > 0


def killed(
    name: str,
    database_url: str,
    folder: Path,
    *,
    seed: int,
    kills: int,
    plan: FaultPlan | None = None,
    steps: tuple[str, ...] = STEPS,
) -> Outcome:
    """Half of the kills at random moments, half at the named steps in turn."""
    dice, system = random.Random(seed), SystemClock()  # noqa: S311 - moments, no secrets
    never = threading.Event()
    with Town(database_url, folder, timeout=SHORT_TIMEOUT if plan else 0) as town:
        town.slack.follow(plan)
        with Clicking(town, seed, people=2) as clicking:
            for number in range(kills):
                step = steps[number // 2 % len(steps)] if number % 2 else ""
                process = town.started(step, dice.randint(1, 9))
                if step:
                    process.join(STEP_PATIENCE)
                else:
                    system.wait(never, dice.uniform(0.02, LONGEST_LIFE))
                town.kill(process)
        return _rested(name, town, clicking, seed, kills)


def _rested(name: str, town: Town, clicking: Clicking, seed: int, kills: int) -> Outcome:
    """An ordinary day again: everything that is due has to be said."""
    troubles = sum(town.slack.happened.values())
    town.slack.follow(None)
    survivor = town.started()
    rest = comes_to_rest(town, REST_SECONDS)
    findings = look(town, clicking)
    town.kill(survivor)
    return Outcome(
        name, seed, kills, clicking.tried, len(clicking.acknowledged), findings, rest, troubles
    )


def replicas(
    database_url: str,
    folder: Path,
    *,
    seed: int,
    referrals: int,
    count: int = 4,
    patience: float = 300.0,
) -> Outcome:
    """`count` processes on one PostgreSQL, two of them killed at random every few seconds."""
    dice, system = random.Random(seed), SystemClock()  # noqa: S311 - moments, no secrets
    never, kills = threading.Event(), 0
    until = system.now() + timedelta(seconds=patience)
    with Town(database_url, folder, advocates=40, recruiters=10) as town:
        for _ in range(count):
            town.start()
        town.connected(count)
        with Clicking(town, seed, people=6) as clicking:
            while len(clicking.acknowledged) < referrals and system.now() < until:
                system.wait(never, dice.uniform(1.5, 3.0))
                for process in dice.sample(town.processes, 2):
                    town.kill(process)
                    kills += 1
                for _ in range(2):
                    town.start()
        return _rested("replicas", town, clicking, seed, kills)


ALL_TROUBLES = tuple(Trouble)
SCRIPT = (
    Happening(timedelta(minutes=4), Event.TOKEN_REVOKED),
    Happening(timedelta(minutes=7), Event.TOKEN_BACK),
    Happening(timedelta(minutes=9), Event.BOT_REMOVED, "hiring"),
    Happening(timedelta(minutes=10), Event.CHANNEL_ARCHIVED, "hiring"),
    Happening(timedelta(minutes=12), Event.AWAY, lasting=timedelta(minutes=3)),
)


def plans(seed: int) -> list[FaultPlan]:
    """One for each trouble at 20%, one for what happens to the world, and all together."""
    each = [FaultPlan(str(t), (t,), seed=seed, slow=1.5, late=1.0) for t in ALL_TROUBLES]
    world = FaultPlan("the world changes", seed=seed, script=SCRIPT)
    together = FaultPlan("all together", ALL_TROUBLES, seed=seed, script=SCRIPT, slow=1.5, late=1.0)
    return [*each, world, together]
