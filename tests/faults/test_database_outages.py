"""The disk is full, or may not be written to: people are told, nothing is acknowledged, it heals.
PostgreSQL that is stopped is in `make faults`: it needs a server to itself.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import database_outages
from tests.faults.expectations import SEED, assert_nothing_lost


def test_the_disk_is_full_for_a_while(tmp_path: Path) -> None:
    assert_nothing_lost(database_outages.disk_full(tmp_path, seed=SEED, seconds=2))


def test_the_file_and_its_folder_are_read_only_for_a_while(tmp_path: Path) -> None:
    assert_nothing_lost(database_outages.read_only(tmp_path, seed=SEED, attempts=2))
