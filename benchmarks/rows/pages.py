"""Measures the pages of a recruiter among 20,000 referrals.

App Home and the desk are compared with those among 200: the people and the openings are the same on
both sides. Figures are compared with bare clicks. One recruiter owns every referral, which is the
worst case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, MANAGER, RECRUITER
from benchmarks.processes import Process
from benchmarks.results import Row, summarize
from benchmarks.rows.clicks import bare_bolt, median_ack_ms, run_vouch
from benchmarks.run import BenchmarkRun
from bot.clock import SystemClock
from domain.figures.periods import PeriodChoice
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


def stats_vs_bare_click(run: BenchmarkRun) -> list[Row]:
    return [_measure_stats(run, kind) for kind in run.database_kinds]


def _measure_stats(run: BenchmarkRun, kind: str) -> Row:
    amount, referrals = run.amount(15, 3), run.amount(MANY, FEW)
    size = CompanySize(run.amount(5_000, 50), run.amount(400, 20), referrals, referrals // 4)
    ours, bare = [], []
    with _vouch(run, kind, size) as vouch, bare_bolt(run) as peer:
        for number in range(run.rounds(ROUNDS) + 1):
            bare_ms = median_ack_ms(
                run, peer, [payloads.refer_request(RECRUITER) for _ in range(amount)]
            )
            requests = [
                payloads.period_request(RECRUITER, PeriodChoice.YEAR) for _ in range(amount)
            ]
            ms = median_ack_ms(run, vouch, requests)
            if number:  # The first round warms the caches of both sides.
                ours.append(ms)
                bare.append(bare_ms)
    method = (
        f"a recruiter chooses the last 12 months in the figures, over HTTP until the modal is "
        f"updated and the ack is back, with {referrals} referrals in that time; against the ack of "
        f"/refer by a bare Bolt app; p50 of {amount} a round, rounds alternate"
    )
    return summarize(f"stats_vs_bare_click_{kind}", ours, bare, "ms", method, "at most 20")


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
                ms = median_ack_ms(run, process, [make_request() for _ in range(amount)])
                if number:  # The first round warms caches.
                    times[side].append(ms)
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
