"""`pytest tests/handlers --update-messages` rewrites docs/messages.md; review the difference."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-messages", action="store_true", help="write docs/messages.md anew")


@pytest.fixture
def update_messages(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-messages", default=False))
