"""Processes are killed while people click: at random moments, at every named step of the flow,
with Slack itself on a bad day, and with several replicas on one database.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from sandbox.faults.plans import FaultPlan, ScriptedEvent, ScriptedEventKind, FaultKind
from tests.faults.checks import Findings, brought, comes_to_rest, look
from tests.faults.clicking import Clicking
from tests.faults.steps import FROM_OUTSIDE, Step
from tests.faults.town import Town

LONGEST_LIFE = 1.5  # seconds from the link to a kill at random
STEP_PATIENCE = 3.0  # seconds for a process to get to the step at which it dies
REST_SECONDS = 120.0  # of the machine's: by the town's clock it is twenty times as much
SHORT_TIMEOUT = 1  # seconds that Slack's answers are waited for where they come slowly
KILLS_A_DAY = 4  # after as many the machine is off until the next day, so that more falls due
RANDOM = "at random"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table. `steps` says where the kills hit, `brought` how many follow-ups came.

    `failed` clicks are those of which the person was told that they did not work.
    """

    name: str
    seed: int
    kills: int
    tried: int
    acknowledged: int
    findings: Findings
    rest: timedelta | None
    troubles: int = 0
    brought: int = 0
    failed: int = 0
    steps: Counter[str] = field(default_factory=Counter)

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
    steps: tuple[Step, ...] = tuple(Step),
    a_day: int = KILLS_A_DAY,
    patience: float = STEP_PATIENCE,
) -> Outcome:
    """Half of the kills at random moments, half at the named steps in turn; `a_day` of them, then
    nobody runs until the next day. Days after the last one, what fell due meanwhile is said."""
    dice = random.Random(seed)  # noqa: S311 - moments, no secrets
    hit: Counter[str] = Counter()
    with Town(
        database_url, folder, recruiters=2, timeout=SHORT_TIMEOUT if plan else 0, busy=True
    ) as town:
        town.slack.set_fault_plan(plan)
        with Clicking(town, seed, people=2) as clicking:
            for number in range(kills):
                step = steps[number // 2 % len(steps)] if number % 2 else None
                night = number % a_day == 0 or step is Step.TICK_CLAIM
                if number and night and not town.slack_is_away:
                    town.tomorrow(dice)
                hit[_kill_once(town, step, dice, patience)] += 1
        troubles = sum(town.slack.fault_counts.values())
        town.slack.set_fault_plan(None)
        town.working_days_later(3, dice)
        return rested(name, town, clicking, seed, kills, hit, troubles)


def _kill_once(town: Town, step: Step | None, dice: random.Random, patience: float) -> str:
    """One life, and where it ended: at the step, or at random where it was not come to."""
    times, life = dice.randint(1, 6), dice.uniform(0.02, LONGEST_LIFE)
    if step is None:
        process = town.started()
        SystemClock().wait(threading.Event(), life)
        town.kill(process)
        return RANDOM
    if step in FROM_OUTSIDE:
        call = FROM_OUTSIDE[step]
        hold = town.slack.hold_call(call.method, after_effect=call.done, skip=times - 1)
        process = town.started()
        met = hold.wait_until_held(patience)
        process.kill()
        hold.release(lost=not call.done)
        town.slack.cancel_hold(hold)
        town.kill(process)
        return step if met else RANDOM
    process = town.started(step, 1 if step is Step.TICK_CLAIM else times)
    process.join(patience)
    met = process.exitcode is not None and process.exitcode < 0
    town.kill(process)
    return step if met else RANDOM


def rested(
    name: str,
    town: Town,
    clicking: Clicking,
    seed: int,
    kills: int,
    hit: Counter[str],
    troubles: int = 0,
) -> Outcome:
    """An ordinary day again: everything that is due has to be said."""
    survivor = town.started()
    found = summed(name, town, clicking, seed, kills=kills, troubles=troubles, hit=hit)
    town.kill(survivor)
    return found


def summed(
    name: str,
    town: Town,
    clicking: Clicking,
    seed: int,
    *,
    kills: int = 0,
    troubles: int = 0,
    hit: Counter[str] | None = None,
) -> Outcome:
    """What was found, once whoever runs has come to rest."""
    rest = comes_to_rest(town, REST_SECONDS)
    return Outcome(
        name,
        seed,
        kills,
        clicking.tried,
        len(clicking.acknowledged),
        look(town, clicking),
        rest,
        troubles,
        brought(town),
        clicking.failed,
        hit or Counter(),
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
        return rested("4 replicas, PostgreSQL", town, clicking, seed, kills, Counter())


def slack_away(
    database_url: str, folder: Path, *, seed: int, lasting: timedelta, speed: float = 60
) -> Outcome:
    """Slack is away; the bot ends after a while, and its supervisor starts it again and again."""
    with Town(database_url, folder, recruiters=2, speed=speed, busy=True) as town:
        town.started()
        with Clicking(town, seed, people=2) as clicking:
            town.until(lambda: len(clicking.acknowledged) >= SOME)
            gone = ScriptedEvent(timedelta(0), ScriptedEventKind.OUTAGE, duration=lasting)
            town.slack.set_fault_plan(FaultPlan("away", script=(gone,)))
            town.until(lambda: town.slack_is_away)
            town.until(lambda: not town.slack_is_away, supervised=True)
            before = len(clicking.acknowledged)
            town.until(lambda: len(clicking.acknowledged) >= before + SOME, supervised=True)
        for process in list(town.processes):
            town.kill(process)
        minutes = lasting.total_seconds() / 60
        town.slack.set_fault_plan(None)
        return rested(f"Slack away for {minutes:.0f} minutes", town, clicking, seed, 0, Counter())


SOME = 5  # referrals before something goes away, and after it has come back

ALL_TROUBLES = tuple(FaultKind)
SCRIPT = (
    ScriptedEvent(timedelta(minutes=1), ScriptedEventKind.TOKEN_REVOKED),
    ScriptedEvent(timedelta(minutes=3), ScriptedEventKind.TOKEN_RESTORED),
    ScriptedEvent(timedelta(minutes=4), ScriptedEventKind.BOT_REMOVED, "hiring"),
    ScriptedEvent(timedelta(minutes=5), ScriptedEventKind.USER_DEACTIVATED, "r1"),
    ScriptedEvent(timedelta(minutes=6), ScriptedEventKind.CHANNEL_ARCHIVED, "hiring"),
    ScriptedEvent(timedelta(minutes=8), ScriptedEventKind.OUTAGE, duration=timedelta(hours=1)),
)


def plans(seed: int) -> list[FaultPlan]:
    """One for each trouble at 20%, one for what happens to the world, and all together."""
    each = [FaultPlan(str(t), (t,), seed=seed, slow_seconds=1.5, late_seconds=1.0) for t in ALL_TROUBLES]
    world = FaultPlan("the world changes", seed=seed, script=SCRIPT)
    together = FaultPlan("all together", ALL_TROUBLES, seed=seed, script=SCRIPT, slow_seconds=1.5, late_seconds=1.0)
    return [*each, world, together]
