"""The office of a story: SQLite and Socket Mode, unless a story asks for something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import Office


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--http`: a story that names its way in is the same as without, and is not run anew."""
    if not config.getoption("--http"):
        return
    named = [
        message
        for message in items
        if "mode" in getattr(getattr(message, "callspec", None), "params", ())
    ]
    config.hook.pytest_deselected(items=named)
    items[:] = [message for message in items if message not in named]


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        yield office
