"""Killed, short and seeded: nothing acknowledged is lost, nothing stands twice, order is kept.
The long runs, with their table, are `make faults`.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import kills
from tests.faults.steps import Step
from tests.faults.zero import SEED, stays_zero


def test_killed_at_random_and_at_named_steps(sqlite_url: str, tmp_path: Path) -> None:
    day = kills.killed("killed", sqlite_url, tmp_path, seed=SEED, kills=6, a_day=2)
    stays_zero(day)
    assert day.acknowledged, "nobody was thanked: the run proves nothing"
    assert day.brought, "no follow-up fell due: the run proves nothing of them"


def test_killed_when_slack_has_done_it_and_not_answered(sqlite_url: str, tmp_path: Path) -> None:
    steps = (Step.DONE,)
    day = kills.killed("done", sqlite_url, tmp_path, seed=SEED, kills=2, steps=steps, patience=20)
    stays_zero(day)
    assert day.steps[Step.DONE] == 1
