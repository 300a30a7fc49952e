"""What every bad day has to end with."""

from __future__ import annotations

from tests.faults.kills import Outcome

SEED = 20260302


def stays_zero(day: Outcome) -> None:
    found = day.findings
    assert found.lost == []
    assert found.twice == []
    assert found.unsaid == []
    assert found.disorder == []
    assert found.complaints == []
    assert day.rest is not None, "it never came to rest"
