"""Everything that the last release posted can still be clicked, typed and submitted.

The rows that its buttons refer to are in the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request import BoltRequest

from bot.dispatch import error_messages as errors
from tests.last_release.database import PAYLOADS, make_database
from tests.quiet_bot import QuietBot

Json = dict[str, Any]
TEAM = {"id": "T0DIFF", "domain": "difference"}
# By menu inside a form: the button that opens the form, its value, and a person who may click it.
OPENED_BY = {"desk.stage": ("desk.move", "41", "U0LINUS"), "ask.about": ("ask.open", "", "U0ADA")}
REGISTERED: dict[str, list[str]] = PAYLOADS["registered"]
ACTIONS = [
    (id_, element["type"], value)
    for id_, element in PAYLOADS["actions"].items()
    for value in element["values"] or [""]
]
SUBMISSIONS = [
    (id_, private, blocks)
    for id_ in REGISTERED["submission"]
    for private, blocks in PAYLOADS["submissions"][id_].items()
]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietBot]:
    file: Path = tmp_path_factory.mktemp("last-release") / "vouch.db"
    bot = QuietBot(f"sqlite:///{file}")
    bot.slack.start()
    make_database(f"sqlite:///{file}", bot.channel, queued=False)
    bot.assemble(bot.slack.api_url)
    yield bot
    bot.__exit__(None, None, None)


def send_payload(bot: QuietBot, payload: Json, user: str = "U0ADA") -> str:
    """Return the bot's answer, from its response and its calls, as one text."""
    before = len(bot.slack.traffic)
    trigger = bot.slack.engine.triggers.issue(user)
    person = {"id": user, "team_id": TEAM["id"]}
    body = {"team": TEAM, "user": person, "trigger_id": trigger, **payload}
    response = bot.vouch.bolt.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert response.status == 200, response.body
    return str(response.body) + json.dumps(bot.slack.traffic[before:], default=str)


def assert_known(answer: str) -> None:
    """Fail if the bot did not know the id or reported an error."""
    assert errors.UNKNOWN_BUTTON.split(",")[0] not in answer
    assert "our fault" not in answer


def build_element(id_: str, type_: str, value: str) -> Json:
    element: Json = {"type": type_, "action_id": id_, "block_id": "b"}
    if type_ == "button":
        return {**element, "value": value}
    text = {"type": "plain_text", "text": "chosen"}
    return {**element, "selected_option": {"text": text, "value": value}}


def build_form(id_: str, private: str, blocks: list[str]) -> Json:
    return {
        "id": f"V{abs(hash((id_, private)))}",
        "type": "modal",
        "callback_id": id_,
        "private_metadata": private,
        "hash": "1.a",
        "blocks": [{"type": "input", "block_id": block} for block in blocks],
        "state": {"values": {}},
    }


@pytest.mark.parametrize("user", ["U0ADA", "U0LINUS"])
@pytest.mark.parametrize(("id_", "type_", "value"), ACTIONS)
def test_every_button_and_menu_is_known(
    bot: QuietBot, id_: str, type_: str, value: str, user: str
) -> None:
    payload: Json = {"type": "block_actions", "actions": [build_element(id_, type_, value)]}
    if id_ in OPENED_BY:
        opener, opener_value, user = OPENED_BY[id_]
        click = {
            "type": "block_actions",
            "actions": [build_element(opener, "button", opener_value)],
        }
        assert_known(send_payload(bot, click, user))
        view = bot.calls("views.open")[-1]["response"]["view"]
        payload["view"] = {**view, "state": {"values": {}}}
    assert_known(send_payload(bot, payload, user))


@pytest.mark.parametrize(("id_", "private", "blocks"), SUBMISSIONS)
def test_every_form_is_known(bot: QuietBot, id_: str, private: str, blocks: list[str]) -> None:
    payload = {"type": "view_submission", "view": build_form(id_, private, blocks)}
    assert_known(send_payload(bot, payload))


def test_every_id_of_the_last_release_is_registered(bot: QuietBot) -> None:
    listeners = bot.vouch.registry.list_listeners()
    registered = {(listener.source.value, listener.id) for listener in listeners}
    known = {(source, id_) for source, ids in REGISTERED.items() for id_ in ids}
    assert sorted(known - registered) == []


def test_an_unknown_button_fails_the_check_of_these_tests(bot: QuietBot) -> None:
    """Otherwise the tests above would prove nothing."""
    unknown = {"type": "block_actions", "actions": [build_element("no.such.button", "button", "1")]}
    with pytest.raises(AssertionError):
        assert_known(send_payload(bot, unknown))
