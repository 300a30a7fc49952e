"""A few hundred broken payloads by HTTP and by socket; `make faults` sends 20,000."""

from __future__ import annotations

from pathlib import Path

from tests.faults import fuzz
from tests.faults.expectations import SEED


def test_broken_payloads_by_http_do_no_harm(sqlite_url: str, tmp_path: Path) -> None:
    result = fuzz.fuzz("http", sqlite_url, tmp_path, seed_number=SEED, payloads=300)
    assert result.problem == ""
    assert result.answers["200"] > 50


def test_broken_payloads_by_socket_do_no_harm_on_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    result = fuzz.fuzz("socket", postgres_url, tmp_path, seed_number=SEED, payloads=150)
    assert result.problem == ""
    assert result.answers["acked"] > 15
