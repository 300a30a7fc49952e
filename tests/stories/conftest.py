"""The office of a story, on SQLite and over Socket Mode unless the story sets something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import Office


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--http`, skip the stories that set the transport: they ran without the option."""
    if not config.getoption("--http"):
        return
    with_own_mode = [
        item for item in items if "mode" in getattr(getattr(item, "callspec", None), "params", ())
    ]
    config.hook.pytest_deselected(items=with_own_mode)
    items[:] = [item for item in items if item not in with_own_mode]


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        yield office
