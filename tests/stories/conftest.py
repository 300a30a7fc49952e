"""The card of an endorsed candidate, and which stories go over HTTP."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import TRANSPORT, Office
from tests.stories.actions import post_opening, refer_and_endorse, wait_until_settled


@pytest.fixture(autouse=True)
def transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose how Slack reaches the bot in this story, unless `--transport` says it for all.

    What a person does is the same by either way in, so each story goes one way. One that runs with
    both databases uses HTTP with PostgreSQL. Of the others, about half of the files use HTTP: a
    checksum of the file's name decides, so that a new file changes nothing for the others.
    """
    if request.config.getoption("--transport") is None:
        monkeypatch.setenv(TRANSPORT, "http" if _goes_over_http(request.node) else "socket")


def _goes_over_http(story: Any) -> bool:
    parameters = story.callspec.params if hasattr(story, "callspec") else {}
    if "database_url" in parameters:
        return bool(parameters["database_url"] == "postgresql")
    return crc32(story.path.name.encode()) % 2 == 0


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """The card of Grace, whom Ada has endorsed for ENG-1."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    return office.linus.sees("put Grace Hopper forward", where="dm")
