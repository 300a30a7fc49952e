"""`pytest tests/views --update-golden` writes the golden files anew: read the difference then."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/views/golden anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """False also if the whole suite runs and this folder's options are not read."""
    return bool(request.config.getoption("--update-golden", default=False))
