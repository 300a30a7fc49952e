"""Every row of `make bench` runs in a tiny configuration; how it comes out is not judged here."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks.__main__ import ROWS, measure
from benchmarks.results import Row, percentile, row, write


@pytest.mark.parametrize("name", list(ROWS))
def test_a_row_runs(name: str) -> None:
    for made in measure([name], quick=True, kinds=["sqlite"]):
        assert made.name.startswith(name.partition("_vs_")[0])
        assert math.isfinite(made.ratio)
        assert min(made.ours, made.other, made.ratio) > 0
        assert made.unit
        assert made.how


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    made = row("x", [1.0, 9.0, 2.0], [1.0, 3.0, 4.0], "ms", "", "at most 1.0")
    assert (made.ours, made.other, made.ratio) == (2.0, 3.0, 1.0)
    assert made.met


@pytest.mark.parametrize(
    ("bar", "met"), [("at most 1.4", False), ("at most 1.5", True), ("at least 2", False)]
)
def test_a_bar_is_reached_or_not(bar: str, met: bool) -> None:
    assert Row("x", 3.0, 2.0, 1.5, "ms", "", bar).met is met


def test_a_percentile_lies_among_the_values() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1)] == [51, 100, 100]


def test_what_is_written_has_the_six_fields(tmp_path: Path) -> None:
    write([Row("x", 3.0, 2.0, 1.5, "ms", "so", "at most 2")], tmp_path / "results.json")
    (kept,) = json.loads((tmp_path / "results.json").read_text())
    assert kept == {
        "name": "x",
        "ours": 3.0,
        "other": 2.0,
        "ratio": 1.5,
        "unit": "ms",
        "how": "so",
    }
