"""Leaves out the stories that would run the same way with `--http` as without it."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--http`, skip the stories that set the transport: they ran without the option."""
    if not config.getoption("--http"):
        return
    with_own_mode = [
        item for item in items if "mode" in getattr(getattr(item, "callspec", None), "params", ())
    ]
    config.hook.pytest_deselected(items=with_own_mode)
    items[:] = [item for item in items if item not in with_own_mode]
