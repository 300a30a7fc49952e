"""Several replicas on one PostgreSQL: they are killed, or replaced by another version."""

from __future__ import annotations

from pathlib import Path

from tests.databases import Postgres
from tests.faults import kills, rolling
from tests.faults.deployment import Deployment
from tests.faults.expectations import SEED, assert_nothing_lost


def test_nothing_is_lost_when_replicas_are_killed(postgres_url: str, tmp_path: Path) -> None:
    run = kills.run_replicas(
        postgres_url, tmp_path, seed=SEED, referrals=15, count=3, timeout_seconds=10
    )
    assert_nothing_lost(run)
    assert run.acknowledged


def test_every_replica_that_ended_is_restarted(postgres_url: str, tmp_path: Path) -> None:
    with Deployment(postgres_url, tmp_path) as deployment:
        killed = [deployment.start_and_connect() for _ in range(2)]
        for process in killed:
            process.kill()
            process.join()
        deployment.wait_until(lambda: deployment.slack.connections == 2, supervised=True)
        assert len(deployment.processes) == 2
        assert not set(killed) & set(deployment.processes)


def test_nothing_is_lost_when_a_new_version_with_a_migration_takes_over(
    postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.copy() as url:
        run = rolling.run_rolling_restart(url, tmp_path, seed=SEED, replicas=1, contract=False)
    assert_nothing_lost(run)
    assert run.acknowledged
