"""What every bad day has to end with."""

from __future__ import annotations

from tests.faults.kills import FaultRun

SEED = 20260302


def assert_nothing_lost(day: FaultRun) -> None:
    found = day.findings
    assert found.lost == []
    assert found.duplicated == []
    assert found.undelivered == []
    assert found.out_of_order == []
    assert found.complaints == []
    assert day.idle_after is not None, "it never came to rest"
