"""Deliveries to the app: the 3 second limit, retries, connections, commands, response URLs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.engine import Timing
from sandbox.server import Sandbox
from tests.sandbox.conftest import People, becomes_true
from tests.sandbox.demo_app import ReceivedPayloads

Json = dict[str, Any]
on_both_transports = pytest.mark.usefixtures("connected")


def command(people: People, text: str, channel: str = "general") -> Json:
    return people.post("ada", "command", channel=people.channel(channel), text=text)


@on_both_transports
def test_a_command_names_the_channel_and_the_person(
    people: People, received: ReceivedPayloads
) -> None:
    bo, food = people.id("bo"), people.channel("food")
    command(people, "/raw @bo & #food")
    command(people, "/lunch @bo & #food", "food")
    raw, escaped = received.commands
    assert raw["text"] == "@bo & #food"
    assert escaped["text"] == f"<@{bo}|bo> &amp; <#{food}|food>"
    assert (escaped["channel_id"], escaped["channel_name"]) == (food, "food")
    assert (escaped["user_id"], escaped["user_name"]) == (people.id("ada"), "ada")
    people.post("ada", "command", channel=people.dm("ada"), text="/raw")
    assert received.commands[2]["channel_name"] == "directmessage"


@on_both_transports
def test_the_text_of_an_ack_is_shown(people: People) -> None:
    general = people.channel("general")
    command(people, "/lunch say")
    command(people, "/raw")
    assert [m["text"] for m in people.messages("ada", general)] == ["Lunch is at noon", "Got it"]
    assert [m["text"] for m in people.messages("bo", general)] == ["Got it"]


def test_slackbot_answers_an_unknown_command(people: People) -> None:
    assert command(people, "/dinner")["warning"] == "/dinner is not a valid command."
    assert people.messages("ada", people.channel("general"))[-1]["user"] == "USLACKBOT"


def test_a_command_without_a_connection_shows_a_warning(people: People) -> None:
    warning = '/lunch failed with the error "dispatch_failed"'
    assert command(people, "/lunch")["warning"] == warning
    assert people.get(f"{people.id('ada')}/toasts")["toasts"] == [warning]


@on_both_transports
def test_a_late_ack_is_a_timeout_and_is_recorded(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    received.may_answer.clear()
    warning = command(people, "/lunch")["warning"]
    assert warning == '/lunch failed with the error "operation_timeout"'
    received.may_answer.set()
    assert becomes_true(lambda: [e for e in sandbox.traffic if e["error"] == "late_ack"])


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_an_event_is_retried_until_it_is_acknowledged(
    transport: str,
    make_sandbox: Callable[..., Sandbox],
    request: pytest.FixtureRequest,
    received: ReceivedPayloads,
) -> None:
    sandbox = make_sandbox(timing=Timing(ack_seconds=0.3, event_retry_seconds=(0.0, 0.0, 0.0)))
    request.getfixturevalue(f"connect_{transport}")(sandbox)
    people = People(sandbox)
    received.may_answer.clear()
    people.admin("change_user", user=people.id("bo"), title="Cook")
    assert becomes_true(lambda: len(received.headers) == 2)
    received.may_answer.set()
    assert sandbox.wait_idle(10)
    sent = [e["request"]["event_id"] for e in sandbox.traffic if e["kind"] == "event"]
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    assert received.headers[1]["x-slack-retry-num"] == "1"
    assert "timeout" in received.headers[1]["x-slack-retry-reason"]
    people.http.close()


def test_a_retry_waits_for_the_sandbox_clock(
    make_sandbox: Callable[..., Sandbox],
    connect_socket: Callable[[Sandbox], SocketModeHandler],
    received: ReceivedPayloads,
) -> None:
    sandbox = make_sandbox(timing=Timing(ack_seconds=1.0, event_retry_seconds=(60.0,)))
    people = People(sandbox)
    people.admin("change_user", user=people.id("bo"), title="Cook")
    assert sandbox.wait_idle()
    assert received.events == []
    connect_socket(sandbox)
    sandbox.clock.advance(timedelta(seconds=61))
    assert becomes_true(lambda: received.events)
    assert received.events[0]["user"]["profile"]["title"] == "Cook"
    people.http.close()


def test_payloads_are_distributed_over_the_connections(
    sandbox: Sandbox,
    people: People,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
) -> None:
    handlers = [connect_socket(sandbox) for _ in range(2)]
    counts = [0, 0]
    for n, handler in enumerate(handlers):

        def count(*_: Any, n: int = n) -> None:
            counts[n] += 1

        handler.client.socket_mode_request_listeners.append(count)
    for _ in range(4):
        command(people, "/raw")
    assert becomes_true(lambda: counts == [2, 2])


def count_hello_frames(sandbox: Sandbox) -> int:
    return sum(1 for entry in sandbox.traffic if entry["name"] == "hello")


def test_a_refresh_replaces_the_connection_without_losing_payloads(
    sandbox: Sandbox,
    people: People,
    received: ReceivedPayloads,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
) -> None:
    connect_socket(sandbox)
    assert becomes_true(lambda: count_hello_frames(sandbox) == 1)
    opened = count_hello_frames(sandbox)
    sandbox.refresh_sockets()
    assert becomes_true(lambda: sandbox.connections == 1)
    assert count_hello_frames(sandbox) == opened + 1
    command(people, "/raw again")
    assert received.commands[-1]["text"] == "again"


@on_both_transports
def test_a_response_url_expires_after_five_uses_or_half_an_hour(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    general = people.channel("general")
    command(people, "/raw")
    url = received.commands[0]["response_url"]
    for n in range(5):
        assert httpx.post(url, json={"text": str(n)}).status_code == 200
    used = httpx.post(url, json={"text": "6"})
    assert (used.status_code, used.json()["error"]) == (404, "used_url")
    assert [m["text"] for m in people.messages("ada", general)][-5:] == list("01234")
    assert [m["text"] for m in people.messages("bo", general)] == ["Got it"]
    command(people, "/raw")
    sandbox.clock.advance(timedelta(minutes=31))
    old = httpx.post(received.commands[1]["response_url"], json={"text": "late"})
    assert old.json()["error"] == "expired_url"


@on_both_transports
def test_a_response_url_replaces_and_deletes_an_ephemeral_message(
    people: People, client: WebClient, received: ReceivedPayloads
) -> None:
    food = people.channel("food")
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "In"}}
    client.chat_postEphemeral(
        channel=food,
        user=people.id("bo"),
        text="psst",
        blocks=[{"type": "actions", "block_id": "row", "elements": [button]}],
    )
    shown = people.messages("bo", food)[-1]
    container = {"type": "ephemeral", "channel": food, "ephemeral_id": shown["ephemeral_id"]}
    answer = people.try_post("ada", "click", container=container, block_id="row", action_id="take")
    assert not answer["ok"]
    people.post("bo", "click", container=container, block_id="row", action_id="take")
    assert people.messages("bo", food)[-1]["text"] == "You are in"
    assert received.actions[0]["container"]["is_ephemeral"] is True
    assert "message" not in received.actions[0]
    httpx.post(received.actions[0]["response_url"], json={"delete_original": True})
    assert "You are in" not in [m["text"] for m in people.messages("bo", food)]


@on_both_transports
def test_a_click_has_the_payload_of_slack(
    people: People, client: WebClient, received: ReceivedPayloads
) -> None:
    food = people.channel("food")
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "In"}}
    blocks = [{"type": "actions", "block_id": "row", "elements": [button]}]
    ts = client.chat_postMessage(channel=food, text="?", blocks=blocks)["ts"]
    container = {"type": "message", "channel": food, "ts": ts}
    people.post("bo", "click", container=container, block_id="row", action_id="take")
    body = received.actions[0]
    assert body["type"] == "block_actions"
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": food,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": food, "name": "food"}
    assert body["message"]["ts"] == ts
    [action] = body["actions"]
    assert (action["type"], action["text"]["text"], action["block_id"]) == ("button", "In", "row")
    assert float(action["action_ts"]) > 0
    missing = people.try_post("bo", "click", container=container, block_id="row", action_id="no")
    assert not missing["ok"]


@on_both_transports
def test_the_state_of_a_message_has_all_choices(
    people: People, client: WebClient, received: ReceivedPayloads
) -> None:
    def option(text: str) -> Json:
        return {"text": {"type": "plain_text", "text": text}, "value": text.lower()}

    def select(action_id: str) -> Json:
        options = [option("Soup"), option("Stew")]
        return {
            "type": "static_select",
            "action_id": action_id,
            "options": options,
            "initial_option": options[0],
        }

    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "In"}}
    elements = [select("first"), select("second"), button]
    blocks = [{"type": "actions", "block_id": "row", "elements": elements}]
    food = people.channel("food")
    ts = client.chat_postMessage(channel=food, text="?", blocks=blocks)["ts"]

    def click(action_id: str, value: Json) -> Json:
        container = {"type": "message", "channel": food, "ts": ts}
        return people.try_post(
            "bo", "click", container=container, block_id="row", action_id=action_id, value=value
        )

    assert click("second", {"selected_option": {"value": "stew"}})["ok"]
    assert not click("second", {"selected_option": {"value": "cake"}})["ok"]
    click("take", {})
    state = received.actions[0]["state"]["values"]["row"]
    chosen = {name: state[name]["selected_option"]["value"] for name in state}
    assert chosen == {"first": "soup", "second": "stew"}


@on_both_transports
def test_the_app_receives_only_events_that_it_subscribed_to(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    food, dm = people.channel("food"), people.dm("ada")
    people.post("ada", "say", channel=food, text="not for the bot")
    people.post("ada", "say", channel=food, text="@lunch for the bot")
    people.post("ada", "say", channel=dm, text="ping")
    assert becomes_true(lambda: people.messages("ada", dm)[-1]["text"] == "pong")
    people.post("bo", "leave", channel=food)
    people.admin("set_archived", channel=food)
    people.admin("new_user", handle="eve", real_name="Eve New", email="eve@acme.test")
    group = people.get("boot")["usergroups"][0]["id"]
    people.admin("set_usergroup", usergroup=group, members=[])
    assert sandbox.wait_idle()
    assert sorted(e["type"] for e in received.events) == [
        "app_mention",
        "channel_archive",
        "member_left_channel",
        "message",
        "subteam_members_changed",
        "team_join",
    ]
    bodies = [e["request"] for e in sandbox.traffic if e["kind"] == "event"]
    assert all(b["authorizations"][0]["is_bot"] for b in bodies)
    assert len({b["event_id"] for b in bodies}) == len(bodies)


@on_both_transports
def test_the_app_is_notified_of_its_uninstallation(
    people: People, received: ReceivedPayloads
) -> None:
    people.admin("uninstall")
    assert becomes_true(
        lambda: {e["type"] for e in received.events} == {"app_uninstalled", "tokens_revoked"}
    )
