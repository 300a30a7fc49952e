"""Two weeks in one process; `make faults` takes ten."""

from __future__ import annotations

from pathlib import Path

from tests.faults import soak
from tests.faults.expectations import SEED


def test_two_weeks(sqlite_url: str, tmp_path: Path) -> None:
    done = soak.soak(sqlite_url, tmp_path, seed=SEED, weeks=2, clicks=2, hours=(10,))
    assert done.findings.clean, done.findings
    assert done.acknowledged
    assert done.delivered_follow_ups
    assert done.problems == []
