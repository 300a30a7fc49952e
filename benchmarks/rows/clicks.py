"""Measures clicks: a form that opens, a referral that is stored, and many of both at once.

Each benchmark compares Vouch with a peer: another Bolt app that does a comparable job.
"""

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

LISTENER_COUNT = len(register_all().list_listeners())
OPENINGS = 100
CONCURRENT_CLICKS = 16
ROUNDS = 5
# What twenty clicks in a row do: "o" opens the form, "t" types into its select, "s" submits it.
MIX = "ooooooooooootttttsss"


@contextmanager
def start_vouch_with_company(
    run: BenchmarkRun, url: str, openings: int = OPENINGS
) -> Iterator[Process]:
    """Run Vouch over HTTP on a migrated database, to which a company with openings is added."""
    database = Database(url)
    workspace_id = company.create_company(database)
    with database.write() as transaction:
        company.add_openings(transaction, workspace_id, openings)
    company.vacuum(database)
    database.close()
    with start_vouch(run, url) as process:
        yield process


@contextmanager
def start_vouch(run: BenchmarkRun, url: str) -> Iterator[Process]:
    """Run Vouch over HTTP on a database that has a company already."""
    with _start_app(run, "benchmarks.apps.vouch_http", url) as process:
        yield process


@contextmanager
def start_bare_bolt(run: BenchmarkRun) -> Iterator[Process]:
    """Run the bare Bolt app over HTTP; it needs no database."""
    with _start_app(run, "benchmarks.peers.bare", "sqlite://") as process:
        yield process


@contextmanager
def _start_app(run: BenchmarkRun, module: str, url: str) -> Iterator[Process]:
    port = free_port()
    environment = app_environment(url, run.slack.port, port) | {"LISTENERS": str(LISTENER_COUNT)}
    with Process(["-m", module], environment, port) as process:
        process.wait_until_open()
        yield process


def median_ack_ms(run: BenchmarkRun, process: Process, requests: list[bytes]) -> float:
    """The median time until the ack, in milliseconds, of requests that are sent one at a time."""
    clicks = [run.slack.run(run.slack.click(process.port, each)) for each in requests]
    return percentile([click.until_ack * 1e3 for click in clicks], 0.5)


def _refer_requests(amount: int) -> list[bytes]:
    return [payloads.refer_request(ADVOCATE) for _ in range(amount)]


def _submissions(amount: int) -> list[bytes]:
    return [payloads.submission_request(ADVOCATE, 1 + n % OPENINGS) for n in range(amount)]


def _mixed_requests(amount: int) -> list[bytes]:
    makers: dict[str, Callable[[int], bytes]] = {
        "o": lambda _: payloads.refer_request(ADVOCATE),
        "t": lambda n: payloads.typeahead_request(ADVOCATE, ("eng", "storage", "lis", "9")[n % 4]),
        "s": lambda n: payloads.submission_request(ADVOCATE, 1 + n % OPENINGS),
    }
    return [makers[MIX[n % len(MIX)]](n) for n in range(amount)]


def open_modal_vs_bare_bolt(run: BenchmarkRun) -> list[Row]:
    """Compare the time until the form is open, in two rows: the median and the 99th percentile.

    The two apps take turns, so that a slow moment of the machine hits both.
    """
    amount = run.amount(150, quick=15)
    our_rounds: list[list[float]] = []
    peer_rounds: list[list[float]] = []
    with ExitStack() as stack:
        url = run.databases.create_migrated("sqlite")
        ours = stack.enter_context(start_vouch_with_company(run, url))
        peer = stack.enter_context(start_bare_bolt(run))
        for process in (ours, peer):  # The first clicks fill caches.
            run.slack.run(run.slack.click_all(process.port, _refer_requests(20)))
        for _ in range(run.rounds(ROUNDS)):
            our_rounds.append(_open_modal_ms(run, ours, amount))
            peer_rounds.append(_open_modal_ms(run, peer, amount))
    method = (
        f"/refer over HTTP until views.open has arrived and the ack is back; one at a time on new "
        f"connections, {amount} a round, rounds alternate; "
    )
    return [
        summarize(
            name,
            [percentile(times, share) for times in our_rounds],
            [percentile(times, share) for times in peer_rounds],
            unit="ms",
            method=f"{method}p{share * 100:.0f}",
            bar=bar,
        )
        for name, share, bar in (
            ("open_modal_vs_bare_bolt", 0.5, "at most 0.3"),
            ("open_modal_vs_bare_bolt_p99", 0.99, "at most 0.6"),
        )
    ]


