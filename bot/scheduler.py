"""What the clock does, as a table. APScheduler only ticks; business time lives in rows.

The ticks are kept in memory. A lost tick is harmless, because the next one finds the same rows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from apscheduler import events
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import SystemClock
from domain.clock import Clock
from domain.observer import Observer
from nudges import (
    asks,
    bench_matches,
    consent,
    follow_ups,
    general,
    idempotency_keys,
    members,
    message_edits,
    openings,
    recall_prompts,
    roundup,
)
from slack_io.client import SlackClient
from storage.engine import Database

log = structlog.get_logger(__name__)

HOUSEKEEPING = 20  # times rarer than the rest: with the default interval, every ten minutes
MOST_BATCHES = 200  # in one run of a tick, so that a backlog does not starve the other ticks


@dataclass(frozen=True, slots=True)
class Tick:
    """`step` does a bounded piece of work and returns whether it found any."""

    id: str
    seconds: float  # of the machine's time, between two runs
    step: Callable[[], bool]


def build_ticks(
    *, database: Database, slack: SlackClient, clock: Clock, wake: threading.Event, every: float
) -> list[Tick]:
    """Everything that the clock does. `every` is the usual interval, in seconds.

    A step that found work sets `wake`, since it may have queued a message.
    """

    def step_and_wake(step: Callable[[datetime], bool]) -> bool:
        found = step(clock.now())
        if found:
            wake.set()
        return found

    def checkpoint(_now: datetime) -> bool:
        database.checkpoint()
        return False

    steps: list[tuple[str, float, Callable[[datetime], bool]]] = [
        ("database", every, checkpoint),
        ("general", every, partial(general.step, database)),
        ("follow_ups", every, partial(follow_ups.step, database)),
        ("consent", every, partial(consent.step, database)),
        ("members", every, partial(members.step, database, slack)),
        ("asks", every, partial(asks.step, database)),
        ("openings", every, partial(openings.step, database)),
        ("bench_matches", every, partial(bench_matches.step, database)),
        ("recall_prompts", every, partial(recall_prompts.step, database)),
        ("roundup", every, partial(roundup.step, database)),
        ("idempotency_keys", every * HOUSEKEEPING, partial(idempotency_keys.step, database)),
        ("message_edits", every * HOUSEKEEPING, partial(message_edits.step, database)),
    ]
    return [Tick(id_, seconds, partial(step_and_wake, step)) for id_, seconds, step in steps]


def build_scheduler(ticks: list[Tick], observer: Observer) -> BackgroundScheduler:
    """Returns a scheduler that is not started. Each tick runs at once, then at its interval."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(max_workers=max(len(ticks), 1))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick in ticks:
        scheduler.add_job(
            _run_tick,
            IntervalTrigger(seconds=tick.seconds),
            args=(tick, scheduler, observer),
            id=tick.id,
            next_run_time=SystemClock().now(),  # ticks follow the machine's time, business does not
        )

    def record_lag(event: events.JobSubmissionEvent) -> None:
        lag = SystemClock().now() - min(event.scheduled_run_times)
        observer.record_lag(event.job_id, lag.total_seconds())

    # A tick that still runs when its next turn comes is not begun again, and counts as late.
    scheduler.add_listener(record_lag, events.EVENT_JOB_SUBMITTED | events.EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _run_tick(tick: Tick, scheduler: BackgroundScheduler, observer: Observer) -> None:
    try:
        for _ in range(MOST_BATCHES):
            if not (scheduler.running and tick.step()):
                break
    except Exception:
        log.exception("tick_failed", tick=tick.id)
    finally:
        observer.record_turn(tick.id)
