"""A full and a read-only disk: nothing is acknowledged meanwhile, and the bot recovers.

An outage of PostgreSQL needs its own server and is tested by `make faults`.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import database_outages
from tests.faults.expectations import SEED, assert_nothing_lost


def test_the_bot_recovers_from_a_full_disk(tmp_path: Path) -> None:
    assert_nothing_lost(database_outages.disk_full(tmp_path, seed=SEED, seconds=2))


def test_the_bot_recovers_from_a_read_only_database(tmp_path: Path) -> None:
    assert_nothing_lost(database_outages.read_only(tmp_path, seed=SEED, attempts=2))
