"""Changes of the workspace: channels, messages and accounts, as people and the app see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.clock import SandboxClock
from sandbox.driver.client import RefusedError, wait_for
from sandbox.driver.person import Person
from sandbox.manifest import Manifest
from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST, People
from tests.sandbox.demo_app import ReceivedPayloads
from tests.sandbox.test_server_web_api import error_response

Json = dict[str, Any]


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada")


@pytest.fixture
def bo(sandbox: Sandbox) -> Person:
    return sandbox.person("bo")


def sent_events(sandbox: Sandbox, name: str) -> list[Json]:
    """The events of that name that were sent to the app."""
    return [
        entry["request"]["event"]
        for entry in sandbox.traffic
        if entry["kind"] == "event" and entry["name"] == name
    ]


def error_of_post(client: WebClient, channel: str) -> str:
    return str(error_response(lambda: client.chat_postMessage(channel=channel, text="hi"))["error"])


# Channels


def test_a_person_creates_renames_and_archives_a_channel(
    ada: Person, bo: Person, people: People, client: WebClient
) -> None:
    ada.creates_channel("#picnic").invites("bo", "#picnic").invites("bot", "#picnic")
    channel = people.channel("picnic")
    bo.types("Sandwiches", channel="#picnic")
    ada.sees("Sandwiches", where="#picnic")
    ada.renames_channel("#picnic", "#dinner")
    ada.sees('renamed the channel from "picnic" to "dinner"', where="#dinner")
    assert client.conversations_info(channel=channel)["channel"]["name"] == "dinner"
    ada.archives("#dinner")
    assert error_of_post(client, channel) == "is_archived"
    with pytest.raises(RefusedError, match="archived"):
        bo.types("Anyone?", channel="#dinner")
    ada.unarchives("#dinner")
    bo.types("Anyone?", channel="#dinner")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("food", "already taken"),
        ("Big Lunch", "lower case"),
        ("x" * 81, "at most 80"),
        ("", "lower case"),
    ],
)
def test_a_bad_channel_name_is_refused(ada: Person, name: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        ada.creates_channel(name)


def test_guests_create_no_channels_and_general_cannot_be_archived(
    ada: Person, sandbox: Sandbox
) -> None:
    with pytest.raises(RefusedError, match="Guests"):
        sandbox.person("gus").creates_channel("guests")
    with pytest.raises(RefusedError, match="general"):
        ada.archives("#general")


def test_a_channel_that_became_private_is_unknown_to_an_app_outside(
    ada: Person, people: People, client: WebClient
) -> None:
    general, food = people.channel("general"), people.channel("food")
    ada.makes_private("#general").makes_private("#food")
    assert error_of_post(client, general) == "channel_not_found"
    assert client.chat_postMessage(channel=food, text="hi")["ok"]


def test_the_app_is_removed_from_a_channel(ada: Person, people: People, client: WebClient) -> None:
    ada.removes("bot", "#food")
    assert error_of_post(client, people.channel("food")) == "not_in_channel"


def test_a_channel_with_a_new_id_keeps_its_messages(
    sandbox: Sandbox, people: People, client: WebClient
) -> None:
    old = people.channel("food")
    ts = client.chat_postMessage(channel=old, text="Soup")["ts"]
    new = sandbox.change_channel_id("food")
    assert new != old
    assert error_of_post(client, old) == "channel_not_found"
    assert client.chat_update(channel=new, ts=ts, text="Stew")["ok"]
    assert people.messages("ada", new)[-1]["text"] == "Stew"


def test_the_app_receives_the_events_of_a_channel(
    make_sandbox: Callable[..., Sandbox], connect_http: Callable[[Sandbox], None]
) -> None:
    text = MANIFEST.read_text().replace(
        "      - channel_archive\n",
        "      - channel_archive\n      - channel_rename\n      - channel_id_changed\n",
    )
    sandbox = make_sandbox(manifest=Manifest.load(text))
    connect_http(sandbox)
    ada, people = sandbox.person("ada"), People(sandbox)
    old = people.channel("food")
    ada.renames_channel("#food", "#meals")
    new = sandbox.change_channel_id("meals")
    assert sandbox.wait_idle()
    [renamed] = sent_events(sandbox, "channel_rename")
    assert (renamed["channel"]["id"], renamed["channel"]["name"]) == (old, "meals")
    [changed] = sent_events(sandbox, "channel_id_changed")
    assert (changed["old_channel_id"], changed["new_channel_id"]) == (old, new)
    people.http.close()


# Slack's own commands


def test_invite_brings_people_and_the_app_into_a_channel(
    ada: Person, bo: Person, people: People, client: WebClient
) -> None:
    ada.creates_channel("picnic")
    ada.types("/invite @bo @lunch", channel="#picnic")
    assert client.chat_postMessage(channel=people.channel("picnic"), text="hi")["ok"]
    bo.sees("hi", where="#picnic")
    ada.types("/invite @gus #picnic", channel="#general")
    assert people.id("gus") in people.sandbox.world.channels[people.channel("picnic")].members
    ada.types("/remove @bo", channel="#picnic")
    assert people.id("bo") not in people.sandbox.world.channels[people.channel("picnic")].members


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/invite @nobody", "There is nobody called @nobody."),
        ("/invite @bo", "@bo is already in this channel."),
        ("/invite", "Mention someone, for example @ada."),
        ("/invite @gus #nowhere", "You are not in a channel called #nowhere."),
        ("/rename general", "That name is already taken by another channel."),
        ("/fly", "/fly is not a valid command."),
    ],
)
def test_slackbot_answers_a_command_that_fails(ada: Person, command: str, answer: str) -> None:
    ada.types(command, channel="#food")
    assert ada.ephemerals()[-1].text == answer


def test_only_invite_may_name_another_channel_in_a_direct_message(
    ada: Person, people: People
) -> None:
    ada.types("/remove @bo #food", channel="@bo")
    assert ada.ephemerals()[-1].text == "/remove works in channels only."
    ada.creates_channel("picnic")
    ada.types("/invite @bo #picnic", channel="@bo")
    assert people.id("bo") in people.sandbox.world.channels[people.channel("picnic")].members


def test_rename_leave_and_archive_by_command(ada: Person, people: People) -> None:
    ada.creates_channel("picnic")
    ada.types("/rename dinner", channel="#picnic")
    ada.types("/archive", channel="#dinner")
    channel = people.sandbox.world.channels[people.channel("dinner")]
    assert channel.is_archived
    ada.types("/leave", channel="#food")
    assert people.id("ada") not in people.sandbox.world.channels[people.channel("food")].members


# Messages


def test_people_edit_and_delete_their_own_messages(
    ada: Person, bo: Person, people: People, client: WebClient
) -> None:
    food = people.channel("food")
    bo.types("Soop", channel="#food")
    message = bo.sees("Soop", where="#food")
    bo.edits(message, "Soup & @ada")
    [edited] = client.conversations_history(channel=food, limit=1)["messages"]
    assert edited["text"] == f"Soup &amp; <@{ada.id}>"
    assert edited["edited"]["user"] == bo.id
    with pytest.raises(RefusedError, match="Only the author"):
        ada.edits(message, "Stew")
    bo.deletes(message)
    bo.does_not_see("Soup", where="#food", settle=people.sandbox.wait_idle)
    assert (
        error_response(
            lambda: client.reactions_add(channel=food, timestamp=message.ts, name="eyes")
        )["error"]
        == "message_not_found"
    )


def test_only_the_author_or_an_admin_deletes_a_message(
    ada: Person, bo: Person, client: WebClient, people: People
) -> None:
    food = people.channel("food")
    ts = client.chat_postMessage(channel=food, text="Soup")["ts"]
    with pytest.raises(RefusedError, match="admin"):
        bo.deletes(bo.sees("Soup", where="#food"))
    ada.deletes(ada.sees("Soup", where="#food"))
    answer = error_response(lambda: client.chat_update(channel=food, ts=ts, text="Stew"))
    assert answer["error"] == "message_not_found"


def test_edits_and_deletions_reach_the_app(
    sandbox: Sandbox, ada: Person, connect_http: Callable[[Sandbox], None]
) -> None:
    connect_http(sandbox)
    ada.types("Hello")
    message = ada.sees("Hello", where="dm")
    ada.edits(message, "Goodbye").deletes(message)
    assert sandbox.wait_idle()
    subtypes = [event.get("subtype") for event in sent_events(sandbox, "message")]
    assert subtypes == [None, "message_changed", "message_deleted"]


def test_people_write_to_the_app_in_threads_and_by_mention(
    sandbox: Sandbox, ada: Person, client: WebClient, connect_http: Callable[[Sandbox], None]
) -> None:
    connect_http(sandbox)
    client.chat_postMessage(channel=ada.id, text="Soup or stew?")
    ada.replies(ada.sees("Soup or stew?"), "Stew")
    ada.types("@lunch what is there?", channel="#food")
    assert sandbox.wait_idle()
    assert sent_events(sandbox, "message")[-1]["parent_user_id"] == sandbox.world.app.user_id
    [mention] = sent_events(sandbox, "app_mention")
    assert "what is there?" in mention["text"]


def test_messages_can_be_edited_only_within_the_edit_window(
    make_sandbox: Callable[..., Sandbox],
) -> None:
    sandbox = make_sandbox(clock=SandboxClock())
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    people, ada = People(sandbox), sandbox.person("ada")
    food = people.channel("food")
    ts = client.chat_postMessage(channel=food, text="Soup")["ts"]
    ada.types("Stew", channel="#food")
    sandbox.set_edit_window(5)
    assert client.chat_update(channel=food, ts=ts, text="Soup!")["ok"]
    people.http.post("/people/clock", json={"advance": 301})
    closed = error_response(lambda: client.chat_update(channel=food, ts=ts, text="Salad"))
    assert closed["error"] == "edit_window_closed"
    with pytest.raises(RefusedError, match="5 minutes"):
        ada.edits(ada.sees("Stew", where="#food"), "Salad")
    people.http.close()


# People, groups and the Web API


def test_an_account_is_deactivated_and_reactivated(
    sandbox: Sandbox, people: People, client: WebClient, connect_http: Callable[[Sandbox], None]
) -> None:
    connect_http(sandbox)
    bo = people.id("bo")
    sandbox.deactivate("bo")
    assert error_of_post(client, bo) == "user_disabled"
    assert client.users_info(user=bo)["user"]["deleted"]
    sandbox.reactivate("bo")
    assert client.chat_postMessage(channel=bo, text="Welcome back")["ok"]
    assert bo in sandbox.world.channels[people.channel("general")].members
    assert bo not in sandbox.world.channels[people.channel("food")].members
    assert sandbox.wait_idle()
    assert [e["user"]["deleted"] for e in sent_events(sandbox, "user_change")] == [True, False]


def test_a_member_becomes_a_guest_and_a_member_again(
    sandbox: Sandbox, people: People, client: WebClient, connect_http: Callable[[Sandbox], None]
) -> None:
    connect_http(sandbox)
    bo = people.id("bo")
    sandbox.make_guest("bo")
    assert client.users_info(user=bo)["user"]["is_restricted"]
    assert client.chat_postMessage(channel=bo, text="Hello, guest")["ok"]
    assert bo in sandbox.world.channels[people.channel("food")].members
    sandbox.make_member("bo")
    assert not client.users_info(user=bo)["user"]["is_restricted"]
    assert sandbox.wait_idle()
    events = sent_events(sandbox, "user_change")
    assert [event["user"]["is_restricted"] for event in events] == [True, False]


@pytest.mark.parametrize("error", ["user_not_found", "user_disabled", "account_inactive"])
def test_slack_can_give_a_single_wrong_answer_about_one_person(
    sandbox: Sandbox, people: People, client: WebClient, error: str
) -> None:
    sandbox.fail("users.info", error, about="bo")
    assert client.users_info(user=people.id("ada"))["ok"]
    assert error_response(lambda: client.users_info(user=people.id("bo")))["error"] == error
    assert client.users_info(user=people.id("bo"))["ok"]


def test_a_manifest_may_hold_keys_for_workflows() -> None:
    text = MANIFEST.read_text()
    extra = '$schema: "https://example.test/schema.json"\nfunctions: {}\nworkflows: {}\n'
    assert Manifest.load(f"{extra}outgoing_domains: []\n{text}").name == "Lunch"


# Views


@pytest.mark.parametrize(("empty", "value"), [(False, "the park"), (True, None)])
def test_an_input_that_nobody_changed_may_be_empty_after_an_update(
    sandbox: Sandbox,
    people: People,
    client: WebClient,
    received: ReceivedPayloads,
    connect_http: Callable[[Sandbox], None],
    empty: bool,
    value: str | None,
) -> None:
    connect_http(sandbox)
    sandbox.empty_untouched_inputs_on_update(enabled=empty)
    people.post("ada", "command", channel=people.channel("general"), text="/lunch")
    view_id = people.stack("ada")[0]["id"]
    client.views_update(view_id=view_id, view=view_with_initial_value("first"))
    client.views_update(view_id=view_id, view=view_with_initial_value("first"))
    assert state_of("first", people) == value
    client.views_update(view_id=view_id, view=view_with_initial_value("second"))
    assert state_of("second", people) == "the park"
    people.post(
        "ada",
        "set_state",
        view_id=view_id,
        block_id="second",
        action_id="text",
        value={"value": "the roof"},
    )
    client.views_update(view_id=view_id, view=view_with_initial_value("second"))
    assert state_of("second", people) == "the roof"
    assert wait_for(lambda: received.commands, 1)


def view_with_initial_value(block_id: str) -> Json:
    plain = {"type": "plain_text", "text": "Where"}
    element = {"type": "plain_text_input", "action_id": "text", "initial_value": "the park"}
    block = {"type": "input", "block_id": block_id, "label": plain, "element": element}
    return {"type": "modal", "title": plain, "submit": plain, "blocks": [block]}


def state_of(block_id: str, people: People) -> str | None:
    value: str | None = people.stack("ada")[0]["state"]["values"][block_id]["text"]["value"]
    return value
