"""Modals and App Home: triggers, the stack, hashes, kept input, what an ack may say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.engine import Timing
from sandbox.server import Sandbox
from tests.sandbox.conftest import People
from tests.sandbox.demo_app import Seen, plain, plan_view
from tests.sandbox.test_server_web_api import refused

TROUBLE = "We had some trouble connecting. Try again?"
Json = dict[str, Any]
both_ways = pytest.mark.usefixtures("connected")


def open_plan(people: People) -> Json:
    people.do("ada", "command", channel=people.channel("general"), text="/lunch")
    return people.stack("ada")[-1]


def place(text: str) -> Json:
    return {"place": {"text": {"value": text}}}


@both_ways
def test_a_trigger_opens_one_view(client: WebClient, people: People, seen: Seen) -> None:
    open_plan(people)
    used = seen.commands[0]["trigger_id"]
    again = refused(lambda: client.views_open(trigger_id=used, view=plan_view()))
    assert again["error"] == "exchanged_trigger_id"
    made_up = refused(lambda: client.views_open(trigger_id="1.2.3", view=plan_view()))
    assert made_up["error"] == "invalid_trigger_id"


def test_a_trigger_dies_of_age(
    make_sandbox: Callable[..., Sandbox],
    connect_socket: Callable[[Sandbox], Any],
) -> None:
    sandbox = make_sandbox(timing=Timing(trigger=0.0))
    connect_socket(sandbox)
    people = People(sandbox)
    answer = people.do("ada", "command", channel=people.channel("general"), text="/lunch")
    assert answer["warning"] == '/lunch failed with the error "operation_timeout"'
    refusal = next(e for e in sandbox.traffic if e["name"] == "views.open")
    assert refusal["error"] == "expired_trigger_id"
    people.http.close()


@both_ways
def test_three_views_and_no_more(people: People, sandbox: Sandbox) -> None:
    open_plan(people)
    for depth in (2, 3, 3):
        top = people.stack("ada")[-1]
        people.try_(
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


@both_ways
def test_an_update_keeps_what_was_typed_and_changes_the_hash(
    people: People, client: WebClient
) -> None:
    view = open_plan(people)
    people.do(
        "ada",
        "state",
        view_id=view["id"],
        block_id="place",
        action_id="text",
        value={"value": "the park"},
    )
    people.do(
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
    stale = refused(
        lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=plan_view())
    )
    assert stale["error"] == "hash_conflict"
    people.do("ada", "close", view_id=view["id"])
    gone = refused(lambda: client.views_update(view_id=view["id"], view=plan_view()))
    assert gone["error"] == "not_found"


@both_ways
def test_required_fields_are_refused_before_the_app_hears(people: People, seen: Seen) -> None:
    view = open_plan(people)
    answer = people.do("ada", "submit", view_id=view["id"])
    assert list(answer["errors"]) == ["place"]
    assert seen.submissions == []


@both_ways
def test_a_submission_has_slacks_shape(people: People, seen: Seen) -> None:
    view = open_plan(people)
    people.do("ada", "submit", view_id=view["id"], values=place("home"))
    body = seen.submissions[0]
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


@both_ways
def test_errors_stand_under_their_field_and_unknown_ones_are_ignored(
    people: People, seen: Seen
) -> None:
    seen.answer = {
        "response_action": "errors",
        "errors": {"place": "Too far away", "nowhere": "lost"},
    }
    view = open_plan(people)
    answer = people.do("ada", "submit", view_id=view["id"], values=place("Mars"))
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
@both_ways
def test_what_an_ack_may_do(people: People, seen: Seen, answer: Json, titles: list[str]) -> None:
    seen.answer = answer
    view = open_plan(people)
    people.do("ada", "submit", view_id=view["id"], values=place("x"))
    assert [v["title"]["text"] for v in people.stack("ada")] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        {"response_action": "update", "view": {**plan_view(), "title": plain("x" * 25)}},
    ],
)
@both_ways
def test_an_ack_that_slack_cannot_use_is_trouble(
    people: People, seen: Seen, sandbox: Sandbox, answer: Json
) -> None:
    seen.answer = answer
    view = open_plan(people)
    result = people.do("ada", "submit", view_id=view["id"], values=place("x"))
    assert result["warning"] == TROUBLE
    assert len(people.stack("ada")) == 1
    entry = [e for e in sandbox.traffic if e["name"] == "plan"][-1]
    assert not entry["ok"]
    assert "invalid_arguments" in entry["error"]


@both_ways
def test_closing_is_told_where_asked_for(people: People, seen: Seen) -> None:
    view = open_plan(people)
    people.do("ada", "close", view_id=view["id"])
    assert people.stack("ada") == []
    assert seen.closed[0]["view"]["callback_id"] == "plan"
    assert seen.closed[0]["is_cleared"] is False


@both_ways
def test_type_ahead(people: People, seen: Seen) -> None:
    view = open_plan(people)
    found = people.do(
        "ada",
        "suggest",
        container={"type": "view", "view_id": view["id"]},
        block_id="dish",
        action_id="dishes",
        query="s",
    )
    assert [o["value"] for o in found["options"]] == ["soup", "salad", "stew"]
    assert seen.suggestions[0]["type"] == "block_suggestion"
    assert seen.suggestions[0]["value"] == "s"


@both_ways
def test_nobody_touches_another_persons_modal(people: People) -> None:
    view = open_plan(people)
    answer = people.try_("bo", "submit", view_id=view["id"], values=place("x"))
    assert not answer["ok"]


@both_ways
def test_home_is_published_when_it_is_opened(people: People, seen: Seen) -> None:
    assert people.get(f"{people.id('bo')}/home")["view"] is None
    people.do("bo", "home", tab="home")
    assert people.sandbox.wait_idle()
    view = people.get(f"{people.id('bo')}/home")["view"]
    assert view["blocks"][0]["text"]["text"] == "No lunch yet"
    assert seen.events[0]["user"] == people.id("bo")
    assert "view" not in seen.events[0]


def test_publishing_over_a_newer_home_conflicts(client: WebClient, people: People) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=people.id("ada"), view=home)["view"]
    client.views_publish(user_id=people.id("ada"), view=home, hash=first["hash"])
    stale = refused(
        lambda: client.views_publish(user_id=people.id("ada"), view=home, hash=first["hash"])
    )
    assert stale["error"] == "hash_conflict"


@both_ways
def test_shortcuts_reach_the_app(people: People, seen: Seen) -> None:
    people.do("ada", "shortcut", callback_id="plan")
    assert people.stack("ada")[0]["callback_id"] == "plan"
    food = people.channel("food")
    ts = people.messages("bo", food)[0]["ts"]
    people.do("bo", "shortcut", callback_id="about", message={"channel": food, "ts": ts})
    assert seen.shortcuts[1]["message"]["text"] == "Hungry"
    assert people.messages("bo", food)[-1]["text"] == "Noted"
    assert "Noted" not in [m["text"] for m in people.messages("ada", food)]
    assert not people.try_("ada", "shortcut", callback_id="about")["ok"]
