"""Two simulated weeks in one process; `make faults` runs ten."""

from __future__ import annotations

from pathlib import Path

from tests.faults import soak
from tests.faults.expectations import SEED


def test_two_weeks_in_one_process_lose_nothing_and_leak_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    result = soak.soak(sqlite_url, tmp_path, seed=SEED, weeks=2, clicks=2, hours=(10,))
    assert result.findings.clean, result.findings
    assert result.acknowledged
    assert result.delivered_follow_ups
    assert result.problems == []
