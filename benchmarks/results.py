"""The rows of the benchmarks' table: how they are computed, printed and written to a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement of Vouch beside the same measurement of its peer, another library or tool.

    `ours` and `peer` are in `unit`, and `ratio` is `ours` divided by `peer`. `method` says how both
    were measured. `bar` is the aim for the ratio: "at most 1.5", "at least 20", or empty.
    """

    name: str
    ours: float
    peer: float
    ratio: float
    unit: str
    method: str
    bar: str = ""

    @property
    def reaches_bar(self) -> bool | None:
        """Whether the ratio reaches the bar; None if the row has no bar."""
        if not self.bar:
            return None
        most_or_least, limit = self.bar.removeprefix("at ").split()
        if most_or_least == "most":
            return self.ratio <= float(limit)
        return self.ratio >= float(limit)


def summarize(
    name: str,
    ours: Sequence[float],
    peer: Sequence[float],
    unit: str,
    method: str,
    bar: str = "",
) -> Row:
    """Make a row from the values of all rounds: `ours[i]` and `peer[i]` are the values of round i.

    The row's ratio is the median of the rounds' ratios, not the ratio of the row's two values.
    """
    ratios = [our_value / peer_value for our_value, peer_value in zip(ours, peer, strict=True)]
    return Row(name, median(ours), median(peer), median(ratios), unit, method, bar)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which the given share of all values lies; `share` is between 0 and 1."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def write_json(rows: Sequence[Row], file: Path) -> None:
    """Write the rows as a JSON array of objects."""
    records = [
        {
            "name": row.name,
            "ours": round(row.ours, 4),
            "peer": round(row.peer, 4),
            "ratio": round(row.ratio, 3),
            "unit": row.unit,
            "method": row.method,
            "bar": row.bar,
        }
        for row in rows
    ]
    file.write_text(json.dumps(records, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def print_table(rows: Sequence[Row], console: Console) -> None:
    """Print the rows without their `method`, and whether each row reaches its bar."""
    table = Table(box=None, pad_edge=False)
    for title in ("name", "ours", "peer", "ratio", "unit", "bar", "reached"):
        table.add_column(title, justify="right" if title in ("ours", "peer", "ratio") else "left")
    for row in rows:
        reached = {True: "yes", False: "no", None: ""}[row.reaches_bar]
        figures = (f"{row.ours:.3f}", f"{row.peer:.3f}", f"{row.ratio:.2f}")
        table.add_row(row.name, *figures, row.unit, row.bar, reached)
    console.print(table)