def _open_modal_ms(run: BenchmarkRun, process: Process, amount: int) -> list[float]:
    """The milliseconds of each click until the modal is open and the ack is back."""
    times = [
        run.slack.run(run.slack.click(process.port, request, opens_view=True))
        for request in _refer_requests(amount)
    ]
    return [max(click.until_view, click.until_ack) * 1e3 for click in times]


def submit_vs_orm_bolt(run: BenchmarkRun) -> list[Row]:
    """Compare the time until a referral is submitted, in a row for each kind of database."""
    return [_measure_submit(run, kind) for kind in run.database_kinds]


def _measure_submit(run: BenchmarkRun, kind: str) -> Row:
    amount = run.amount(120, quick=15)
    our_medians: list[float] = []
    peer_medians: list[float] = []
    with ExitStack() as stack:
        url = run.databases.create_migrated(kind)
        ours = stack.enter_context(start_vouch_with_company(run, url))
        blank_url = run.databases.create_blank(kind)
        peer = stack.enter_context(_start_app(run, "benchmarks.peers.orm_bolt", blank_url))
        for process in (ours, peer):  # The first clicks fill caches of statements and time zones.
            run.slack.run(run.slack.click_all(process.port, _submissions(20)))
        for _ in range(run.rounds(ROUNDS)):
            our_medians.append(median_ack_ms(run, ours, _submissions(amount)))
            peer_medians.append(median_ack_ms(run, peer, _submissions(amount)))
    method = (
        "a submitted lead over HTTP until the ack closes the form, p50; Vouch stores candidate, "
        "referral, endorsement, follow-ups, history, messages and the idempotency key; the peer "
        "stores candidate, referral and message with the ORM, acknowledges and then posts; "
        f"{amount} a round, rounds alternate"
    )
    name = f"submit_vs_orm_bolt_{kind}"
    return summarize(name, our_medians, peer_medians, unit="ms", method=method, bar="at most 0.5")


def throughput_vs_floor(run: BenchmarkRun) -> list[Row]:
    """Clicks a second of many people at once, against an app that does the least possible."""
    amount = run.amount(600, quick=100)
    our_rates: list[float] = []
    floor_rates: list[float] = []
    with ExitStack() as stack:
        url = run.databases.create_migrated("sqlite")
        ours = stack.enter_context(start_vouch_with_company(run, url))
        blank_url = run.databases.create_blank("sqlite")
        floor = stack.enter_context(_start_app(run, "benchmarks.peers.floor", blank_url))
        for process in (ours, floor):
            run.slack.run(run.slack.click_all(process.port, _mixed_requests(60)))
        for _ in range(run.rounds(ROUNDS)):
            for process, rates in ((ours, our_rates), (floor, floor_rates)):
                seconds = run.slack.run(
                    run.slack.click_all(process.port, _mixed_requests(amount), CONCURRENT_CLICKS)
                )
                rates.append(amount / seconds)
    method = (
        f"{CONCURRENT_CLICKS} people at once over HTTP, {amount} clicks a round: of 20 clicks 12 "
        "open the form, 5 type into the select and 3 submit; SQLite, rounds alternate"
    )
    row = summarize(
        "throughput_vs_floor",
        our_rates,
        floor_rates,
        unit="clicks/s",
        method=method,
        bar="at least 0.6",
    )
    return [row]
