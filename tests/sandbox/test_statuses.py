"""Statuses of people, as the app reads them and as Slack reports them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.driver.client import RefusedError, wait_for
from sandbox.driver.person import Person
from sandbox.server import Sandbox

Json = dict[str, Any]


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada")


def read_status(client: WebClient, person: Person) -> tuple[str, str, int]:
    profile: Json = client.users_info(user=person.id)["user"]["profile"]
    return profile["status_emoji"], profile["status_text"], profile["status_expiration"]


def test_a_status_has_an_emoji_a_text_and_an_end(
    sandbox: Sandbox, ada: Person, client: WebClient
) -> None:
    until = sandbox.clock.now() + timedelta(days=2)
    ada.sets_status(":palm_tree:", "On holiday", until)
    assert read_status(client, ada) == (":palm_tree:", "On holiday", int(until.timestamp()))
    ada.sets_status("")
    assert read_status(client, ada) == ("", "", 0)


def test_a_status_without_an_emoji_gets_slacks_own(ada: Person, client: WebClient) -> None:
    ada.sets_status("", "Lunch")
    assert read_status(client, ada) == (":speech_balloon:", "Lunch", 0)
    with pytest.raises(RefusedError, match="at most 100 characters"):
        ada.sets_status(":palm_tree:", "x" * 101)


def test_a_status_ends_at_its_time(sandbox: Sandbox, ada: Person, client: WebClient) -> None:
    ada.sets_status(":palm_tree:", until=sandbox.clock.now() + timedelta(hours=1))
    sandbox.clock.advance(timedelta(hours=1))
    assert wait_for(lambda: read_status(client, ada) == ("", "", 0), 5)


def test_the_command_status_sets_and_clears_it(ada: Person, client: WebClient) -> None:
    ada.types("/status :face_with_thermometer: Back soon")
    assert read_status(client, ada) == (":face_with_thermometer:", "Back soon", 0)
    ada.types("/status clear")
    assert read_status(client, ada) == ("", "", 0)
