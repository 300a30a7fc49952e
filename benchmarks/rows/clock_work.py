"""Measures the work that is done by the clock: nudges, and the tick that queues them.

One benchmark compares nudges with stored jobs of APScheduler (the peer). The other compares the
tick (one run of the scheduled job) among many open follow-ups with the tick among few.
"""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from sqlalchemy import func, select, update

from benchmarks import company, seeding
from benchmarks.company import MONDAY
from benchmarks.results import Row, summarize
from benchmarks.run import BenchmarkRun
from bot.clock import SystemClock
from domain.policy import Policy
from nudges import follow_ups as follow_up_tick
from services import follow_ups
from services.context import system_context
from storage import referrals, settings
from storage.engine import Database
from storage.tables.core import FOLLOW_UP
from storage.tables.messages import OUTBOX

ROUNDS = 5
NUDGES = 10_000  # in each round
FOLLOW_UPS_PER_PERSON = 4  # Vouch combines the nudges of one person into one message.
PEOPLE_PER_TRANSACTION = 100  # for planning; APScheduler adds jobs only one by one
JOBS = 150  # in each round: fewer, because stored jobs are slower by an order of magnitude
DUE_PEOPLE = 500
WRITE_BACK_SECONDS = 0.3  # a wait before the tick, while the database writes its changes to disk
# Follow-ups planned on `MONDAY` are due by then. Both are hours in London at which nudges go out.
NEXT_MONDAY = MONDAY + timedelta(days=7)


def run_job(person: str, number: int) -> None:
    """The stored job. It does nothing, so that APScheduler is measured at its best."""


def nudges_vs_apscheduler_jobs(run: BenchmarkRun) -> list[Row]:
    """Compare nudges a second with APScheduler's jobs a second, in a row for each database."""
    return [_measure_nudges(run, kind) for kind in run.database_kinds]


def _measure_nudges(run: BenchmarkRun, kind: str) -> Row:
    nudges, jobs = run.amount(NUDGES, quick=200), run.amount(JOBS, quick=20)
    rounds = run.rounds(ROUNDS)
    people = nudges // FOLLOW_UPS_PER_PERSON
    database = Database(run.databases.create_migrated(kind))
    workspace_id = company.create_company(database, rounds * people)
    seeding.add_referrals(database, workspace_id, rounds * people)
    job_store_url = run.databases.create_blank(kind)
    nudge_rates, job_rates = [], []
    for number in range(rounds):
        first_person = number * people  # Each round has people of its own.
        nudge_seconds = _seconds_for_nudges(database, workspace_id, first_person, people)
        nudge_rates.append(nudges / nudge_seconds)
        job_rates.append(jobs / _seconds_for_jobs(job_store_url, jobs))
    database.close()
    method = (
        f"planned ({PEOPLE_PER_TRANSACTION} people a transaction), claimed and queued; {nudges} a "
        f"round for {people} people, {rounds} rounds on one database; against {jobs} stored date "
        "jobs a round, added and run, that do nothing"
    )
    return summarize(
        f"nudges_vs_apscheduler_jobs_{kind}",
        nudge_rates,
        job_rates,
        unit="nudges/s",
        method=method,
        bar="at least 10",
    )


def _seconds_for_nudges(
    database: Database, workspace_id: int, first_person: int, people: int
) -> float:
    """Measure how long it takes to plan reminders, and to queue them when they are due.

    This round has `people` advocates, each with one referral and four commitments. `first_person`
    is the index of the first advocate, and the id of the referral is this index plus one.
    """
    _allow_many_nudges(database, workspace_id)
    with database.read() as transaction:
        referrals_of_round = list(
            referrals.find_many(
                transaction, workspace_id, range(first_person + 1, first_person + people + 1)
            ).values()
        )
    commitments = seeding.add_commitments(
        database, workspace_id, referrals_of_round, FOLLOW_UPS_PER_PERSON
    )
    seeding.refresh_statistics(database)
    started = time.perf_counter()
    for start in range(0, len(referrals_of_round), PEOPLE_PER_TRANSACTION):
        with database.write() as transaction:
            batch = referrals_of_round[start : start + PEOPLE_PER_TRANSACTION]
            pairs = [
                (referral, commitment)
                for referral in batch
                for commitment in commitments[referral.id]
            ]
            follow_ups.plan_commitment_reminders(
                system_context(transaction, workspace_id, MONDAY), pairs
            )
    while follow_up_tick.step(database, NEXT_MONDAY):
        pass
    seconds = time.perf_counter() - started
    with database.read() as transaction:
        queued = transaction.scalar(select(func.count()).select_from(OUTBOX))
        # One message for each person of this round and of the rounds before.
        assert queued == first_person + people  # noqa: S101 - else nothing was measured
    return seconds


