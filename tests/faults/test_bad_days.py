"""Bad days, short and seeded: nothing acknowledged is lost, nothing stands twice, order is kept.
The long ones, with their table, are `make faults`.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import burst, gone, kills
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


def test_killed_at_random_and_at_named_steps(sqlite_url: str, tmp_path: Path) -> None:
    day = kills.killed("killed", sqlite_url, tmp_path, seed=SEED, kills=3)
    stays_zero(day)
    assert day.acknowledged, "nobody was thanked: the run proves nothing"


def test_killed_while_slack_has_every_trouble_at_once(sqlite_url: str, tmp_path: Path) -> None:
    plan = kills.plans(SEED)[-1]
    day = kills.killed("all together", sqlite_url, tmp_path, seed=SEED, kills=1, plan=plan)
    stays_zero(day)
    assert day.troubles


def test_replicas_are_killed_on_one_database(postgres_url: str, tmp_path: Path) -> None:
    day = kills.replicas(postgres_url, tmp_path, seed=SEED, referrals=15, count=3, patience=10)
    stays_zero(day)
    assert day.acknowledged


def test_a_burst_goes_out_as_fast_as_slack_lets_it_and_no_faster(sqlite_url: str) -> None:
    went = burst.run(sqlite_url, messages=350, crowd=40)
    assert (went.sent, went.refused) == (350, 0)
    # A second on top of the minute; then each recruiter's ten cards, which come last, one a second.
    assert went.took <= went.least + 12


def test_the_disk_is_full_for_a_while(tmp_path: Path) -> None:
    stays_zero(gone.disk_full(tmp_path, seed=SEED, seconds=2))
