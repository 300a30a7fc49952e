"""The card of an endorsed candidate, and which stories run with `--http`."""

from __future__ import annotations

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import post_opening, refer_and_endorse, wait_until_settled


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
def card(office: Office) -> SeenMessage:
    """The card of Grace, whom Ada has endorsed for ENG-1."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    return office.linus.sees("put Grace Hopper forward", where="dm")
