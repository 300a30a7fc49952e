"""Slack on a bad day, and away: short and seeded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.faults import burst, kills
from tests.faults.expectations import SEED, assert_nothing_lost


def test_killed_while_slack_has_every_trouble_at_once(sqlite_url: str, tmp_path: Path) -> None:
    plan = kills.plans(SEED)[-1]
    day = kills.run_with_kills("all together", sqlite_url, tmp_path, seed=SEED, kills=1, plan=plan)
    assert_nothing_lost(day)
    assert day.faults


def test_slack_is_away_for_a_while(sqlite_url: str, tmp_path: Path) -> None:
    day = kills.run_slack_outage(sqlite_url, tmp_path, seed=SEED, lasting=timedelta(minutes=4))
    assert_nothing_lost(day)
    assert day.acknowledged


def test_a_burst_goes_out_as_fast_as_slack_lets_it_and_no_faster(sqlite_url: str) -> None:
    result = burst.deliver_burst(sqlite_url, messages=350, user_count=40)
    assert (result.sent, result.refused) == (350, 0)
    # A second on top of the minute; then each recruiter's ten cards, which come last, one a second.
    assert result.seconds <= result.bound + 12
