"""Compares the time of the matching with a bare click: `python -m benchmarks.matching_time`.

A bench of a hundred people is compared with one opening after the other. A bare click is the
peer of `open_modal_vs_bare_bolt`: a bare Bolt app over HTTP, from /refer until views.open has
arrived and the acknowledgement is back. The matching does no I/O, so its CPU time is measured.
"""

from __future__ import annotations

import sys
from statistics import median
from time import thread_time

from benchmarks import payloads
from benchmarks.company import ADVOCATE
from benchmarks.databases import Databases
from benchmarks.matching import load_colleagues
from benchmarks.rows.clicks import start_bare_bolt
from benchmarks.run import BenchmarkRun
from benchmarks.slack_stub import SlackStub
from domain.matching import match_opening
from domain.matching.people import parse_person

BENCH_SIZE, OPENINGS, CLICKS = 100, 40, 60


def microseconds_per_pair(*, notes_are_new: bool) -> float:
    """The median over openings of the CPU time of a pair.

    With `notes_are_new`, every note is parsed within the measured time.
    """
    openings, people = load_colleagues()
    bench = people[:BENCH_SIZE]
    times = []
    for opening in openings[:OPENINGS]:
        for person in bench:  # The caches of the opening and of the notes are filled.
            match_opening(opening, person)
        if notes_are_new:
            parse_person.cache_clear()
        started = thread_time()
        for person in bench:
            match_opening(opening, person)
        times.append((thread_time() - started) / len(bench) * 1e6)
    return median(times)


def bare_click_microseconds() -> float:
    """The median time of a click on a bare Bolt app."""
    with Databases() as databases, SlackStub() as slack:
        run = BenchmarkRun(slack, databases, database_kinds=("sqlite",))
        with start_bare_bolt(run) as process:
            clicks = [
                slack.run(
                    slack.click(process.port, payloads.refer_request(ADVOCATE), opens_view=True)
                )
                for _ in range(CLICKS)
            ]
    return median(max(click.until_view, click.until_ack) * 1e6 for click in clicks)


def main() -> None:
    click = bare_click_microseconds()
    lines = [f"a bare Bolt click: {click:,.0f} microseconds"]
    for case, notes_are_new in (("notes read before", False), ("every note new", True)):
        pair = microseconds_per_pair(notes_are_new=notes_are_new)
        lines.append(f"a pair, {case}: {pair:.0f} microseconds, {pair / click:.4f} of a click")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
