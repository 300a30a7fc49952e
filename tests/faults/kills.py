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
from sandbox.faults.plans import FaultKind, FaultPlan, ScriptedEvent, ScriptedEventKind
from tests.faults.checks import Findings, delivered_follow_ups, look, wait_until_idle
from tests.faults.deployment import Deployment
from tests.faults.kill_points import HELD_CALLS, KillPoint
from tests.faults.simulated_users import SimulatedUsers

LONGEST_LIFE = 1.5  # seconds from the link to a kill at random
STEP_PATIENCE = 3.0  # seconds for a process to get to the step at which it dies
IDLE_SECONDS = 120.0  # of the machine's: by the town's clock it is twenty times as much
SHORT_TIMEOUT = 1  # seconds that Slack's answers are waited for where they come slowly
KILLS_A_DAY = 4  # after as many the machine is off until the next day, so that more falls due
RANDOM = "at random"


@dataclass(frozen=True, slots=True)
class FaultRun:
    """One row of the table.

    `kill_points` counts the kills by the point at which they hit.

    `failed` clicks are those of which the person was told that they did not work.
    """

    name: str
    seed: int
    kills: int
    attempts: int
    acknowledged: int
    findings: Findings
    idle_after: timedelta | None
    faults: int = 0
    delivered_follow_ups: int = 0
    failed: int = 0
    kill_points: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        return self.findings.clean and self.idle_after is not None and self.acknowledged > 0


