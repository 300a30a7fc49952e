"""Runs the benchmarks, as `make bench` does: python -m benchmarks [--only NAME]... [--quick]

Each benchmark measures Vouch and a peer in turn, such as a bare Bolt app. The result is a table
and, after a full run, benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.databases import Databases
from benchmarks.results import Row, print_table, write_json
from benchmarks.rows import clicks, clock_work, memory, pace, pages, typeahead
from benchmarks.run import BenchmarkRun
from benchmarks.slack_stub import SlackStub

RESULTS_PATH = Path(__file__).parent / "results.json"
BENCHMARKS: dict[str, Callable[[BenchmarkRun], list[Row]]] = {
    "open_modal_vs_bare_bolt": clicks.open_modal_vs_bare_bolt,
    "submit_vs_orm_bolt": clicks.submit_vs_orm_bolt,
    "throughput_vs_floor": clicks.throughput_vs_floor,
    "nudges_vs_apscheduler_jobs": clock_work.nudges_vs_apscheduler_jobs,
    "sweep_growth": clock_work.sweep_growth,
    "typeahead_at_20k_vs_bare_click": typeahead.typeahead_at_20k_vs_bare_click,
    "home_growth": pages.home_growth,
    "desk_growth": pages.desk_growth,
    "stats_vs_bare_click": pages.stats_vs_bare_click,
    "pace_vs_bound": pace.pace_vs_bound,
    "memory_flat": memory.memory_flat,
}


def measure(
    names: Sequence[str],
    *,
    quick: bool,
    database_kinds: Sequence[str] = ("sqlite", "postgresql"),
) -> list[Row]:
    """Run the named benchmarks in the given order. Progress is printed on stderr."""
    console = Console(stderr=True, highlight=False)
    rows: list[Row] = []
    with Databases() as databases, SlackStub() as slack:
        for name in names:
            started = time.monotonic()
            measured = BENCHMARKS[name](BenchmarkRun(slack, databases, quick, database_kinds))
            rows += measured
            ratios = ", ".join(f"{row.ratio:.2f}" for row in measured)
            console.print(f"{name}: {ratios}  ({time.monotonic() - started:.0f} s)", style="dim")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="small amounts; ratios mean little")
    parser.add_argument("--results", type=Path, default=RESULTS_PATH, help="where the JSON goes")
    arguments = parser.parse_args()
    rows = measure(arguments.only or list(BENCHMARKS), quick=arguments.quick)
    print_table(rows, Console(highlight=False, width=120))
    if arguments.only or arguments.quick:
        return  # Only a full run may replace the stored results.
    write_json(rows, arguments.results)


if __name__ == "__main__":
    main()
