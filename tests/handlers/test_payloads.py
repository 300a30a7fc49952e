"""Slack's payloads are parsed even if something is missing, null, or has another shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch import payloads
from bot.dispatch.payloads import IncomingPayload
from handlers.help import UNKNOWN
from handlers.protocol import Source

READERS: dict[Source, Callable[[Mapping[str, Any]], IncomingPayload]] = {
    Source.COMMAND: payloads.read_command,
    Source.ACTION: payloads.read_action,
    Source.SUBMISSION: payloads.read_submission,
    Source.OPTIONS: payloads.read_options,
    Source.SHORTCUT: payloads.read_shortcut,
    Source.EVENT: payloads.read_event,
}
KEYS = (
    *("user", "user_id", "id", "actions", "action_id", "value", "selected_option", "view"),
    *("state", "values", "blocks", "block_id", "type", "private_metadata", "hash", "event"),
    *("event_id", "text", "trigger_id", "message", "callback_id"),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=8,
)
bodies: Any = st.dictionaries(st.sampled_from(KEYS), json_values, max_size=8)


@pytest.mark.parametrize("source", READERS)
@settings(max_examples=60)
@given(body=bodies)
def test_any_shape_is_parsed(source: Source, body: Mapping[str, Any]) -> None:
    payload = READERS[source](body)
    assert payload.source is source
    for text in (
        payload.id,
        payload.user_id,
        payload.idempotency_key,
        payload.text,
        payload.value,
        payload.private_metadata,
    ):
        assert isinstance(text, str)


@pytest.mark.parametrize("source", READERS)
def test_an_empty_payload_has_no_user_and_no_key(source: Source) -> None:
    payload = READERS[source]({})
    assert (payload.user_id, payload.idempotency_key) == ("", "")


@pytest.mark.parametrize(
    ("typed", "whom", "ref", "words"),
    [
        ("ask <@U0BOB|bob>", "U0BOB", "", ""),
        ("ask <@U0BOB> ENG-12 Grace Hopper", "U0BOB", "ENG-12", "Grace Hopper"),
        ("ask eng-12 <@U0BOB|bob> Grace", "U0BOB", "ENG-12", "Grace"),
        ("ask ENG-12", "", "ENG-12", ""),
        ("ask <@U0BOB|bob> <@U0ADA|ada>", "U0BOB", "", "ada"),
    ],
)
def test_a_command_that_names_a_colleague_is_read_as_an_ask(
    typed: str, whom: str, ref: str, words: str
) -> None:
    payload = payloads.read_command({"text": typed, "user_id": "U0ADA"})
    assert (payload.id, payload.mentioned_user_id, payload.value, payload.text) == (
        "ask",
        whom,
        ref,
        words,
    )


def test_a_command_is_read_with_its_ref_and_words() -> None:
    payload = payloads.read_command(
        {"text": "ENG-12 Ada Lovelace", "user_id": "U0ADA", "trigger_id": "1.2"}
    )
    assert (payload.id, payload.value, payload.text, payload.user_id) == (
        *("refer", "ENG-12", "Ada Lovelace", "U0ADA"),
    )
    assert payload.trigger_id == "1.2"
    assert payload.idempotency_key == ""


def test_an_unknown_word_suggests_the_most_similar_command() -> None:
    payload = payloads.read_command({"text": "jbos", "user_id": "U0ADA"})
    assert (payload.id, payload.text, payload.value) == (UNKNOWN, "jbos", "jobs")


def test_a_button_and_a_menu_have_the_chosen_value() -> None:
    body = {"user": {"id": "U0ADA"}, "trigger_id": "1.2", "view": None}
    button = payloads.read_action(body | {"actions": [{"action_id": "a", "value": "12"}]})
    chosen = {"action_id": "a", "selected_option": {"value": "12"}}
    menu = payloads.read_action(body | {"actions": [chosen]})
    assert button.value == menu.value == "12"
    assert button.idempotency_key == "action:1.2"
    assert not button.from_home
    assert not button.in_modal


@pytest.mark.parametrize("actions", [None, [], [None], "x", {}, [{"action_id": None}]])
def test_a_payload_without_an_action_has_no_id(actions: Any) -> None:
    assert payloads.read_action({"actions": actions}).id == ""


def test_a_button_tells_in_which_view_it_is() -> None:
    assert payloads.read_action({"view": {"type": "home"}}).from_home
    assert payloads.read_action({"view": {"type": "modal", "id": "V1", "hash": "h"}}).in_modal


def view(**changed: Any) -> dict[str, Any]:
    return {
        "id": "V1",
        "callback_id": "refer.lead",
        "private_metadata": "12",
        "blocks": [{"type": "input", "block_id": "name"}, {"type": "section"}, None],
        "state": {"values": {"name": {"name": {"value": "Grace"}}}},
    } | changed


def test_the_same_form_with_the_same_content_has_the_same_key() -> None:
    first = payloads.read_submission({"view": view()})
    assert (
        first.idempotency_key == payloads.read_submission({"view": view(hash="2")}).idempotency_key
    )
    other = {"values": {"name": {"name": {"value": "Grace H"}}}}
    assert (
        first.idempotency_key
        != payloads.read_submission({"view": view(state=other)}).idempotency_key
    )
    assert (
        first.idempotency_key != payloads.read_submission({"view": view(id="V2")}).idempotency_key
    )
    assert first.input_block_ids == ("name",)


@pytest.mark.parametrize("state", [None, {}, {"values": None}, {"values": []}, "x"])
def test_a_state_without_values_is_empty(state: Any) -> None:
    payload = payloads.read_submission({"view": view(state=state)})
    assert payload.state == {}
    assert payload.input_block_ids == ("name",)


def test_half_an_emoji_does_not_break_the_key() -> None:
    state = {"values": {"name": {"name": {"value": "\ud83d"}}}}
    assert payloads.read_submission({"view": view(state=state)}).idempotency_key


def test_an_event_names_a_person_by_id_or_by_profile() -> None:
    by_id = payloads.read_event({"event": {"type": "app_home_opened", "user": "U0ADA"}})
    profile = payloads.read_event({"event": {"type": "user_change", "user": {"id": "U0ADA"}}})
    assert by_id.user_id == profile.user_id == "U0ADA"
    assert (
        payloads.read_event({"event": {"type": "x"}, "event_id": "Ev1"}).idempotency_key
        == "event:Ev1"
    )


def test_a_message_shortcut_has_the_text_of_its_message() -> None:
    payload = payloads.read_shortcut(
        {"callback_id": "refer_for_role", "message": {"text": "Hire her"}}
    )
    assert payload.text == "Hire her"
    assert payloads.read_shortcut({"callback_id": "refer_someone", "message": None}).text == ""


def test_characters_that_no_database_stores_are_left_out() -> None:
    odd = "Gr\0ace\ud800"
    state = {"name": {"name": {"type": "plain_text_input", "value": odd}}, odd: [odd]}
    body = {"view": {"id": "V1", "callback_id": odd, "state": {"values": state}}}
    payload = payloads.read_submission(body)
    assert payload.id == "Grace"
    assert payload.state == {
        "name": {"name": {"type": "plain_text_input", "value": "Grace"}},
        "Grace": ["Grace"],
    }
    assert payloads.read_command({"text": f"jobs {odd}"}).text == "Grace"


def test_a_key_fits_its_column_and_two_long_ones_differ() -> None:
    keys = {
        payload.idempotency_key
        for end in ("a", "b")
        for payload in (
            payloads.read_event({"event_id": "E" * 5000 + end}),
            payloads.read_action({"trigger_id": "1." * 5000 + end}),
            payloads.read_submission({"view": {"id": "V" * 5000 + end}}),
        )
    }
    assert len(keys) == 6
    assert max(map(len, keys)) <= payloads.MAX_KEY_LENGTH
