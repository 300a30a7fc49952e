"""The test driver against the demo app: every action, and the messages of failures."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.driver.person import Person
from sandbox.server import Sandbox
from tests.sandbox.demo_app import ReceivedPayloads

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


@pytest.fixture
def ada(sandbox: Sandbox, connected: str) -> Person:
    del connected
    return sandbox.person("ada")


@pytest.fixture
def ada_without_app(sandbox: Sandbox) -> Person:
    """Ada, in a sandbox without a connected app."""
    return sandbox.person("ada")


def test_a_person_fills_a_form_and_reads_the_answer(
    ada: Person, received: ReceivedPayloads
) -> None:
    modal = ada.types("/lunch").modal()
    assert modal.title == "Plan a lunch"
    assert modal.fields == ["Where", "Dish"]
    assert modal.buttons == ["More", "Redraw"]
    assert modal.fills("Where", "the roof & garden").picks("Dish", "sou").submits() is None
    assert modal_values(received)["dish"]["dishes"]["selected_option"]["value"] == "soup"
    answer = ada.sees("Lunch at the roof & garden", where="dm")
    assert answer.buttons == ["I am in"]
    answer.clicks("I am in")
    ada.sees("You are in", where="dm")


def modal_values(received: ReceivedPayloads) -> Json:
    values = received.submissions[-1]["view"]["state"]["values"]
    assert isinstance(values, dict)
    return values


def test_errors_of_slack_are_shown_under_the_field(ada: Person, received: ReceivedPayloads) -> None:
    modal = ada.types("/lunch").modal()
    again = modal.submits()
    assert again is not None
    assert list(again.errors) == ["Where"]
    assert received.submissions == []


def test_errors_of_the_app_are_shown_under_the_field(
    ada: Person, received: ReceivedPayloads
) -> None:
    received.answer = {"response_action": "errors", "errors": {"place": "That roof is closed."}}
    again = ada.types("/lunch").modal().fills("Where", "roof").submits()
    assert again is not None
    assert again.errors == {"Where": "That roof is closed."}


def test_a_button_opens_the_next_modal_and_closing_comes_back(ada: Person) -> None:
    first = ada.types("/lunch").modal()
    second = first.clicks("More")
    assert second is not None
    assert second.title == "More"
    below = second.closes()
    assert below is not None
    assert below.title == "Plan a lunch"
    assert below.closes() is None
    with pytest.raises(AssertionError, match="no longer open"):
        _ = second.text


def test_a_person_opens_the_home_tab_uses_shortcuts_and_writes_to_the_app(
    ada: Person, received: ReceivedPayloads
) -> None:
    assert ada.opens_home().sees("No lunch yet").buttons == []
    assert ada.sees("No lunch yet", where="home").where == "home"
    ada.uses_shortcut("Plan a lunch").modal("Plan a lunch").closes()
    hungry = ada.sees("Hungry", where="#food")
    ada.uses_message_shortcut("Lunch about this", hungry)
    assert ada.sees("Noted").is_ephemeral
    assert [message.text for message in ada.ephemerals()] == ["Noted"]
    ada.types("ping")
    ada.sees("pong", where="dm")
    assert received.shortcuts[-1]["message"]["ts"] == hungry.ts


def test_a_person_replies_in_a_thread_and_reacts(ada: Person) -> None:
    hungry = ada.sees("Hungry")
    ada.replies(hungry, "Me too").reacts(hungry, "stew")
    assert [reply.text for reply in hungry.reload().thread()] == ["Me too"]
    assert ada.sees("Me too", where="#food").channel == hungry.channel
    reactions = hungry.reload().message["reactions"]
    assert [reaction["name"] for reaction in reactions] == ["stew"]


def test_people_do_not_see_the_messages_of_others(ada: Person, sandbox: Sandbox) -> None:
    ada.types("/lunch say", channel="#general")
    ada.sees("Lunch is at noon", where="#general")
    sandbox.person("bo").does_not_see("Lunch is at noon", settle=sandbox.wait_idle)
    sandbox.person("bo").does_not_see("anything", where="#secret")
    with pytest.raises(AssertionError, match=r"(?s)sees 'noon' in #general.*Lunch is at noon"):
        ada.does_not_see("noon")


def test_a_command_to_a_disconnected_app_shows_a_toast(ada_without_app: Person) -> None:
    ada_without_app.types("/lunch")
    assert len(ada_without_app.toasts) == 1
    assert "/lunch failed" in ada_without_app.toasts[0]


def test_failure_messages_list_what_is_there_instead(sandbox: Sandbox, connected: str) -> None:
    del connected
    ada = Person(sandbox.url, sandbox.person("ada").id, wait_seconds=0.1)
    with pytest.raises(AssertionError, match=r"(?s)does not see 'Dinner'.*#food: 'Hungry'"):
        ada.sees("Dinner")
    with pytest.raises(AssertionError, match="does not have a modal open"):
        ada.modal()
    with pytest.raises(AssertionError, match="there is no channel '#nowhere'"):
        ada.sees("x", where="#nowhere")
    with pytest.raises(AssertionError, match="no global shortcut 'Dinner'; it has 'Plan a lunch'"):
        ada.uses_shortcut("Dinner")
    modal = ada.types("/lunch").modal()
    with pytest.raises(AssertionError, match="no field 'When'; it has 'Where', 'Dish'"):
        modal.fills("When", "now")
    with pytest.raises(AssertionError, match="no button 'Fly'; it has 'More', 'Redraw'"):
        modal.clicks("Fly")
    with pytest.raises(AssertionError, match=r"asked for 'x', does not offer 'x'; .* nothing"):
        modal.picks("Dish", "x")


ALL_FIELDS: list[tuple[str, Json, Any, str]] = [
    ("Mail", {"type": "email_text_input"}, "ada@acme.test", "ada@acme.test"),
    ("Page", {"type": "url_text_input"}, "https://acme.test/x", "https://acme.test/x"),
    ("How many", {"type": "number_input", "is_decimal_allowed": False}, 3, "3"),
    ("Essay", {"type": "rich_text_input"}, "Well", "Well"),
    ("Day", {"type": "datepicker"}, "2026-03-01", "2026-03-01"),
    ("Hour", {"type": "timepicker"}, "12:30", "12:30"),
    ("Moment", {"type": "datetimepicker"}, 1_800_000_000, "1800000000"),
    ("Who", {"type": "users_select"}, "@bo", "bo"),
    ("All who", {"type": "multi_users_select"}, ["bo", "gus"], "bo, gus"),
    ("Channel", {"type": "channels_select"}, "#food", "food"),
    ("Talks", {"type": "multi_conversations_select"}, ["#food", "#general"], "food, general"),
    ("One", {"type": "static_select", "options": ["Red", "Green"]}, "Green", "Green"),
    ("Some", {"type": "multi_static_select", "options": ["Red", "Green"]}, ["Red"], "Red"),
    ("Ticks", {"type": "checkboxes", "options": ["Red", "Green"]}, "Green", "Green"),
    ("Dots", {"type": "radio_buttons", "options": ["Red", "Green"]}, "Red", "Red"),
]


def _view_with_every_field() -> Json:
    blocks = []
    for label, given, _, _ in ALL_FIELDS:
        element = {**given, "action_id": "it"}
        if "options" in element:
            element["options"] = [
                {"text": plain(name), "value": name.lower()} for name in element["options"]
            ]
        blocks.append(
            {"type": "input", "block_id": label, "label": plain(label), "element": element}
        )
    return {
        "type": "modal",
        "callback_id": "plan",
        "title": plain("All"),
        "submit": plain("Go"),
        "blocks": blocks,
    }


def test_every_kind_of_field_can_be_filled(ada: Person, received: ReceivedPayloads) -> None:
    received.answer = {"response_action": "update", "view": _view_with_every_field()}
    modal = ada.types("/lunch").modal().fills("Where", "roof").submits()
    assert modal is not None
    for label, _, value, _ in ALL_FIELDS:
        assert modal.value(label) == ""
        modal.fills(label, value)
    assert {label: modal.value(label) for label in modal.fields} == {
        label: expected for label, _, _, expected in ALL_FIELDS
    }
    modal.submits()
    sent = received.submissions[-1]["view"]["state"]["values"]
    assert set(sent) == {label for label, *_ in ALL_FIELDS}


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 15, 9, 0, tzinfo=timezone(timedelta(hours=1))),
        "2027-01-15T09:00:00+01:00",
        "1800000000",
        1_800_000_000,
    ],
)
def test_a_datetimepicker_takes_a_datetime_its_iso_text_or_unix_time(
    ada: Person, received: ReceivedPayloads, moment: Any
) -> None:
    received.answer = {"response_action": "update", "view": _view_with_every_field()}
    modal = ada.types("/lunch").modal().fills("Where", "roof").submits()
    assert modal is not None
    assert modal.fills("Moment", moment).value("Moment") == "1800000000"
    with pytest.raises(AssertionError, match="2027-01-15T09:00:00 has no UTC offset"):
        modal.fills("Moment", "2027-01-15T09:00:00")


def test_a_person_chooses_from_a_menu_in_a_message(
    ada: Person, sandbox: Sandbox, client: WebClient, received: ReceivedPayloads
) -> None:
    options = [{"text": plain(name), "value": name} for name in ("Roof", "Park")]
    client.chat_postMessage(
        channel=sandbox.world.open_dm(ada.id, sandbox.world.app.user_id).id,
        text="Where to",
        blocks=[
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "*Where* to", "verbatim": True},
                "accessory": {
                    "type": "static_select",
                    "action_id": "take",
                    "placeholder": plain("Move to"),
                    "options": options,
                },
            },
            {
                "type": "actions",
                "elements": [{"type": "overflow", "action_id": "take", "options": options[:1]}],
            },
        ],
    )
    message = ada.sees("Where to", where="dm")
    assert message.choices("Move to") == ["Roof", "Park"]
    message.chooses("Move to", "Park")
    assert received.actions[-1]["actions"][0]["selected_option"]["value"] == "Park"


def test_clicking_an_unknown_option_fails(ada_without_app: Person, client: WebClient) -> None:
    client.chat_postMessage(
        channel=ada_without_app.client.channel_id("dm"),
        text="Where to",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "overflow",
                        "action_id": "x",
                        "options": [{"text": plain("Roof"), "value": "r"}],
                    }
                ],
            }
        ],
    )
    with pytest.raises(AssertionError, match="has no button 'Attic'"):
        ada_without_app.dm()[-1].clicks("Attic")
