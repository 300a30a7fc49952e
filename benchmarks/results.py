"""A row of the table: what was measured, its ratio, and the bar it has to reach."""

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
    """`ratio` is ours / other; `bar` reads "at most 1.5" or "at least 20", or is empty."""

    name: str
    ours: float
    other: float
    ratio: float
    unit: str
    how: str
    bar: str = ""

    @property
    def met(self) -> bool | None:
        """None where the row has no bar of its own."""
        if not self.bar:
            return None
        word, limit = self.bar.removeprefix("at ").split()
        return self.ratio <= float(limit) if word == "most" else self.ratio >= float(limit)


def row(
    name: str,
    ours: Sequence[float],
    other: Sequence[float],
    unit: str,
    how: str,
    bar: str = "",
) -> Row:
    """From rounds that alternated: the median of each side, and of the rounds' ratios."""
    pairs = [a / b for a, b in zip(ours, other, strict=True)]
    return Row(name, median(ours), median(other), median(pairs), unit, how, bar)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies, `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def write(rows: Sequence[Row], file: Path) -> None:
    """As JSON: name, ours, other, ratio, unit, how."""
    kept = [
        {
            "name": each.name,
            "ours": round(each.ours, 4),
            "other": round(each.other, 4),
            "ratio": round(each.ratio, 3),
            "unit": each.unit,
            "how": each.how,
        }
        for each in rows
    ]
    file.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def show(rows: Sequence[Row], console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("name", "ours", "other", "ratio", "unit", "bar", "reached"):
        table.add_column(title, justify="right" if title in ("ours", "other", "ratio") else "left")
    for each in rows:
        reached = {True: "yes", False: "no", None: ""}[each.met]
        table.add_row(
            each.name,
            f"{each.ours:.3f}",
            f"{each.other:.3f}",
            f"{each.ratio:.2f}",
            each.unit,
            each.bar,
            reached,
        )
    console.print(table)
