"""Measures clicks: a form that opens, a referral that is stored, and many of both at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, app_environment
from benchmarks.processes import Process, free_port
from benchmarks.results import Row, percentile, summarize
from benchmarks.run import BenchmarkRun
from bot.dispatch.register import register_all
from storage.engine import Database

HANDLERS = len(register_all().list_listeners())
OPENINGS = 100
CONCURRENT_CLICKS = 16
ROUNDS = 5
# Of twenty clicks twelve open the form (o), five type into its select (t), three submit it (s).
MIX = "ooooooooooootttttsss"


@contextmanager
def vouch_over_http(run: BenchmarkRun, url: str, openings: int = OPENINGS) -> Iterator[Process]:
    """Vouch over HTTP, with a company and its openings in its database."""
    database = Database(url)
    workspace_id = company.create_company(database)
    with database.write() as transaction:
        company.add_openings(transaction, workspace_id, openings)
    company.vacuum(database)
    database.close()
    with run_vouch(run, url) as process:
        yield process


@contextmanager
def run_vouch(run: BenchmarkRun, url: str) -> Iterator[Process]:
    """Vouch over HTTP on a database that is filled."""
    with _run_app(run, "benchmarks.apps.vouch_http", url) as process:
        yield process


@contextmanager
def bare_bolt(run: BenchmarkRun) -> Iterator[Process]:
    """The bare Bolt app over HTTP."""
    with _run_app(run, "benchmarks.peers.bare", "sqlite://") as process:
        yield process


@contextmanager
def _run_app(run: BenchmarkRun, module: str, url: str) -> Iterator[Process]:
    port = free_port()
    environment = app_environment(url, run.slack.port, port) | {"LISTENERS": str(HANDLERS)}
    with Process(["-m", module], environment, port) as process:
        process.wait_until_open()
        yield process


def median_ack_ms(run: BenchmarkRun, process: Process, requests: list[bytes]) -> float:
    """The median time until the ack, of requests that are sent one at a time."""
    clicks = [run.slack.run(run.slack.click(process.port, each)) for each in requests]
    return percentile([click.acknowledged * 1e3 for click in clicks], 0.5)


def _refer_requests(amount: int) -> list[bytes]:
    return [payloads.refer_request(ADVOCATE) for _ in range(amount)]


def _submissions(amount: int) -> list[bytes]:
    return [payloads.submission_request(ADVOCATE, 1 + n % OPENINGS) for n in range(amount)]


def _mixed_requests(amount: int) -> list[bytes]:
    kinds: dict[str, Callable[[int], bytes]] = {
        "o": lambda _: payloads.refer_request(ADVOCATE),
        "t": lambda n: payloads.typeahead_request(ADVOCATE, ("eng", "storage", "lis", "9")[n % 4]),
        "s": lambda n: payloads.submission_request(ADVOCATE, 1 + n % OPENINGS),
    }
    return [kinds[MIX[n % len(MIX)]](n) for n in range(amount)]


def open_modal_vs_bare_bolt(run: BenchmarkRun) -> list[Row]:
    """Both rows come from the same clicks; the sides alternate round by round."""
    amount = run.amount(150, 15)
    p50: tuple[list[float], list[float]] = ([], [])
    p99: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        url = run.databases.create_migrated("sqlite")
        sides = (
            stack.enter_context(vouch_over_http(run, url)),
            stack.enter_context(bare_bolt(run)),
        )
        for process in sides:
            run.slack.run(run.slack.click_all(process.port, _refer_requests(20)))
        for _ in range(run.rounds(ROUNDS)):
            for side, process in enumerate(sides):
                milliseconds = _open_modal_ms(run, process, amount)
                p50[side].append(percentile(milliseconds, 0.5))
                p99[side].append(percentile(milliseconds, 0.99))
    method = (
        f"/refer over HTTP until views.open has arrived and the ack is back; one at a time on new "
        f"connections, {amount} a round, rounds alternate; "
    )
    return [
        summarize("open_modal_vs_bare_bolt", *p50, "ms", method + "p50", "at most 0.3"),
        summarize("open_modal_vs_bare_bolt_p99", *p99, "ms", method + "p99", "at most 0.6"),
    ]


def _open_modal_ms(run: BenchmarkRun, process: Process, amount: int) -> list[float]:
    times = [
        run.slack.run(run.slack.click(process.port, request, opens_view=True))
        for request in _refer_requests(amount)
    ]
    return [max(click.view_opened, click.acknowledged) * 1e3 for click in times]


def submit_vs_orm_bolt(run: BenchmarkRun) -> list[Row]:
    return [_measure_submit(run, kind) for kind in run.database_kinds]


def _measure_submit(run: BenchmarkRun, kind: str) -> Row:
    amount = run.amount(120, 15)
    p50: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        ours = stack.enter_context(vouch_over_http(run, run.databases.create_migrated(kind)))
        blank = run.databases.create_blank(kind)
        peer = stack.enter_context(_run_app(run, "benchmarks.peers.orm_bolt", blank))
        for process in (ours, peer):  # The first clicks fill caches of statements and time zones.
            run.slack.run(run.slack.click_all(process.port, _submissions(20)))
        for _ in range(run.rounds(ROUNDS)):
            for side, process in enumerate((ours, peer)):
                times = [
                    run.slack.run(run.slack.click(process.port, request))
                    for request in _submissions(amount)
                ]
                milliseconds = [click.acknowledged * 1e3 for click in times]
                p50[side].append(percentile(milliseconds, 0.5))
    method = (
        "a submitted lead over HTTP until the ack closes the form, p50; Vouch stores candidate, "
        "referral, endorsement, follow-ups, history, messages and the idempotency key; the peer "
        "stores candidate, referral and message with the ORM, acknowledges and then posts; "
        f"{amount} a round, rounds alternate"
    )
    return summarize(f"submit_vs_orm_bolt_{kind}", *p50, "ms", method, "at most 0.5")


def throughput_vs_floor(run: BenchmarkRun) -> list[Row]:
    """Clicks a second of many people at once, against an app that does the least possible."""
    amount = run.amount(600, 100)
    rates: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        ours = stack.enter_context(vouch_over_http(run, run.databases.create_migrated("sqlite")))
        blank = run.databases.create_blank("sqlite")
        floor = stack.enter_context(_run_app(run, "benchmarks.peers.floor", blank))
        for process in (ours, floor):
            run.slack.run(run.slack.click_all(process.port, _mixed_requests(60)))
        for _ in range(run.rounds(ROUNDS)):
            for side, process in enumerate((ours, floor)):
                seconds = run.slack.run(
                    run.slack.click_all(process.port, _mixed_requests(amount), CONCURRENT_CLICKS)
                )
                rates[side].append(amount / seconds)
    method = (
        f"{CONCURRENT_CLICKS} people at once over HTTP, {amount} clicks a round: of 20 clicks 12 "
        "open the form, 5 type into the select and 3 submit; SQLite, rounds alternate"
    )
    return [summarize("throughput_vs_floor", *rates, "clicks/s", method, "at least 0.6")]
