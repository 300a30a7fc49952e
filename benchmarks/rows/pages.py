"""Measures the pages of a recruiter in a company with 20,000 referrals.

App Home and the desk are compared with the same pages in a company with 200 referrals, and as many
people and openings. The figures are compared with clicks on a bare Bolt app. One recruiter owns all
referrals, which is the worst case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, MANAGER, RECRUITER
from benchmarks.processes import Process
from benchmarks.results import Row, summarize
from benchmarks.rows.clicks import median_ack_ms, start_bare_bolt, start_vouch
from benchmarks.run import BenchmarkRun
from bot.clock import SystemClock
from domain.figures.periods import PeriodChoice
from storage.engine import Database
from storage.large_company import CompanySize, add_large_company

ROUNDS = 5
FEW, MANY = 200, 20_000
"""Numbers of referrals. A quarter of them is open."""
# The people who have the roles in the rows of `add_large_company`.
CAST = SimpleNamespace(recruiters=[RECRUITER], managers=[MANAGER], advocates=[ADVOCATE])


def home_growth(run: BenchmarkRun) -> list[Row]:
    """How much longer App Home takes with many referrals than with few."""

    def make_request() -> bytes:
        return payloads.home_request(RECRUITER)

    description = (
        "the event app_home_opened of a recruiter over HTTP until App Home is published and acked"
    )
    return [
        _measure_growth(run, kind, "home_growth", make_request, description)
        for kind in run.database_kinds
    ]


def desk_growth(run: BenchmarkRun) -> list[Row]:
    """How much longer the desk takes with many referrals than with few."""

    def make_request() -> bytes:
        return payloads.desk_request(RECRUITER)

    description = "/refer desk of a recruiter over HTTP until the modal is open and the ack is back"
    return [
        _measure_growth(run, kind, "desk_growth", make_request, description)
        for kind in run.database_kinds
    ]


def stats_vs_bare_click(run: BenchmarkRun) -> list[Row]:
    """How much longer the figures take with many referrals than a click on a bare Bolt app."""
    return [_measure_stats(run, kind) for kind in run.database_kinds]


def _measure_stats(run: BenchmarkRun, database_kind: str) -> Row:
    clicks_per_round, referrals = run.amount(15, 3), run.amount(MANY, FEW)
    vouch_ms, bare_ms = [], []
    with (
        _start_vouch_of_company(run, database_kind, _company_size(run, referrals)) as vouch,
        start_bare_bolt(run) as bare_bolt,
    ):
        for round_number in range(run.rounds(ROUNDS) + 1):
            clicks = [payloads.refer_request(RECRUITER) for _ in range(clicks_per_round)]
            bare_median = median_ack_ms(run, bare_bolt, clicks)
            requests = [
                payloads.period_request(RECRUITER, PeriodChoice.YEAR)
                for _ in range(clicks_per_round)
            ]
            vouch_median = median_ack_ms(run, vouch, requests)
            if round_number > 0:  # Round 0 warms the caches of both sides.
                vouch_ms.append(vouch_median)
                bare_ms.append(bare_median)
    method = (
        f"a recruiter chooses the last 12 months in the figures, over HTTP until the modal is "
        f"updated and the ack is back, with {referrals} referrals in that time; against the ack of "
        f"/refer by a bare Bolt app; p50 of {clicks_per_round} a round, rounds alternate"
    )
    name = f"stats_vs_bare_click_{database_kind}"
    return summarize(name, vouch_ms, bare_ms, unit="ms", method=method, bar="at most 20")


def _measure_growth(
    run: BenchmarkRun,
    database_kind: str,
    name: str,
    make_request: Callable[[], bytes],
    description: str,
) -> Row:
    """Compare Vouch among many referrals with itself among few.

    `description` says in the report what the request is.
    """
    requests_per_round, many = run.amount(30, 5), run.amount(MANY, FEW * 2)
    size_many, size_few = _company_size(run, many), _company_size(run, FEW)
    many_ms: list[float] = []
    few_ms: list[float] = []
    with ExitStack() as stack:
        among_many = stack.enter_context(_start_vouch_of_company(run, database_kind, size_many))
        among_few = stack.enter_context(_start_vouch_of_company(run, database_kind, size_few))
        for round_number in range(run.rounds(ROUNDS) + 1):
            for process, medians in ((among_many, many_ms), (among_few, few_ms)):
                requests = [make_request() for _ in range(requests_per_round)]
                median = median_ack_ms(run, process, requests)
                if round_number > 0:  # Round 0 warms the caches.
                    medians.append(median)
    method = (
        f"{description}; with {many} referrals ({many // 4} open, one owner) against {FEW}, and "
        f"{size_many.openings} openings on both sides; p50 of {requests_per_round} a round, "
        "rounds alternate"
    )
    return summarize(
        f"{name}_{database_kind}", many_ms, few_ms, unit="ms", method=method, bar="at most 1.3"
    )


def _company_size(run: BenchmarkRun, referrals: int) -> CompanySize:
    return CompanySize(
        people=run.amount(5_000, 50),
        openings=run.amount(400, 20),
        referrals=referrals,
        open_referrals=referrals // 4,
    )


@contextmanager
def _start_vouch_of_company(run: BenchmarkRun, kind: str, size: CompanySize) -> Iterator[Process]:
    """Vouch with a database of this kind, which has a company of this size."""
    url = run.databases.create_migrated(kind)
    database = Database(url)
    workspace_id = company.create_company(database)
    with database.write() as transaction:
        add_large_company(transaction, workspace_id, CAST, SystemClock().now(), size)
    company.vacuum(database)
    database.close()
    with start_vouch(run, url) as process:
        yield process
