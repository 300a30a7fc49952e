"""Short runs in which Slack fails or answers nothing, and a burst at Slack's limits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.faults import burst, kills
from tests.faults.expectations import SEED, assert_nothing_lost


def test_nothing_is_lost_when_the_bot_is_killed_while_slack_fails_in_every_way(
    sqlite_url: str, tmp_path: Path
) -> None:
    plan = kills.fault_plans(SEED)[-1]
    run = kills.run_with_kills("all together", sqlite_url, tmp_path, seed=SEED, kills=1, plan=plan)
    assert_nothing_lost(run)
    assert run.faults


def test_nothing_is_lost_when_slack_is_away_for_a_while(sqlite_url: str, tmp_path: Path) -> None:
    run = kills.run_slack_outage(sqlite_url, tmp_path, seed=SEED, lasting=timedelta(minutes=4))
    assert_nothing_lost(run)
    assert run.acknowledged


def test_a_burst_goes_out_as_fast_as_slack_lets_it_and_no_faster(sqlite_url: str) -> None:
    result = burst.deliver_burst(sqlite_url, messages=350, user_count=40)
    assert (result.sent, result.rate_limited) == (350, 0)
    # One second more than the bound, and ten for the recruiters' cards: they are sent last, at one
    # a second for each recruiter.
    assert result.seconds <= result.bound + 12
