"""One complete flow: a command opens a modal, and its submission leads to a message and a click."""

from __future__ import annotations

import pytest

from sandbox.server import Sandbox
from tests.sandbox.conftest import People
from tests.sandbox.demo_app import ReceivedPayloads

pytestmark = pytest.mark.usefixtures("connected")


def test_a_command_leads_to_a_modal_a_message_and_a_click(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    assert "warning" not in people.post(
        "ada", "command", channel=people.channel("general"), text="/lunch"
    )
    view = people.stack("ada")[0]
    assert view["title"]["text"] == "Plan a lunch"
    assert people.stack("bo") == []

    answer = people.post(
        "ada", "submit", view_id=view["id"], values={"place": {"text": {"value": "the park"}}}
    )
    assert answer["stack"] == []
    [message] = people.messages("ada", people.dm("ada"))
    assert message["text"] == "Lunch at the park"

    people.post(
        "ada",
        "click",
        container={"type": "message", "channel": people.dm("ada"), "ts": message["ts"]},
        block_id="row",
        action_id="take",
        value={},
    )
    assert received.actions[0]["actions"][0]["value"] == "42"
    assert received.actions[0]["message"]["blocks"] == message["blocks"]
    [edited] = people.messages("ada", people.dm("ada"))
    assert edited["text"] == "You are in"
    assert sandbox.wait_idle()
