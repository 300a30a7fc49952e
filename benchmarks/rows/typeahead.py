"""Measures one keystroke of type-ahead among 20,000 openings, against one bare click."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from benchmarks import payloads
from benchmarks.company import ADVOCATE
from benchmarks.results import Row, summarize
from benchmarks.rows.clicks import median_ack_ms, start_bare_bolt, start_vouch_with_company
from benchmarks.run import BenchmarkRun

ROUNDS = 5
QUERIES = {
    "nothing typed": "",
    "a frequent word": "eng",  # in every opening
    "two words": "storage berlin",
    "a rare number": "engineer 57",
    "an absent word": "zebra",
}


def typeahead_at_20k_vs_bare_click(run: BenchmarkRun) -> list[Row]:
    return [_measure_typeahead(run, kind) for kind in run.database_kinds]


def _measure_typeahead(run: BenchmarkRun, kind: str) -> Row:
    keystrokes, openings = run.amount(25, 4), run.amount(20_000, 150)
    ours: dict[str, list[float]] = {name: [] for name in QUERIES}
    bare: list[float] = []
    with ExitStack() as stack:
        url = run.databases.create_migrated(kind)
        vouch = stack.enter_context(start_vouch_with_company(run, url, openings=openings))
        peer = stack.enter_context(start_bare_bolt(run))
        for round_number in range(run.rounds(ROUNDS) + 1):
            clicks = [payloads.refer_request(ADVOCATE) for _ in range(keystrokes)]
            bare_ms = median_ack_ms(run, peer, clicks)
            medians = {
                name: median_ack_ms(
                    run,
                    vouch,
                    [payloads.typeahead_request(ADVOCATE, words) for _ in range(keystrokes)],
                )
                for name, words in QUERIES.items()
            }
            if round_number:  # The first round warms the caches of both sides.
                bare.append(bare_ms)
                for name, ms in medians.items():
                    ours[name].append(ms)
    rows = {
        name: summarize(name, times, bare, unit="ms", method="") for name, times in ours.items()
    }
    worst = max(rows.values(), key=lambda row: row.ratio)
    by_query = ", ".join(f"{name} {row.ratio:.2f}" for name, row in rows.items())
    method = (
        f"ack of a block_suggestion over HTTP among {openings} openings against the ack of /refer "
        f"by a bare Bolt app; p50 of {keystrokes} one at a time; the worst of five queries "
        f"({by_query})"
    )
    name = f"typeahead_at_20k_vs_bare_click_{kind}"
    return replace(worst, name=name, method=method, bar="at most 2")
