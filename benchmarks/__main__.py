"""`make bench`: every row, side by side, as a table and in benchmarks/results.json.

python -m benchmarks [--only NAME]... [--quick]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import clicks, clock_work, delivering, looking, whole_process
from benchmarks.databases import Databases
from benchmarks.results import Row, show, write
from benchmarks.setting import Setting
from benchmarks.wire import Wire

RESULTS = Path(__file__).parent / "results.json"
ROWS: dict[str, Callable[[Setting], list[Row]]] = {
    "open_modal_vs_bare_bolt": clicks.open_modal_vs_bare_bolt,
    "open_modal_vs_floor": clicks.open_modal_vs_floor,
    "submit_vs_floor": clicks.submit_vs_floor,
    "throughput_vs_floor": clicks.throughput_vs_floor,
    "nudges_vs_apscheduler_jobs": clock_work.nudges_vs_apscheduler_jobs,
    "sweep_growth": clock_work.sweep_growth,
    "deliver_vs_bare_client": delivering.deliver_vs_bare_client,
    "typeahead_growth": looking.typeahead_growth,
    "cold_start": whole_process.cold_start,
    "memory": whole_process.memory,
}


def measure(
    names: Sequence[str], *, quick: bool, kinds: Sequence[str] = ("sqlite", "postgresql")
) -> list[Row]:
    """The rows of these names, in their order; what is under way is told on stderr."""
    console = Console(stderr=True, highlight=False)
    rows: list[Row] = []
    with Databases() as databases, Wire() as wire:
        for name in names:
            begun = time.monotonic()
            made = ROWS[name](Setting(wire, databases, quick, kinds))
            rows += made
            ratios = ", ".join(f"{each.ratio:.2f}" for each in made)
            console.print(f"{name}: {ratios}  ({time.monotonic() - begun:.0f} s)", style="dim")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(ROWS), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="small amounts; ratios say little")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the JSON goes")
    given = parser.parse_args()
    rows = measure(given.only or list(ROWS), quick=given.quick)
    show(rows, Console(highlight=False, width=120))
    if given.only or given.quick:
        return  # a part, or a trial, does not replace the whole table
    write(rows, given.results)


if __name__ == "__main__":
    main()
