"""The conditions that every run with faults must meet in the end."""

from __future__ import annotations

from tests.faults.kills import FaultRun

SEED = 20260302


def assert_nothing_lost(run: FaultRun) -> None:
    findings = run.findings
    assert findings.lost == []
    assert findings.duplicated == []
    assert findings.undelivered == []
    assert findings.out_of_order == []
    assert findings.bad_texts == []
    assert run.idle_after is not None, "the bot never became idle"
