"""The card of an endorsed candidate, and which stories run with `--http`."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import post_opening, refer_and_endorse, wait_until_settled


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--http`, skip the stories for which the option makes no difference.

    Some set the transport themselves. Those that run with both databases run over HTTP with
    PostgreSQL only, since they take long, and the two choices do not touch each other.
    """
    if not config.getoption("--http"):
        return
    repeated = [item for item in items if _needs_no_http(getattr(item, "callspec", None))]
    config.hook.pytest_deselected(items=repeated)
    items[:] = [item for item in items if item not in repeated]


def _needs_no_http(callspec: Any) -> bool:
    """Whether a story with these parameters need not run again with `--http`."""
    parameters = getattr(callspec, "params", {})
    return "mode" in parameters or parameters.get("database_url") == "sqlite"


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """The card of Grace, whom Ada has endorsed for ENG-1."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    return office.linus.sees("put Grace Hopper forward", where="dm")
