"""Several replicas on one PostgreSQL: killed, and replaced by another version."""

from __future__ import annotations

from pathlib import Path

from tests.databases import Postgres
from tests.faults import kills, rolling
from tests.faults.expectations import SEED, assert_nothing_lost


def test_replicas_are_killed_on_one_database(postgres_url: str, tmp_path: Path) -> None:
    day = kills.run_replicas(postgres_url, tmp_path, seed=SEED, referrals=15, count=3, patience=10)
    assert_nothing_lost(day)
    assert day.acknowledged


def test_a_new_version_takes_over_with_a_migration_in_between(
    postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.copy() as url:
        day = rolling.run_rolling_restart(url, tmp_path, seed=SEED, replicas=1, contract=False)
    assert_nothing_lost(day)
    assert day.acknowledged
