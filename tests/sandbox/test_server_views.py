"""Modals and App Home: trigger ids, the stack, hashes, entered values and acks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.engine import Timing
from sandbox.server import Sandbox
from tests.sandbox.conftest import People
from tests.sandbox.demo_app import ReceivedPayloads, plain, plan_view
from tests.sandbox.test_server_web_api import error_response

CONNECTION_WARNING = "We had some trouble connecting. Try again?"
Json = dict[str, Any]
on_both_transports = pytest.mark.usefixtures("connected")


def open_plan(people: People) -> Json:
    people.post("ada", "command", channel=people.channel("general"), text="/lunch")
    return people.stack("ada")[-1]


def place(text: str) -> Json:
    return {"place": {"text": {"value": text}}}


@on_both_transports
def test_a_trigger_id_can_be_used_once(
    client: WebClient, people: People, received: ReceivedPayloads
) -> None:
    open_plan(people)
    used = received.commands[0]["trigger_id"]
    again = error_response(lambda: client.views_open(trigger_id=used, view=plan_view()))
    assert again["error"] == "exchanged_trigger_id"
    made_up = error_response(lambda: client.views_open(trigger_id="1.2.3", view=plan_view()))
    assert made_up["error"] == "invalid_trigger_id"


def test_a_trigger_id_expires(
    make_sandbox: Callable[..., Sandbox],
    connect_socket: Callable[[Sandbox], Any],
) -> None:
    sandbox = make_sandbox(timing=Timing(trigger_seconds=0.0))
    connect_socket(sandbox)
    people = People(sandbox)
    answer = people.post("ada", "command", channel=people.channel("general"), text="/lunch")
    assert answer["warning"] == '/lunch failed with the error "operation_timeout"'
    refusal = next(e for e in sandbox.traffic if e["name"] == "views.open")
    assert refusal["error"] == "expired_trigger_id"
    people.http.close()


@on_both_transports
def test_at_most_three_modals_can_be_stacked(people: People, sandbox: Sandbox) -> None:
    open_plan(people)
    for depth in (2, 3, 3):
        top = people.stack("ada")[-1]
        people.try_post(
            "ada",
            "click",
            container={"type": "view", "view_id": top["id"]},
            block_id="more",
            action_id="push",
        )
        assert len(people.stack("ada")) == depth
    errors = [e["error"] for e in sandbox.traffic if e["name"] == "views.push"]
    assert errors == [None, None, "push_limit_reached"]
    bottom, middle, top = people.stack("ada")
    assert middle["previous_view_id"] == bottom["id"]
    assert top["root_view_id"] == bottom["id"]


@on_both_transports
def test_an_update_keeps_entered_values_and_changes_the_hash(
    people: People, client: WebClient
) -> None:
    view = open_plan(people)
    people.post(
        "ada",
        "set_state",
        view_id=view["id"],
        block_id="place",
        action_id="text",
        value={"value": "the park"},
    )
    people.post(
        "ada",
        "click",
        container={"type": "view", "view_id": view["id"]},
        block_id="more",
        action_id="redraw",
    )
    [redrawn] = people.stack("ada")
    assert redrawn["title"]["text"] == "Redrawn"
    assert redrawn["state"]["values"]["place"]["text"]["value"] == "the park"
    assert redrawn["hash"] != view["hash"]
    answer = error_response(
        lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=plan_view())
    )
    assert answer["error"] == "hash_conflict"
    people.post("ada", "close", view_id=view["id"])
    answer = error_response(lambda: client.views_update(view_id=view["id"], view=plan_view()))
    assert answer["error"] == "not_found"


@on_both_transports
def test_empty_required_fields_are_not_submitted_to_the_app(
    people: People, received: ReceivedPayloads
) -> None:
    view = open_plan(people)
    answer = people.post("ada", "submit", view_id=view["id"])
    assert list(answer["errors"]) == ["place"]
    assert received.submissions == []


@on_both_transports
def test_a_submission_has_the_payload_of_slack(people: People, received: ReceivedPayloads) -> None:
    view = open_plan(people)
    people.post("ada", "submit", view_id=view["id"], values=place("home"))
    body = received.submissions[0]
    assert body["user"] == {
        "id": people.id("ada"),
        "username": "ada",
        "name": "ada",
        "team_id": "T0ACME",
    }
    assert body["view"]["private_metadata"] == "kept"
    values = body["view"]["state"]["values"]
    assert values["place"]["text"] == {"type": "plain_text_input", "value": "home"}
    assert values["dish"]["dishes"] == {"type": "external_select", "selected_option": None}
    assert body["response_urls"] == []


@on_both_transports
def test_errors_are_shown_under_their_fields_and_unknown_ones_are_ignored(
    people: People, received: ReceivedPayloads
) -> None:
    received.answer = {
        "response_action": "errors",
        "errors": {"place": "Too far away", "nowhere": "lost"},
    }
    view = open_plan(people)
    answer = people.post("ada", "submit", view_id=view["id"], values=place("Mars"))
    assert answer["errors"] == {"place": "Too far away"}
    assert people.stack("ada")[0]["errors"] == {"place": "Too far away"}


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": plan_view("Second")}, ["Second"]),
        ({"response_action": "push", "view": plan_view("Second")}, ["Plan a lunch", "Second"]),
        ({"response_action": "clear"}, []),
    ],
)
@on_both_transports
def test_an_ack_can_update_push_or_clear(
    people: People, received: ReceivedPayloads, answer: Json, titles: list[str]
) -> None:
    received.answer = answer
    view = open_plan(people)
    people.post("ada", "submit", view_id=view["id"], values=place("x"))
    assert [v["title"]["text"] for v in people.stack("ada")] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        {"response_action": "update", "view": {**plan_view(), "title": plain("x" * 25)}},
    ],
)
@on_both_transports
def test_an_invalid_ack_shows_a_warning(
    people: People, received: ReceivedPayloads, sandbox: Sandbox, answer: Json
) -> None:
    received.answer = answer
    view = open_plan(people)
    result = people.post("ada", "submit", view_id=view["id"], values=place("x"))
    assert result["warning"] == CONNECTION_WARNING
    assert len(people.stack("ada")) == 1
    entry = [e for e in sandbox.traffic if e["name"] == "plan"][-1]
    assert not entry["ok"]
    assert "invalid_arguments" in entry["error"]


@on_both_transports
def test_closing_sends_view_closed_if_requested(people: People, received: ReceivedPayloads) -> None:
    received.answer = {"response_action": "errors", "errors": {"place": "Too far"}}
    view = open_plan(people)
    people.post("ada", "submit", view_id=view["id"], values=place("the moon"))
    people.post("ada", "close", view_id=view["id"])
    assert people.stack("ada") == []
    assert received.closed[0]["view"]["callback_id"] == "plan"
    assert received.closed[0]["view"]["state"] == {"values": {}}, "not what Ada typed"
    assert received.closed[0]["is_cleared"] is False


@on_both_transports
def test_an_external_select_loads_its_options_from_the_app(
    people: People, received: ReceivedPayloads
) -> None:
    view = open_plan(people)
    found = people.post(
        "ada",
        "suggest",
        container={"type": "view", "view_id": view["id"]},
        block_id="dish",
        action_id="dishes",
        query="s",
    )
    assert [o["value"] for o in found["options"]] == ["soup", "salad", "stew"]
    assert received.suggestions[0]["type"] == "block_suggestion"
    assert received.suggestions[0]["value"] == "s"


@on_both_transports
def test_a_person_cannot_submit_the_modal_of_another(people: People) -> None:
    view = open_plan(people)
    answer = people.try_post("bo", "submit", view_id=view["id"], values=place("x"))
    assert not answer["ok"]


@on_both_transports
def test_home_is_published_when_it_is_opened(people: People, received: ReceivedPayloads) -> None:
    assert people.get(f"{people.id('bo')}/home")["view"] is None
    people.post("bo", "home", tab="home")
    assert people.sandbox.wait_idle()
    view = people.get(f"{people.id('bo')}/home")["view"]
    assert view["blocks"][0]["text"]["text"] == "No lunch yet"
    assert received.events[0]["user"] == people.id("bo")
    assert "view" not in received.events[0]


def test_publishing_over_a_newer_home_conflicts(client: WebClient, people: People) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=people.id("ada"), view=home)["view"]
    client.views_publish(user_id=people.id("ada"), view=home, hash=first["hash"])
    answer = error_response(
        lambda: client.views_publish(user_id=people.id("ada"), view=home, hash=first["hash"])
    )
    assert answer["error"] == "hash_conflict"


@on_both_transports
def test_shortcuts_reach_the_app(people: People, received: ReceivedPayloads) -> None:
    people.post("ada", "shortcut", callback_id="plan")
    assert people.stack("ada")[0]["callback_id"] == "plan"
    food = people.channel("food")
    ts = people.messages("bo", food)[0]["ts"]
    people.post("bo", "shortcut", callback_id="about", message={"channel": food, "ts": ts})
    assert received.shortcuts[1]["message"]["text"] == "Hungry"
    assert people.messages("bo", food)[-1]["text"] == "Noted"
    assert "Noted" not in [m["text"] for m in people.messages("ada", food)]
    assert not people.try_post("ada", "shortcut", callback_id="about")["ok"]
