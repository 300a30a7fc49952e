"""Limits of blocks and inputs: valid at the limit, refused with a pointer beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blockkit import check_view
from tests.sandbox.kit import (
    LINK,
    X,
    actions,
    button,
    input_block,
    joined_problems,
    menu,
    modal,
    mrkdwn,
    options,
    plain,
    rich_text,
    section,
    text_input,
)

Json = dict[str, Any]

# the name of the case, a valid payload, an invalid payload, part of its error message
LIMITS: list[tuple[str, Json, Json, str]] = [
    ("section text", section(text=mrkdwn(X * 3000)), section(text=mrkdwn(X * 3001)), "/text/text"),
    ("section field", section(fields=[plain(X * 2000)]), section(fields=[plain(X * 2001)]), "/0/t"),
    ("fields", section(fields=[plain(X)] * 10), section(fields=[plain(X)] * 11), "no more than 10"),
    ("section without text", section(), {"type": "section"}, "text or fields"),
    ("empty text", section(), section(text=mrkdwn("")), "must be more than 0 characters"),
    (
        "header",
        {"type": "header", "text": plain(X * 150)},
        {"type": "header", "text": plain(X * 151)},
        "less than 151",
    ),
    (
        "header with mrkdwn",
        {"type": "header", "text": plain(X)},
        {"type": "header", "text": mrkdwn(X)},
        "unsupported type: mrkdwn",
    ),
    ("block_id", section(block_id=X * 255), section(block_id=X * 256), "less than 256"),
    ("unknown key", section(expand=True), section(colour="red"), "additional property: colour"),
    ("null", section(), section(accessory=None), "/accessory must provide an object"),
    (
        "emoji",
        section(text={**plain(X), "emoji": True}),
        section(text={**mrkdwn(X), "emoji": True}),
        "emoji",
    ),
    (
        "verbatim",
        section(text={**mrkdwn(X), "verbatim": True}),
        section(text={**plain(X), "verbatim": True}),
        "verbatim",
    ),
    (
        "context",
        {"type": "context", "elements": [plain(X)] * 10},
        {"type": "context", "elements": [plain(X)] * 11},
        "no more than 10",
    ),
    (
        "context button",
        {"type": "context", "elements": [plain(X)]},
        {"type": "context", "elements": [button()]},
        "unsupported type: button",
    ),
    ("actions", actions(*[button()] * 25), actions(*[button()] * 26), "no more than 25"),
    ("no actions", actions(button()), actions(), "no fewer than 1"),
    ("image in actions", actions(menu()), actions({"type": "image"}), "unsupported type: image"),
    (
        "multi select in actions",
        section(accessory={**menu(), "type": "multi_static_select"}),
        actions({**menu(), "type": "multi_static_select"}),
        "unsupported type: multi_static_select",
    ),
    (
        "date-time picker in section",
        actions({"type": "datetimepicker"}),
        section(accessory={"type": "datetimepicker"}),
        "datetimepicker",
    ),
    (
        "text input in section",
        input_block(text_input()),
        section(accessory=text_input()),
        "unsupported type: plain_text_input",
    ),
    (
        "input label",
        input_block(text_input(), label=plain(X * 2000)),
        input_block(text_input(), label=plain(X * 2001)),
        "2001",
    ),
    (
        "input hint",
        input_block(text_input(), hint=plain(X * 2000)),
        input_block(text_input(), hint=plain(X * 2001)),
        "2001",
    ),
    (
        "label with mrkdwn",
        input_block(text_input()),
        input_block(text_input(), label=mrkdwn(X)),
        "unsupported type: mrkdwn",
    ),
    ("button in input", input_block(menu()), input_block(button()), "unsupported type: button"),
    (
        "max_length",
        input_block(text_input(max_length=3000)),
        input_block(text_input(max_length=3001)),
        "at most 3000",
    ),
    (
        "initial value",
        input_block(text_input(max_length=3, initial_value="abc")),
        input_block(text_input(max_length=3, initial_value="abcd")),
        "less than 4",
    ),
    (
        "lengths",
        input_block(text_input(min_length=3, max_length=3)),
        input_block(text_input(min_length=4, max_length=3)),
        "max_length",
    ),
    (
        "number",
        input_block({"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5"}),
        input_block({"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"}),
        "whole number",
    ),
    (
        "number instead of text",
        input_block({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
        input_block({"type": "number_input", "is_decimal_allowed": False, "min_value": 1}),
        "must provide a string",
    ),
    (
        "number range",
        input_block(
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "1",
                "max_value": "2",
            }
        ),
        input_block(
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "3",
                "max_value": "2",
            }
        ),
        "max_value",
    ),
    (
        "rich text input",
        input_block({"type": "rich_text_input", "action_id": "a"}),
        input_block({"type": "rich_text_input"}),
        "action_id",
    ),
    (
        "query length",
        input_block({"type": "external_select", "min_query_length": 0}),
        input_block({"type": "external_select", "min_query_length": -1}),
        "at least 0",
    ),
    (
        "external options",
        input_block({"type": "external_select"}),
        input_block({"type": "external_select", "options": options(1)}),
        "property: options",
    ),
    (
        "image",
        {"type": "image", "alt_text": X * 2000, "image_url": LINK},
        {"type": "image", "alt_text": X * 2001, "image_url": LINK},
        "2001",
    ),
    (
        "image url",
        {"type": "image", "alt_text": X, "image_url": LINK},
        {"type": "image", "alt_text": X},
        "image_url or slack_file",
    ),
    (
        "image scheme",
        {"type": "image", "alt_text": X, "image_url": LINK},
        {"type": "image", "alt_text": X, "image_url": "data:x"},
        "http(s)",
    ),
    (
        "rich text",
        rich_text({"type": "text", "text": "a", "style": {"bold": True}}),
        rich_text({"type": "text", "text": "a", "style": {"big": True}}),
        "big",
    ),
    (
        "rich user",
        rich_text({"type": "user", "user_id": "U1X2"}),
        rich_text({"type": "user", "user_id": "ada"}),
        "a valid ID",
    ),
    ("rich empty text", rich_text(), rich_text({"type": "text", "text": ""}), "more than 0"),
    (
        "rich nesting",
        rich_text({"type": "emoji", "name": "wave"}),
        rich_text(section()),
        "unsupported type: section",
    ),
    ("no type", section(), {"text": mrkdwn(X)}, "missing required field: type"),
    (
        "file block",
        section(),
        {"type": "file", "external_id": "1", "source": "remote"},
        "unsupported type: file",
    ),
]


@pytest.mark.parametrize(
    ("valid", "invalid", "message"), [r[1:] for r in LIMITS], ids=[r[0] for r in LIMITS]
)
def test_a_block_is_valid_at_its_limit_and_refused_beyond(
    valid: Json, invalid: Json, message: str
) -> None:
    assert check_view(modal(valid)) == []
    problems = check_view(modal(invalid))
    assert message in joined_problems(problems)
    assert {p.error for p in problems} == {"invalid_arguments"}
    assert all(p.pointer.startswith("/view/blocks/0") for p in problems)
