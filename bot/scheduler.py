"""The table of ticks: the jobs that APScheduler runs at intervals.

APScheduler keeps them in memory only. The database stores what is due and when, so a lost tick does
no harm: the next one finds the same rows.
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
from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import SystemClock
from delivery.rate_limits import CLOCK_SET_BACK
from domain.clock import Clock
from domain.observer import Observer
from nudges import (
    asks,
    bench_matches,
    checkpoint,
    consent,
    departures,
    endings,
    follow_ups,
    general,
    hires,
    idempotency_keys,
    manager_digests,
    members,
    message_edits,
    openings,
    recall_prompts,
    roundup,
    sent_files,
    slack_token,
)
from slack_io.client import SlackClient
from storage.engine import Database

log = structlog.get_logger(__name__)

RARE = 20  # a rare tick runs once in this many intervals: every ten minutes by default
# Three ticks call Slack and may wait for it; the others take turns at the rest. With a thread for
# each tick, all began at the same moment, each with a database connection of its own.
WORKERS = 6
MAX_BATCHES = 200  # in one run of a tick, so that a backlog does not starve the other ticks


class TickStore(MemoryJobStore):  # type: ignore[misc]  # APScheduler has no types
    """Makes every tick due at once after the computer's clock was set back.

    Otherwise the ticks would wait until the clock has caught up.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked_at: datetime | None = None

    def get_due_jobs(self, now: datetime) -> list[Job]:
        if self._asked_at and now < self._asked_at - CLOCK_SET_BACK:
            for job in self.get_all_jobs():
                job.modify(next_run_time=now)
        self._asked_at = now
        due: list[Job] = super().get_due_jobs(now)
        return due


@dataclass(frozen=True, slots=True)
class Tick:
    """`step` does a bounded piece of work and returns whether it found any.

    `seconds` is the time between the starts of two runs, by the computer's clock.
    """

    id: str
    seconds: float
    step: Callable[[], bool]


def build_ticks(
    *,
    database: Database,
    slack: SlackClient,
    clock: Clock,
    wake_delivery: threading.Event,
    interval: float,
) -> list[Tick]:
    """Returns every tick. `interval` is in seconds.

    A step that found work sets `wake_delivery`, since it may have queued a message.
    """

    def step_and_wake(step: Callable[[datetime], bool]) -> bool:
        found_work = step(clock.now())
        if found_work:
            wake_delivery.set()
        return found_work

    steps: list[tuple[str, float, Callable[[datetime], bool]]] = [
        ("database", interval, partial(checkpoint.step, database)),
        ("general", interval, partial(general.step, database)),
        ("follow_ups", interval, partial(follow_ups.step, database)),
        ("consent", interval, partial(consent.step, database)),
        ("slack_token", interval * 2, partial(slack_token.step, slack)),
        ("members", interval, partial(members.step, database, slack)),
        ("departures", interval, partial(departures.step, database, slack)),
        ("asks", interval, partial(asks.step, database)),
        ("openings", interval, partial(openings.step, database)),
        ("endings", interval, partial(endings.step, database)),
        ("bench_matches", interval, partial(bench_matches.step, database)),
        ("recall_prompts", interval, partial(recall_prompts.step, database)),
        ("roundup", interval, partial(roundup.step, database)),
        ("manager_digests", interval, partial(manager_digests.step, database)),
        ("sent_files", interval, partial(sent_files.step, database)),
        ("idempotency_keys", interval * RARE, partial(idempotency_keys.step, database)),
        ("hires", interval * RARE, partial(hires.step, database)),
        ("message_edits", interval * RARE, partial(message_edits.step, database)),
    ]
    return [Tick(id_, seconds, partial(step_and_wake, step)) for id_, seconds, step in steps]


def build_scheduler(ticks: list[Tick], observer: Observer) -> BackgroundScheduler:
    """Returns a scheduler that is not started. Each tick runs at once, then at its interval."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": TickStore()},
        executors={"default": ThreadPoolExecutor(max_workers=WORKERS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick in ticks:
        scheduler.add_job(
            _run_tick,
            IntervalTrigger(seconds=tick.seconds),
            args=(tick, scheduler, observer),
            id=tick.id,
            next_run_time=SystemClock().now(),  # APScheduler uses the computer's clock
        )

    def record_lag(event: events.JobSubmissionEvent) -> None:
        lag = SystemClock().now() - min(event.scheduled_run_times)
        observer.record_lag(event.job_id, lag.total_seconds())

    # A tick that is still running is not started a second time, and its lag is recorded.
    scheduler.add_listener(record_lag, events.EVENT_JOB_SUBMITTED | events.EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _run_tick(tick: Tick, scheduler: BackgroundScheduler, observer: Observer) -> None:
    try:
        for _ in range(MAX_BATCHES):
            if not (scheduler.running and tick.step()):
                break
    except Exception:
        log.exception("tick_failed", tick=tick.id)
    finally:
        observer.record_turn(tick.id)
