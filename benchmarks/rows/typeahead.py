"""Measures a keystroke in a select of 20,000 openings, against a click in a bare Bolt app."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from benchmarks import payloads
from benchmarks.company import ADVOCATE
from benchmarks.results import Row, summarize
from benchmarks.rows.clicks import median_ack_ms, start_bare_bolt, start_vouch_with_company
from benchmarks.run import BenchmarkRun

ROUNDS = 5
# What is typed into the select, by the name of the query in the result.
QUERIES = {
    "nothing typed": "",
    "a frequent word": "eng",  # in every opening
    "two words": "storage berlin",
    "a rare number": "engineer 57",
    "an absent word": "zebra",
}


def typeahead_at_20k_vs_bare_click(run: BenchmarkRun) -> list[Row]:
    """One row for each kind of database."""
    return [_measure_typeahead(run, database_kind) for database_kind in run.database_kinds]


def _measure_typeahead(run: BenchmarkRun, database_kind: str) -> Row:
    keystrokes, openings = run.amount(full=25, quick=4), run.amount(full=20_000, quick=150)
    # The median of each round, in milliseconds.
    vouch_times: dict[str, list[float]] = {name: [] for name in QUERIES}
    bare_times: list[float] = []
    with ExitStack() as stack:
        url = run.databases.create_migrated(database_kind)
        vouch = stack.enter_context(start_vouch_with_company(run, url, openings=openings))
        bare = stack.enter_context(start_bare_bolt(run))
        for round_number in range(run.rounds(ROUNDS) + 1):
            clicks = [payloads.refer_request(ADVOCATE) for _ in range(keystrokes)]
            bare_ms = median_ack_ms(run, bare, clicks)
            medians: dict[str, float] = {}
            for name, words in QUERIES.items():
                requests = [payloads.typeahead_request(ADVOCATE, words) for _ in range(keystrokes)]
                medians[name] = median_ack_ms(run, vouch, requests)
            if round_number:  # The first round is not counted: it warms the caches of both apps.
                bare_times.append(bare_ms)
                for name, median in medians.items():
                    vouch_times[name].append(median)
    rows = {
        name: summarize(name, times, bare_times, unit="ms", method="")
        for name, times in vouch_times.items()
    }
    worst = max(rows.values(), key=lambda row: row.ratio)
    by_query = ", ".join(f"{name} {row.ratio:.2f}" for name, row in rows.items())
    method = (
        f"ack of a block_suggestion over HTTP among {openings} openings against the ack of /refer "
        f"by a bare Bolt app; p50 of {keystrokes} one at a time; the worst of five queries "
        f"({by_query})"
    )
    name = f"typeahead_at_20k_vs_bare_click_{database_kind}"
    return replace(worst, name=name, method=method, bar="at most 2")
