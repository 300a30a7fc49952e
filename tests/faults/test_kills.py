"""Short runs in which the bot is killed: nothing is lost or sent twice, and order is kept.

`make faults` has the long runs.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import kills
from tests.faults.expectations import SEED, assert_nothing_lost
from tests.faults.kill_points import KillPoint


def test_nothing_is_lost_when_the_bot_is_killed_at_random_and_at_named_steps(
    sqlite_url: str, tmp_path: Path
) -> None:
    run = kills.run_with_kills("killed", sqlite_url, tmp_path, seed=SEED, kills=6, kills_per_day=2)
    assert_nothing_lost(run)
    assert run.acknowledged, "no referral was acknowledged, so the run proves nothing"
    assert run.delivered_follow_ups, "no follow-up fell due, so the run proves nothing about them"


def test_nothing_is_sent_twice_when_the_bot_is_killed_before_slack_has_answered(
    sqlite_url: str, tmp_path: Path
) -> None:
    kill_points = (KillPoint.DONE,)
    run = kills.run_with_kills(
        "done",
        sqlite_url,
        tmp_path,
        seed=SEED,
        kills=2,
        kill_points=kill_points,
        timeout_seconds=20,
    )
    assert_nothing_lost(run)
    assert run.kill_points[KillPoint.DONE] == 1
