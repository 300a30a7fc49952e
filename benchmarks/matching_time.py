"""Compares the time of matching with that of a click: `python -m benchmarks.matching_time`.

A pair is one opening that is matched with one person. The people are a bench: a hundred people whom
a company keeps in mind for later openings. The click is made on a bare Bolt app over HTTP, as in
the benchmark `open_modal_vs_bare_bolt`: from /refer until both views.open and the acknowledgement
have arrived. Matching does no I/O, so its CPU time is measured.
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

BENCH_SIZE = 100
OPENINGS = 40
CLICKS = 60


def microseconds_per_pair(*, notes_are_new: bool) -> float:
    """The CPU time of a pair: the mean over the bench, and of that the median over openings.

    With `notes_are_new`, the notes about people are parsed within the measured time. Otherwise
    they are already in the cache.
    """
    openings, people = load_colleagues()
    bench = people[:BENCH_SIZE]
    times = []
    for opening in openings[:OPENINGS]:
        for person in bench:  # This fills the caches of parsed openings and notes.
            match_opening(opening, person)
        if notes_are_new:
            parse_person.cache_clear()
        started = thread_time()
        for person in bench:
            match_opening(opening, person)
        times.append((thread_time() - started) / len(bench) * 1e6)
    return median(times)


def bare_click_microseconds() -> float:
    """The median time from a click on a bare Bolt app to the later of its two effects."""
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
    click_time = bare_click_microseconds()
    lines = [f"a bare Bolt click: {click_time:,.0f} microseconds"]
    for case, notes_are_new in (("notes read before", False), ("every note new", True)):
        pair_time = microseconds_per_pair(notes_are_new=notes_are_new)
        share = pair_time / click_time
        lines.append(f"a pair, {case}: {pair_time:.0f} microseconds, {share:.4f} of a click")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
