"""Every row of `make bench` runs with tiny amounts; whether it reaches its bar is not judged."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, measure
from benchmarks.results import Row, percentile, summarize, write_json


@pytest.mark.parametrize("name", list(BENCHMARKS))
def test_a_row_runs(name: str) -> None:
    for row in measure([name], quick=True, database_kinds=["sqlite"]):
        assert row.name.startswith(name)
        assert math.isfinite(row.ratio)
        assert min(row.ours, row.peer, row.ratio) > 0
        assert row.unit
        assert row.method


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    row = summarize("x", [1.0, 9.0, 2.0], [1.0, 3.0, 4.0], "ms", "", "at most 1.0")
    assert (row.ours, row.peer, row.ratio) == (2.0, 3.0, 1.0)
    assert row.reaches_bar


@pytest.mark.parametrize(
    ("bar", "reaches_bar"), [("at most 1.4", False), ("at most 1.5", True), ("at least 2", False)]
)
def test_a_bar_is_reached_or_not(bar: str, reaches_bar: bool) -> None:
    assert Row("x", 3.0, 2.0, 1.5, "ms", "", bar).reaches_bar is reaches_bar


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1)] == [51, 100, 100]


def test_the_json_file_has_the_fields_of_each_row(tmp_path: Path) -> None:
    write_json([Row("x", 3.0, 2.0, 1.5, "ms", "so", "at most 2")], tmp_path / "results.json")
    (record,) = json.loads((tmp_path / "results.json").read_text())
    assert record == {
        "name": "x",
        "ours": 3.0,
        "peer": 2.0,
        "ratio": 1.5,
        "unit": "ms",
        "method": "so",
        "bar": "at most 2",
    }