def _seconds_for_jobs(url: str, amount: int) -> float:
    """Measure how long it takes to add `amount` stored jobs and run them, all in this thread."""
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=url)},
        executors={"default": DebugExecutor()},
        timezone="UTC",
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    started = time.perf_counter()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(amount):
        scheduler.add_job(run_job, "date", run_date=long_ago, args=(f"U{number}", number))
    # One pass of the scheduler's loop runs every due job. No public method runs just one pass.
    scheduler.state = STATE_RUNNING
    scheduler._process_jobs()
    seconds = time.perf_counter() - started
    assert not scheduler.get_jobs()  # noqa: S101 - else nothing was measured
    scheduler.shutdown()
    return seconds


def sweep_growth(run: BenchmarkRun) -> list[Row]:
    """Compare a tick among many open follow-ups with one among few, in a row for each database."""
    return [_measure_tick(run, kind) for kind in run.database_kinds]


def _measure_tick(run: BenchmarkRun, kind: str) -> Row:
    many, few = run.amount(1_000_000, quick=5_000), run.amount(10_000, quick=1_000)
    large_database = _create_database(run, kind, follow_ups=many)
    small_database = _create_database(run, kind, follow_ups=few)
    many_ms: list[float] = []
    few_ms: list[float] = []
    for round_number in range(run.rounds(ROUNDS) + 1):
        for database, milliseconds in ((large_database, many_ms), (small_database, few_ms)):
            tick_seconds = _seconds_for_tick(database)
            if round_number > 0:  # Round 0 only reads the database file into memory.
                milliseconds.append(tick_seconds * 1e3)
    large_database.close()
    small_database.close()
    method = f"a tick with {DUE_PEOPLE} due, among {many} open follow-ups against among {few}"
    name = f"sweep_growth_{kind}"
    return summarize(name, many_ms, few_ms, unit="ms", method=method, bar="at most 1.4")


def _create_database(run: BenchmarkRun, kind: str, *, follow_ups: int) -> Database:
    """Create a database with this number of open follow-ups, all of them due in two months."""
    database = Database(run.databases.create_migrated(kind))
    workspace_id = company.create_company(database)
    _allow_many_nudges(database, workspace_id)
    seeding.add_follow_ups(database, workspace_id, follow_ups, due_at=MONDAY + timedelta(days=60))
    return database


def _allow_many_nudges(database: Database, workspace_id: int) -> None:
    policy = Policy(dms_per_week=20)
    with database.write() as transaction:
        settings.save_policy(transaction, workspace_id, policy, MONDAY, changed_by=None)


def _seconds_for_tick(database: Database) -> float:
    """Make one follow-up due for each of `DUE_PEOPLE` random people, and time one tick.

    `seeding` gave person p the follow-ups with the ids p + 1 + k * people, for k from 0 on.
    """
    with database.write() as transaction:
        last_id = transaction.scalar(select(func.max(FOLLOW_UP.c.id))) or 0
        people = last_id // seeding.FOLLOW_UPS_PER_PERSON
        chosen_people = random.sample(range(people), min(DUE_PEOPLE, people))
        # k differs from person to person, so that the changed rows are not side by side.
        follow_up_ids = [
            person + 1 + (person % seeding.FOLLOW_UPS_PER_PERSON) * people
            for person in chosen_people
        ]
        transaction.execute(
            update(FOLLOW_UP).where(FOLLOW_UP.c.id.in_(follow_up_ids)).values(due_at=MONDAY)
        )
    SystemClock().wait(threading.Event(), WRITE_BACK_SECONDS)
    started = time.perf_counter()
    while follow_up_tick.step(database, NEXT_MONDAY):
        pass
    return time.perf_counter() - started
