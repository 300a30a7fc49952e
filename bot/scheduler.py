"""What the clock does, as a table. APScheduler only ticks; business time lives in rows.

In memory, no grace, coalesced: a lost tick is harmless, the next one finds the same rows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.clock import SystemClock
from domain.clock import Clock
from domain.members import Workspace
from domain.policy import Policy
from nudges import (
    asks,
    bench_matches,
    consent,
    follow_ups,
    general,
    members,
    openings,
    recall_prompts,
    roundup,
)
from nudges import idempotency_keys as doors
from nudges import message_edits as edits
from slack_io.client import Slack
from storage.engine import Database

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger(__name__)

TIDY = 20  # what only tidies up comes at every twentieth tick: every ten minutes
MOST_BATCHES = 200  # of one tick: a backlog is worked off without starving the others


@dataclass(frozen=True, slots=True)
class Tick:
    """`step` does a bounded piece of work, and says whether it found any; `seconds` between."""

    id: str
    seconds: float
    step: Callable[[], bool]


def table(
    *,
    database: Database,
    slack: Slack,
    clock: Clock,
    policy: Policy,
    workspace: Workspace,
    wake: threading.Event,
    every: float,
) -> list[Tick]:
    """Everything that the clock does. `every` is the tick of business time, in seconds."""

    def due() -> bool:
        found = follow_ups.step(database, policy, clock.now())
        if found:
            wake.set()
        return found

    def unanswered() -> bool:
        found = asks.step(database, clock.now())
        if found:
            wake.set()
        return found

    def overdue() -> bool:
        found = openings.step(database, clock.now())
        if found:
            wake.set()
        return found

    def weekly() -> bool:
        found = roundup.step(database, workspace, policy, clock.now())
        if found:
            wake.set()
        return found

    def asking_anew() -> bool:
        found = recall_prompts.step(database, policy, clock.now())
        if found:
            wake.set()
        return found

    def undecided() -> bool:
        found = consent.step(database, policy, clock.now())
        if found:
            wake.set()
        return found

    def tidied() -> bool:
        database.tidy()
        return False

    return [
        Tick("database", every, tidied),
        Tick("general", every, lambda: general.step(database, clock.now())),
        Tick("follow_ups", every, due),
        Tick("consent", every, undecided),
        Tick(
            "members",
            every,
            lambda: members.step(database, slack, workspace, policy, clock.now()),
        ),
        Tick("asks", every, unanswered),
        Tick("openings", every, overdue),
        Tick("bench_matches", every, lambda: bench_matches.step(database, clock.now())),
        Tick("recall_prompts", every, asking_anew),
        Tick("roundup", every, weekly),
        Tick("doors", every * TIDY, lambda: doors.step(database, clock.now())),
        Tick("edits", every * TIDY, lambda: edits.step(database, workspace, clock.now())),
    ]


def build(ticks: list[Tick]) -> BackgroundScheduler:
    """A scheduler that is not started yet. Each tick comes at once, then at its interval."""
    # Here, as no click waits for a tick: the way in is open before this is imported.
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(max_workers=max(len(ticks), 1))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick in ticks:
        scheduler.add_job(
            _runner(tick, scheduler),
            IntervalTrigger(seconds=tick.seconds),
            id=tick.id,
            next_run_time=SystemClock().now(),  # ticks keep the machine's time, business does not
        )
    return scheduler


def _runner(tick: Tick, scheduler: BackgroundScheduler) -> Callable[[], None]:
    def run() -> None:
        try:
            for _ in range(MOST_BATCHES):
                if not (scheduler.running and tick.step()):
                    return
        except Exception:
            log.exception("tick_failed", tick=tick.id)

    return run
