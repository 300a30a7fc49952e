"""What the clock does: planning and queueing nudges, and how a tick grows with what is open."""

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
from benchmarks.results import Row, row
from benchmarks.setting import Setting
from bot.clock import SystemClock
from domain.policy import Policy
from nudges import follow_ups as step
from services import follow_ups
from storage import referrals
from storage.engine import Database
from storage.tables.core import FOLLOW_UP
from storage.tables.messages import OUTBOX

ROUNDS = 5
NUDGES = 10_000  # a round; five of them make the 50,000
EACH = 4  # follow-ups of one person, which Vouch combines into one message
TOGETHER = 100  # people planned for in one transaction, which a job store has no word for
JOBS = 150  # a round: a stored job is slow enough to be counted in hundreds
DUE = 500
SETTLED_SECONDS = 0.3  # for what making them due has left to write; it is no part of a tick
EACH_OPEN = 10  # of one person: `seeding.crowd`
MONDAY_NEXT = MONDAY + timedelta(days=7)
"""When what was planned on a Monday for Thursday is due: at a civil hour in London."""


def nudge(person: str, number: int) -> None:
    """What a job does when it runs: nothing, which is to the peer's advantage."""


def nudges_vs_apscheduler_jobs(setting: Setting) -> list[Row]:
    return [_nudges(setting, kind) for kind in setting.kinds]


def _nudges(setting: Setting, kind: str) -> Row:
    many, jobs, rounds = setting.many(NUDGES, 200), setting.many(JOBS, 20), setting.rounds(ROUNDS)
    database = Database(setting.databases.migrated(kind))
    ws = company.found(database, rounds * many // EACH)
    seeding.referrals(database, ws, rounds * many // EACH)
    store = setting.databases.blank(kind)
    rates: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        first = number * many // EACH
        rates[0].append(many / _ours(database, ws, first, many // EACH))
        rates[1].append(jobs / _jobs(store, jobs))
    database.close()
    how = (
        f"planned ({TOGETHER} people a transaction), claimed and queued; {many} a round for "
        f"{many // EACH} people, {rounds} rounds "
        f"on one database; against {jobs} stored date jobs a round, added and run, that do nothing"
    )
    return row(f"nudges_vs_apscheduler_jobs_{kind}", *rates, "nudges/s", how, "at least 20")


def _ours(database: Database, ws: int, first: int, people: int) -> float:
    """Every advocate makes four promises; a week later the clock turns them into messages."""
    policy = Policy(dms_per_week=20)
    with database.read() as transaction:
        theirs = list(
            referrals.some(transaction, ws, range(first + 1, first + people + 1)).values()
        )
    made = seeding.promises(database, ws, theirs, EACH)
    seeding.look_at_tables(database)
    begun = time.perf_counter()
    for begin in range(0, len(theirs), TOGETHER):
        with database.write() as transaction:
            some = theirs[begin : begin + TOGETHER]
            promised = [(referral, deed) for referral in some for deed in made[referral.id]]
            follow_ups.expect_deeds(transaction, promised, policy, MONDAY)
    while step.step(database, policy, MONDAY_NEXT):
        pass
    seconds = time.perf_counter() - begun
    with database.read() as transaction:
        sent = transaction.scalar(select(func.count()).select_from(OUTBOX))
        assert sent == first + people  # noqa: S101 - else nothing was measured
    return seconds


def _jobs(url: str, many: int) -> float:
    """One stored job for each nudge, added and run in this thread."""
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=url)},
        executors={"default": DebugExecutor()},
        timezone="UTC",
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    begun = time.perf_counter()
    at = datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(many):
        scheduler.add_job(nudge, "date", run_date=at, args=(f"U{number}", number))
    # One pass of the scheduler's loop runs all that is due.
    scheduler.state = STATE_RUNNING
    scheduler._process_jobs()
    seconds = time.perf_counter() - begun
    assert not scheduler.get_jobs()  # noqa: S101 - else nothing was measured
    scheduler.shutdown()
    return seconds


def sweep_growth(setting: Setting) -> list[Row]:
    return [_sweep(setting, kind) for kind in setting.kinds]


def _sweep(setting: Setting, kind: str) -> Row:
    sizes = (setting.many(1_000_000, 5_000), setting.many(10_000, 1_000))
    databases = [_crowd(setting, kind, size) for size in sizes]
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(setting.rounds(ROUNDS) + 1):
        for database, kept in zip(databases, seconds, strict=True):
            taken = _tick(database)
            if number:  # the first one reads the file
                kept.append(taken * 1e3)
    for database in databases:
        database.close()
    how = f"a tick with {DUE} due, among {sizes[0]} open follow-ups against among {sizes[1]}"
    return row(f"sweep_growth_{kind}", *seconds, "ms", how, "at most 1.2")


def _crowd(setting: Setting, kind: str, size: int) -> Database:
    """Ten open steps for each person, all of them far ahead."""
    database = Database(setting.databases.migrated(kind))
    ws = company.found(database)
    seeding.crowd(database, ws, size, ahead=MONDAY + timedelta(days=60))
    return database


def _tick(database: Database) -> float:
    """The same number of people is due each time, other ones, evenly spread."""
    with database.write() as transaction:
        last = transaction.scalar(select(func.max(FOLLOW_UP.c.id))) or 0
        people = last // EACH_OPEN  # row n is of person n modulo their number
        some = random.sample(range(people), min(DUE, people))
        chosen = [person % EACH_OPEN * people + person + 1 for person in some]
        transaction.execute(
            update(FOLLOW_UP).where(FOLLOW_UP.c.id.in_(chosen)).values(due_at=MONDAY)
        )
    policy = Policy(dms_per_week=20)
    SystemClock().wait(threading.Event(), SETTLED_SECONDS)
    begun = time.perf_counter()
    while step.step(database, policy, MONDAY_NEXT):
        pass
    return time.perf_counter() - begun
