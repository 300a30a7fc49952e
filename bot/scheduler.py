"""Runs the ticks: jobs that APScheduler starts at intervals, for example to send due nudges.

APScheduler keeps its jobs in memory only. The database stores what is due and when, so a missed run
does no harm: the next run finds the same rows.
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

INTERVALS_PER_RARE_RUN = 20  # so that rare ticks run every ten minutes by default
# Three ticks call Slack and may wait for it; the others share the remaining threads. A thread for
# each tick would open as many database connections, because all ticks are due at the same moment.
MAX_THREADS = 6
MAX_STEPS_PER_RUN = 200  # so that a backlog of one tick does not starve the other ticks


class TickStore(MemoryJobStore):  # type: ignore[misc]  # APScheduler has no types
    """Makes every tick due at once after the computer's clock was set back.

    Otherwise no tick would run until the clock shows the former time again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last_asked_at: datetime | None = None

    def get_due_jobs(self, now: datetime) -> list[Job]:
        if self._last_asked_at and now < self._last_asked_at - CLOCK_SET_BACK:
            for job in self.get_all_jobs():
                job.modify(next_run_time=now)
        self._last_asked_at = now
        due: list[Job] = super().get_due_jobs(now)
        return due


@dataclass(frozen=True, slots=True)
class Tick:
    """A job. Each run calls `step` until it returns False, which means that no work is left.

    `interval` is the time in seconds between the starts of two runs, by the computer's clock.
    """

    id: str
    interval: float
    step: Callable[[], bool]


def build_ticks(
    *,
    database: Database,
    slack: SlackClient,
    clock: Clock,
    wake_delivery: threading.Event,
    interval: float,
) -> list[Tick]:
    """Returns every tick. `interval` (seconds) is that of most ticks; some run less often.

    A step that found work sets `wake_delivery`, since it may have queued a message.
    """

    def step_and_wake(step: Callable[[datetime], bool]) -> bool:
        found_work = step(clock.now())
        if found_work:
            wake_delivery.set()
        return found_work

    rare_interval = interval * INTERVALS_PER_RARE_RUN
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
        ("idempotency_keys", rare_interval, partial(idempotency_keys.step, database)),
        ("hires", rare_interval, partial(hires.step, database)),
        ("message_edits", rare_interval, partial(message_edits.step, database)),
    ]
    return [Tick(id_, seconds, partial(step_and_wake, step)) for id_, seconds, step in steps]


def build_scheduler(ticks: list[Tick], observer: Observer) -> BackgroundScheduler:
    """Returns a scheduler that runs each tick as soon as it is started, then at its interval."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": TickStore()},
        executors={"default": ThreadPoolExecutor(max_workers=MAX_THREADS)},
        # A late run still takes place, and several missed runs of a tick become one.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick in ticks:
        scheduler.add_job(
            _run_tick,
            IntervalTrigger(seconds=tick.interval),
            args=(tick, scheduler, observer),
            id=tick.id,
            next_run_time=SystemClock().now(),  # APScheduler uses the computer's clock
        )

    def record_lag(event: events.JobSubmissionEvent) -> None:
        lag = SystemClock().now() - min(event.scheduled_run_times)
        observer.record_lag(event.job_id, lag.total_seconds())

    # MAX_INSTANCES: a tick that is still running is not started again, but its lag is recorded.
    scheduler.add_listener(record_lag, events.EVENT_JOB_SUBMITTED | events.EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _run_tick(tick: Tick, scheduler: BackgroundScheduler, observer: Observer) -> None:
    try:
        for _step in range(MAX_STEPS_PER_RUN):
            if not (scheduler.running and tick.step()):
                break
    except Exception:
        log.exception("tick_failed", tick=tick.id)
    finally:
        observer.record_turn(tick.id)
