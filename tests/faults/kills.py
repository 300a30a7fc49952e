"""Kills processes while people click, and checks afterwards that nothing was lost.

Processes are killed at random moments and at every named step of the flow, alone or with several
replicas on one database, while Slack works or fails in its turn.
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
from tests.faults.checks import (
    Findings,
    collect_findings,
    count_delivered_follow_ups,
    wait_until_idle,
)
from tests.faults.deployment import Deployment
from tests.faults.kill_points import HELD_CALLS, KillPoint
from tests.faults.simulated_users import SimulatedUsers

MAX_LIFE_SECONDS = 1.5  # the longest time from the connection to a random kill
KILL_POINT_TIMEOUT_SECONDS = 3.0  # for a process to reach its kill point
IDLE_SECONDS = 120.0  # real seconds; twenty times as many simulated ones
SHORT_TIMEOUT_SECONDS = 1  # real seconds to wait for an answer of a slow Slack
KILLS_PER_DAY = 4  # after these, the clock moves to the next day, so that more falls due
RANDOM = "at random"


@dataclass(frozen=True, slots=True)
class FaultRun:
    """One row of the table.

    `attempts` counts the referrals that people tried to make, `failed` the clicks that showed an
    error, `kill_points` the kills by their kill point. `idle_after` is the simulated time until
    everything due was sent, or None if that did not happen.
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
    def passed(self) -> bool:
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
    kills_per_day: int = KILLS_PER_DAY,
    timeout_seconds: float = KILL_POINT_TIMEOUT_SECONDS,
) -> FaultRun:
    """Kill every second process at a random moment and the others at the named steps in turn.

    After `kills_per_day` kills the clock moves to the next day. After the last one it moves three
    working days ahead, so that follow-ups fall due and have to be delivered.
    """
    rng = random.Random(seed)  # noqa: S311 - chooses moments, no secrets
    kill_counts: Counter[str] = Counter()
    with Deployment(
        database_url,
        folder,
        recruiters=2,
        call_timeout_seconds=SHORT_TIMEOUT_SECONDS if plan else 0,
        raise_weekly_limit=True,
    ) as deployment:
        deployment.slack.set_fault_plan(plan)
        with SimulatedUsers(deployment, seed, advocate_count=2) as users:
            for number in range(kills):
                kill_point = kill_points[number // 2 % len(kill_points)] if number % 2 else None
                night = number % kills_per_day == 0 or kill_point is KillPoint.TICK_CLAIM
                if number and night and not deployment.in_outage:
                    deployment.skip_to_next_day(rng)
                kill_counts[_kill_once(deployment, kill_point, rng, timeout_seconds)] += 1
        faults = sum(deployment.slack.fault_counts.values())
        deployment.slack.set_fault_plan(None)
        deployment.skip_working_days(3, rng)
        return finish_run(name, deployment, users, seed, kills, kill_counts, faults)


def _kill_once(
    deployment: Deployment, kill_point: KillPoint | None, rng: random.Random, timeout_seconds: float
) -> str:
    """Start a process and kill it; return its kill point, or RANDOM if that was not reached."""
    times, life_seconds = rng.randint(1, 6), rng.uniform(0.02, MAX_LIFE_SECONDS)
    if kill_point is None:
        process = deployment.start_and_connect()
        SystemClock().wait(threading.Event(), life_seconds)
        deployment.kill(process)
        return RANDOM
    if kill_point in HELD_CALLS:
        call = HELD_CALLS[kill_point]
        hold = deployment.slack.hold_call(call.method, after_effect=call.done, skip=times - 1)
        process = deployment.start_and_connect()
        was_reached = hold.wait_until_held(timeout_seconds)
        process.kill()
        hold.release(lost=not call.done)
        deployment.slack.cancel_hold(hold)
        deployment.kill(process)
        return kill_point if was_reached else RANDOM
    process = deployment.start_and_connect(
        kill_point, 1 if kill_point is KillPoint.TICK_CLAIM else times
    )
    process.join(timeout_seconds)
    was_reached = process.exitcode is not None and process.exitcode < 0
    deployment.kill(process)
    return kill_point if was_reached else RANDOM


def finish_run(
    name: str,
    deployment: Deployment,
    users: SimulatedUsers,
    seed: int,
    kills: int,
    kill_counts: Counter[str],
    faults: int = 0,
) -> FaultRun:
    """Start one more process, which has to deliver everything that is due."""
    survivor = deployment.start_and_connect()
    run = summarize_run(
        name, deployment, users, seed, kills=kills, faults=faults, kill_counts=kill_counts
    )
    deployment.kill(survivor)
    return run


def summarize_run(
    name: str,
    deployment: Deployment,
    users: SimulatedUsers,
    seed: int,
    *,
    kills: int = 0,
    faults: int = 0,
    kill_counts: Counter[str] | None = None,
) -> FaultRun:
    """Wait until the running processes are idle, and collect the findings."""
    idle_after = wait_until_idle(deployment, IDLE_SECONDS)
    return FaultRun(
        name,
        seed,
        kills,
        users.attempts,
        len(users.acknowledged),
        collect_findings(deployment, users),
        idle_after,
        faults,
        count_delivered_follow_ups(deployment),
        users.failed,
        kill_counts or Counter(),
    )


def run_replicas(
    database_url: str,
    folder: Path,
    *,
    seed: int,
    referrals: int,
    count: int = 4,
    timeout_seconds: float = 300.0,
) -> FaultRun:
    """Run `count` processes on one PostgreSQL and replace two random ones every few seconds."""
    rng, system = random.Random(seed), SystemClock()  # noqa: S311 - chooses moments, no secrets
    never, kills = threading.Event(), 0
    deadline = system.now() + timedelta(seconds=timeout_seconds)
    with Deployment(database_url, folder, advocates=40, recruiters=10) as deployment:
        for _ in range(count):
            deployment.start()
        deployment.wait_until_connected(count)
        with SimulatedUsers(deployment, seed, advocate_count=6) as users:
            while len(users.acknowledged) < referrals and system.now() < deadline:
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
    """Let Slack answer nothing for a while. The bot exits, and a supervisor restarts it."""
    with Deployment(
        database_url, folder, recruiters=2, speed=speed, raise_weekly_limit=True
    ) as deployment:
        deployment.start_and_connect()
        with SimulatedUsers(deployment, seed, advocate_count=2) as users:
            deployment.wait_until(lambda: len(users.acknowledged) >= ENOUGH_REFERRALS)
            outage = ScriptedEvent(timedelta(0), ScriptedEventKind.OUTAGE, duration=lasting)
            deployment.slack.set_fault_plan(FaultPlan("outage", script=(outage,)))
            deployment.wait_until(lambda: deployment.in_outage)
            deployment.wait_until(lambda: not deployment.in_outage, supervised=True)
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


ENOUGH_REFERRALS = 5  # acknowledged before an outage, and after it

ALL_FAULTS = tuple(FaultKind)
SCRIPT = (
    ScriptedEvent(timedelta(minutes=1), ScriptedEventKind.TOKEN_REVOKED),
    ScriptedEvent(timedelta(minutes=3), ScriptedEventKind.TOKEN_RESTORED),
    ScriptedEvent(timedelta(minutes=4), ScriptedEventKind.BOT_REMOVED, "hiring"),
    ScriptedEvent(timedelta(minutes=5), ScriptedEventKind.USER_DEACTIVATED, "r1"),
    ScriptedEvent(timedelta(minutes=6), ScriptedEventKind.CHANNEL_ARCHIVED, "hiring"),
    ScriptedEvent(timedelta(minutes=8), ScriptedEventKind.OUTAGE, duration=timedelta(hours=1)),
)


def fault_plans(seed: int) -> list[FaultPlan]:
    """One plan for each kind of fault at 20%, one for the scripted events, and one with all."""
    each = [
        FaultPlan(str(t), (t,), seed=seed, slow_seconds=1.5, late_seconds=1.0) for t in ALL_FAULTS
    ]
    world = FaultPlan("the world changes", seed=seed, script=SCRIPT)
    together = FaultPlan(
        "all together", ALL_FAULTS, seed=seed, script=SCRIPT, slow_seconds=1.5, late_seconds=1.0
    )
    return [*each, world, together]
