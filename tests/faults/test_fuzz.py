"""Odd payloads by both ways, a few hundred of them, seeded; `make faults` sends 20,000."""

from __future__ import annotations

from pathlib import Path

from tests.faults import fuzz
from tests.faults.expectations import SEED


def test_by_http(sqlite_url: str, tmp_path: Path) -> None:
    done = fuzz.fuzz("http", sqlite_url, tmp_path, number=SEED, payloads=300)
    assert done.problem == ""
    assert done.answers["200"] > 50


def test_by_the_socket_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    done = fuzz.fuzz("socket", postgres_url, tmp_path, number=SEED, payloads=150)
    assert done.problem == ""
    assert done.answers["acked"] > 25
