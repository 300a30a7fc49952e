"""Measures how App Home and the desk of a recruiter grow from 200 referrals to 20,000.

The people and the openings are the same on both sides. One recruiter owns every referral, which is
the worst case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, MANAGER, RECRUITER
from benchmarks.processes import Process
from benchmarks.results import Row, percentile, summarize
from benchmarks.rows.clicks import run_vouch
from benchmarks.run import BenchmarkRun
from bot.clock import SystemClock
from storage.engine import Database
from storage.large_company import CompanySize, add_large_company

ROUNDS = 5
FEW, MANY = 200, 20_000  # referrals, of which a quarter is open
CAST = SimpleNamespace(recruiters=[RECRUITER], managers=[MANAGER], advocates=[ADVOCATE])


def home_growth(run: BenchmarkRun) -> list[Row]:
    def make_request() -> bytes:
        return payloads.home_request(RECRUITER)

    what = (
        "the event app_home_opened of a recruiter over HTTP until App Home is published and acked"
    )
    return [_measure(run, kind, "home_growth", make_request, what) for kind in run.database_kinds]


def desk_growth(run: BenchmarkRun) -> list[Row]:
    def make_request() -> bytes:
        return payloads.desk_request(RECRUITER)

    what = "/refer desk of a recruiter over HTTP until the modal is open and the ack is back"
    return [_measure(run, kind, "desk_growth", make_request, what) for kind in run.database_kinds]


def _measure(
    run: BenchmarkRun, kind: str, name: str, make_request: Callable[[], bytes], what: str
) -> Row:
    amount, people, openings = run.amount(30, 5), run.amount(5_000, 50), run.amount(400, 20)
    times: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        sides = [
            stack.enter_context(_vouch(run, kind, CompanySize(people, openings, count, count // 4)))
            for count in (run.amount(MANY, FEW * 2), FEW)
        ]
        for number in range(run.rounds(ROUNDS) + 1):
            for side, process in enumerate(sides):
                requests = [make_request() for _ in range(amount)]
                clicks = [run.slack.run(run.slack.click(process.port, each)) for each in requests]
                if number:  # The first round warms caches.
                    acks = [click.acknowledged * 1e3 for click in clicks]
                    times[side].append(percentile(acks, 0.5))
    method = (
        f"{what}; with {MANY} referrals ({MANY // 4} open, one owner) against {FEW}, and "
        f"{openings} openings on both sides; p50 of {amount} a round, rounds alternate"
    )
    return summarize(f"{name}_{kind}", *times, "ms", method, "at most 1.3")


@contextmanager
def _vouch(run: BenchmarkRun, kind: str, size: CompanySize) -> Iterator[Process]:
    url = run.databases.create_migrated(kind)
    database = Database(url)
    workspace_id = company.create_company(database)
    with database.write() as transaction:
        add_large_company(transaction, workspace_id, CAST, SystemClock().now(), size)
    company.vacuum(database)
    database.close()
    with run_vouch(run, url) as process:
        yield process
