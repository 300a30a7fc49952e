"""Killed, short and seeded: nothing acknowledged is lost, nothing stands twice, order is kept.
The long runs, with their table, are `make faults`.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import kills
from tests.faults.expectations import SEED, assert_nothing_lost
from tests.faults.kill_points import KillPoint


def test_killed_at_random_and_at_named_steps(sqlite_url: str, tmp_path: Path) -> None:
    day = kills.run_with_kills("killed", sqlite_url, tmp_path, seed=SEED, kills=6, a_day=2)
    assert_nothing_lost(day)
    assert day.acknowledged, "nobody was thanked: the run proves nothing"
    assert day.delivered_follow_ups, "no follow-up fell due: the run proves nothing of them"


def test_killed_when_slack_has_done_it_and_not_answered(sqlite_url: str, tmp_path: Path) -> None:
    kill_points = (KillPoint.DONE,)
    day = kills.run_with_kills(
        "done", sqlite_url, tmp_path, seed=SEED, kills=2, kill_points=kill_points, patience=20
    )
    assert_nothing_lost(day)
    assert day.kill_points[KillPoint.DONE] == 1