def run_with_kills(
    name: str,
    database_url: str,
    folder: Path,
    *,
    seed: int,
    kills: int,
    plan: FaultPlan | None = None,
    kill_points: tuple[KillPoint, ...] = tuple(KillPoint),
    a_day: int = KILLS_A_DAY,
    patience: float = STEP_PATIENCE,
) -> FaultRun:
    """Half of the kills at random moments, half at the named steps in turn; `a_day` of them, then
    nobody runs until the next day. Days after the last one, what fell due meanwhile is said."""
    rng = random.Random(seed)  # noqa: S311 - moments, no secrets
    hit: Counter[str] = Counter()
    with Deployment(
        database_url, folder, recruiters=2, timeout=SHORT_TIMEOUT if plan else 0, busy=True
    ) as deployment:
        deployment.slack.set_fault_plan(plan)
        with SimulatedUsers(deployment, seed, people=2) as users:
            for number in range(kills):
                kill_point = kill_points[number // 2 % len(kill_points)] if number % 2 else None
                night = number % a_day == 0 or kill_point is KillPoint.TICK_CLAIM
                if number and night and not deployment.slack_is_away:
                    deployment.skip_to_next_day(rng)
                hit[_kill_once(deployment, kill_point, rng, patience)] += 1
        faults = sum(deployment.slack.fault_counts.values())
        deployment.slack.set_fault_plan(None)
        deployment.skip_working_days(3, rng)
        return finish_run(name, deployment, users, seed, kills, hit, faults)


def _kill_once(
    deployment: Deployment, kill_point: KillPoint | None, rng: random.Random, patience: float
) -> str:
    """One life, and where it ended: at the step, or at random where it was not come to."""
    times, life = rng.randint(1, 6), rng.uniform(0.02, LONGEST_LIFE)
    if kill_point is None:
        process = deployment.start_and_connect()
        SystemClock().wait(threading.Event(), life)
        deployment.kill(process)
        return RANDOM
    if kill_point in HELD_CALLS:
        call = HELD_CALLS[kill_point]
        hold = deployment.slack.hold_call(call.method, after_effect=call.done, skip=times - 1)
        process = deployment.start_and_connect()
        met = hold.wait_until_held(patience)
        process.kill()
        hold.release(lost=not call.done)
        deployment.slack.cancel_hold(hold)
        deployment.kill(process)
        return kill_point if met else RANDOM
    process = deployment.start_and_connect(
        kill_point, 1 if kill_point is KillPoint.TICK_CLAIM else times
    )
    process.join(patience)
    met = process.exitcode is not None and process.exitcode < 0
    deployment.kill(process)
    return kill_point if met else RANDOM


def finish_run(
    name: str,
    deployment: Deployment,
    users: SimulatedUsers,
    seed: int,
    kills: int,
    hit: Counter[str],
    faults: int = 0,
) -> FaultRun:
    """An ordinary day again: everything that is due has to be said."""
    survivor = deployment.start_and_connect()
    found = summarize_run(name, deployment, users, seed, kills=kills, faults=faults, hit=hit)
    deployment.kill(survivor)
    return found


def summarize_run(
    name: str,
    deployment: Deployment,
    users: SimulatedUsers,
    seed: int,
    *,
    kills: int = 0,
    faults: int = 0,
    hit: Counter[str] | None = None,
) -> FaultRun:
    """What was found, once whoever runs has come to rest."""
    idle_after = wait_until_idle(deployment, IDLE_SECONDS)
    return FaultRun(
        name,
        seed,
        kills,
        users.attempts,
        len(users.acknowledged),
        look(deployment, users),
        idle_after,
        faults,
        delivered_follow_ups(deployment),
        users.failed,
        hit or Counter(),
    )


def run_replicas(
    database_url: str,
    folder: Path,
    *,
    seed: int,
    referrals: int,
    count: int = 4,
    patience: float = 300.0,
) -> FaultRun:
    """`count` processes on one PostgreSQL, two of them killed at random every few seconds."""
    rng, system = random.Random(seed), SystemClock()  # noqa: S311 - moments, no secrets
    never, kills = threading.Event(), 0
    wait_until = system.now() + timedelta(seconds=patience)
    with Deployment(database_url, folder, advocates=40, recruiters=10) as deployment:
        for _ in range(count):
            deployment.start()
        deployment.wait_until_connected(count)
        with SimulatedUsers(deployment, seed, people=6) as users:
            while len(users.acknowledged) < referrals and system.now() < wait_until:
                system.wait(never, rng.uniform(1.5, 3.0))
                for process in rng.sample(deployment.processes, 2):
                    deployment.kill(process)
                    kills += 1
                for _ in range(2):
                    deployment.start()
        return finish_run("4 replicas, PostgreSQL", deployment, users, seed, kills, Counter())


def run_slack_outage(
    database_url: str, folder: Path, *, seed: int, lasting: timedelta, speed: float = 60
) -> FaultRun:
    """Slack is away; the bot ends after a while, and its supervisor starts it again and again."""
    with Deployment(database_url, folder, recruiters=2, speed=speed, busy=True) as deployment:
        deployment.start_and_connect()
        with SimulatedUsers(deployment, seed, people=2) as users:
            deployment.wait_until(lambda: len(users.acknowledged) >= ENOUGH_REFERRALS)
            gone = ScriptedEvent(timedelta(0), ScriptedEventKind.OUTAGE, duration=lasting)
            deployment.slack.set_fault_plan(FaultPlan("away", script=(gone,)))
            deployment.wait_until(lambda: deployment.slack_is_away)
            deployment.wait_until(lambda: not deployment.slack_is_away, supervised=True)
            before = len(users.acknowledged)
            deployment.wait_until(
                lambda: len(users.acknowledged) >= before + ENOUGH_REFERRALS, supervised=True
            )
        for process in list(deployment.processes):
            deployment.kill(process)
        minutes = lasting.total_seconds() / 60
        deployment.slack.set_fault_plan(None)
        return finish_run(
            f"Slack away for {minutes:.0f} minutes", deployment, users, seed, 0, Counter()
        )


ENOUGH_REFERRALS = 5  # referrals before something goes away, and after it has come back

ALL_FAULTS = tuple(FaultKind)
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
    each = [
        FaultPlan(str(t), (t,), seed=seed, slow_seconds=1.5, late_seconds=1.0) for t in ALL_FAULTS
    ]
    world = FaultPlan("the world changes", seed=seed, script=SCRIPT)
    together = FaultPlan(
        "all together", ALL_FAULTS, seed=seed, script=SCRIPT, slow_seconds=1.5, late_seconds=1.0
    )
    return [*each, world, together]
