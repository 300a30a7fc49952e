"""Visible text, active markup, broken escapes, the state of views, and malformed payloads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import ButtonElement, HeaderBlock, SectionBlock, StaticSelectElement
from slack_sdk.models.blocks import Option as SdkOption

from sandbox.blockkit import (
    check_message,
    check_view,
    find_active_markup,
    find_broken_escapes,
    initial_state,
    validate_submission,
    visible_text,
)
from sandbox.blockkit.elements import ELEMENTS, STATEFUL
from tests.sandbox.kit import (
    input_block,
    menu,
    modal,
    mrkdwn,
    option,
    plain,
    rich_text,
    section,
    text_input,
)

Json = dict[str, Any]
NAMES = {"U1": "ada", "C1": "general", "S1": "cooks"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("*bold* _it_ ~gone~ `a_b*c*`", "bold it gone a_b*c*"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("<@U1> in <#C1|general> and <#C1>", "@ada in #general and #general"),
        ("<@U9>", "@U9"),
        ("<!here> <!subteam^S1> <!subteam^S1|@all-cooks>", "@here @cooks @all-cooks"),
        ("<https://x.test|the page> <https://x.test>", "the page https://x.test"),
        ("by <!date^1^{date}|2 March> at noon", "by 2 March at noon"),
        ("&gt; said\n> so", "said\nso"),
        ("<https://x.test|a_b_c> *<@U1>*", "a_b_c @ada"),
    ],
)
def test_markup_is_removed_from_mrkdwn(text: str, read: str) -> None:
    assert visible_text([section(text=mrkdwn(text))], NAMES) == read


def test_plain_text_is_not_changed() -> None:
    assert visible_text([section(text=plain("*a* &lt; <@U1>"))], NAMES) == "*a* &lt; <@U1>"


def test_a_view_is_read_from_top_to_bottom_without_menu_options() -> None:
    view = modal(
        section(fields=[plain("left"), plain("right")], accessory=menu(placeholder=plain("Which"))),
        input_block(
            text_input(initial_value="typed", placeholder=plain("hidden")), hint=plain("Short")
        ),
        {"type": "context", "elements": [mrkdwn("_small_")]},
        rich_text({"type": "text", "text": "To "}, {"type": "user", "user_id": "U1"}),
        {"type": "image", "alt_text": "a chart", "image_url": "https://x.test/c.png"},
    )
    assert visible_text(view, NAMES).split("\n") == [
        *["T", "hello", "left", "right", "Which", "Say", "typed", "Short", "small", "To @ada"],
        *["a chart", "S"],
    ]


def test_a_message_with_blocks_shows_the_blocks_and_not_its_text() -> None:
    assert visible_text({"text": "fallback", "blocks": [section()]}) == "hello"
    assert visible_text({"text": "only &amp; this", "blocks": []}) == "only & this"


def test_all_kinds_of_active_markup_are_found() -> None:
    payload: Json = {
        "text": "<!channel> <@U1> @here",
        "blocks": [
            section(text=mrkdwn("<!subteam^S1> <#C1> <https://x.test|nice> <!date^1^{date}|x>")),
            section(text={**mrkdwn("@here #general https://x.test"), "verbatim": True}),
            section(text=mrkdwn("@here #general https://x.test me@here.test &#39;")),
            section(text=plain("<!channel> <@U1>")),
            rich_text(
                {"type": "broadcast", "range": "here"}, {"type": "link", "url": "https://x.test"}
            ),
        ],
    }
    assert find_active_markup(payload) == [
        *["<!channel>", "<@U1>", "<!subteam^S1>", "<#C1>", "<https://x.test|nice>"],
        *["@here", "#general", "https://x.test", "<!here>", "<https://x.test>"],
    ]


def test_escaped_text_is_not_active() -> None:
    text = {**mrkdwn("&lt;!channel&gt; &lt;@U1&gt; &lt;https://x.test|y&gt;"), "verbatim": True}
    assert find_active_markup({"text": text["text"], "blocks": [section(text=text)]}) == []


@pytest.mark.parametrize("text", ["a &am", "a &", "a & b", "<@U1", "a > b", "&lt", "<!cha"])
def test_a_broken_escape_is_found(text: str) -> None:
    assert find_broken_escapes({"text": text})
    assert find_broken_escapes([section(text=mrkdwn(text))])


@pytest.mark.parametrize("text", ["&amp;am", "<@U1> &lt;b&gt;", "> quoted", "<!date^1^{date}|x>"])
def test_a_complete_escape_is_not_reported(text: str) -> None:
    assert find_broken_escapes({"text": text}) == []


def _input_element(kind: str) -> Json:
    extra: dict[str, Json] = {
        "static_select": {"options": [option()]},
        "multi_static_select": {"options": [option()]},
        "checkboxes": {"options": [option()]},
        "radio_buttons": {"options": [option()]},
        "number_input": {"is_decimal_allowed": False},
    }
    return {"type": kind, "action_id": "a", **extra.get(kind, {})}


@pytest.mark.parametrize("kind", sorted(STATEFUL))
def test_every_empty_input_is_in_the_state_and_refused_when_required(kind: str) -> None:
    view = modal(input_block(_input_element(kind), block_id="b"))
    assert check_view(view) == []
    state = initial_state(view)
    assert state["b"]["a"].pop("type") == kind
    assert list(state["b"]["a"].values()) in ([None], [[]])
    assert list(validate_submission(view, state)) == ["b"]
    view["blocks"][0]["optional"] = True
    assert validate_submission(view, initial_state(view)) == {}


def test_initial_values_are_in_the_state_also_outside_of_input_blocks() -> None:
    chosen = option("v1")
    view = modal(
        input_block(text_input(action_id="a", initial_value="x"), block_id="one"),
        section(block_id="two", accessory=menu(action_id="m", initial_option=chosen)),
        {
            "type": "actions",
            "block_id": "three",
            "elements": [{"type": "button", "action_id": "z"}],
        },
    )
    assert initial_state(view) == {
        "one": {"a": {"type": "plain_text_input", "value": "x"}},
        "two": {"m": {"type": "static_select", "selected_option": chosen}},
    }


WHOLE = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}


@pytest.mark.parametrize(
    ("element", "right", "wrong"),
    [
        (text_input(min_length=3), "abc", "ab"),
        (text_input(max_length=3), "abc", "abcd"),
        ({"type": "email_text_input"}, "a@b.test", "a@b"),
        ({"type": "email_text_input"}, "a+b@c.d.test", "a b@c.test"),
        ({"type": "url_text_input"}, "https://x.test/a", "x.test"),
        ({"type": "url_text_input"}, "http://x.test:80/?q", "https://"),
        (WHOLE, "9", "10"),
        (WHOLE, "1", "0"),
        (WHOLE, "2", "2.5"),
        (WHOLE, "2", "two"),
        (WHOLE, "2", "NaN"),
    ],
)
def test_the_client_refuses_invalid_values(element: Json, right: str, wrong: str) -> None:
    view = modal(input_block({**element, "action_id": "a"}, block_id="b"))
    for value, refused in ((right, []), (wrong, ["b"])):
        values = {"b": {"a": {"type": element["type"], "value": value}}}
        assert list(validate_submission(view, values)) == refused


@pytest.mark.parametrize(("words", "refused"), [("", ["b"]), (" ", ["b"]), ("x", [])])
def test_rich_text_of_white_space_counts_as_empty(words: str, refused: list[str]) -> None:
    view = modal(input_block({"type": "rich_text_input", "action_id": "a"}, block_id="b"))
    typed = rich_text({"type": "text", "text": words})
    values = {"b": {"a": {"type": "rich_text_input", "rich_text_value": typed}}}
    assert list(validate_submission(view, values)) == refused


def test_too_many_selected_options_are_refused() -> None:
    element = {"type": "multi_users_select", "action_id": "a", "max_selected_items": 1}
    view = modal(input_block(element, block_id="b"))
    values = {"b": {"a": {"type": "multi_users_select", "selected_users": ["U1", "U2"]}}}
    assert list(validate_submission(view, values)) == ["b"]


def test_payloads_built_by_the_sdk_are_accepted() -> None:
    select = StaticSelectElement(
        action_id="s", placeholder="Which", options=[SdkOption(text="A", value="a")]
    )
    blocks = [
        HeaderBlock(text="Hello"),
        SectionBlock(text="Choose", accessory=select),
        SectionBlock(text="Go", accessory=ButtonElement(text="Go", action_id="b", value="1")),
    ]
    assert check_message({"text": "x", "blocks": [block.to_dict() for block in blocks]}) == []


_KEYS = "type text blocks elements accessory element options rows title fields label block_id"
_TYPES = "section actions input modal home plain_text mrkdwn rich_text table card markdown"
WORDS = st.sampled_from([*_KEYS.split(), *_TYPES.split(), "action_id", *sorted(ELEMENTS.schemas)])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)


@settings(deadline=None)  # a busy machine may need longer than the 200 ms of hypothesis
@given(JUNK, JUNK)
def test_malformed_payloads_are_refused_without_an_exception(junk: Any, more: Any) -> None:
    assert check_view({"type": "modal", "title": plain("x"), "blocks": [junk], "junk": more})
    check_view({"type": "home", "blocks": [junk, {"type": "section", "fields": junk}]})
    check_message({"text": more, "blocks": junk, "attachments": more, "metadata": junk})
    check_message({"blocks": [{"type": "actions", "elements": junk}, junk]})
