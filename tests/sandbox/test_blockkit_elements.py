"""Limits of buttons, menus and options: valid at the limit, refused with a pointer beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blockkit import check_view
from tests.sandbox.kit import (
    LINK,
    X,
    actions,
    button,
    button_with_confirm,
    joined_problems,
    menu,
    modal,
    mrkdwn,
    option,
    options,
    plain,
)

Json = dict[str, Any]

# the name of the case, a valid payload, an invalid payload, part of its error message
LIMITS: list[tuple[str, Json, Json, str]] = [
    ("button text", actions(button(text=plain(X * 75))), actions(button(text=plain(X * 76))), "76"),
    ("button value", actions(button(value=X * 2000)), actions(button(value=X * 2001)), "2001"),
    (
        "button url",
        actions(button(url=LINK)),
        actions(button(url=LINK + X * 3000)),
        "less than 3001",
    ),
    (
        "button url without scheme",
        actions(button(url=LINK)),
        actions(button(url="acme")),
        "a valid URL",
    ),
    ("button style", actions(button(style="danger")), actions(button(style="default")), "one of"),
    ("action_id", actions(button(action_id=X * 255)), actions(button(action_id=X * 256)), "256"),
    (
        "two action ids",
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
        "action_id a already exists",
    ),
    (
        "confirm title",
        actions(button_with_confirm(title=plain(X * 100))),
        actions(button_with_confirm(title=plain(X * 101))),
        "101",
    ),
    (
        "confirm text",
        actions(button_with_confirm(text=mrkdwn(X * 300))),
        actions(button_with_confirm(text=plain(X * 301))),
        "301",
    ),
    (
        "confirm button",
        actions(button_with_confirm(confirm=plain(X * 30))),
        actions(button_with_confirm(confirm=plain(X * 31))),
        "31",
    ),
    (
        "deny button",
        actions(button_with_confirm(deny=plain(X * 30))),
        actions(button_with_confirm(deny=plain(X * 31))),
        "31",
    ),
    (
        "placeholder",
        actions(menu(placeholder=plain(X * 150))),
        actions(menu(placeholder=plain(X * 151))),
        "151",
    ),
    (
        "options",
        actions(menu(options=options(100))),
        actions(menu(options=options(101))),
        "than 100",
    ),
    ("no options", actions(menu()), actions(menu(options=[])), "no fewer than 1"),
    (
        "options and groups",
        actions(menu()),
        actions({"type": "static_select"}),
        "options or option_groups",
    ),
    (
        "option text",
        actions(menu(options=[option(text=plain(X * 75))])),
        actions(menu(options=[option(text=plain(X * 76))])),
        "less than 76",
    ),
    (
        "option with mrkdwn",
        actions({"type": "radio_buttons", "options": [option(text=mrkdwn(X))]}),
        actions(menu(options=[option(text=mrkdwn(X))])),
        "unsupported type: mrkdwn",
    ),
    (
        "option value",
        actions(menu(options=[option(X * 150)])),
        actions(menu(options=[option(X * 151)])),
        "151",
    ),
    ("equal values", actions(menu()), actions(menu(options=options(1) * 2)), "must be unique"),
    (
        "description",
        actions(menu(options=[option(description=plain(X * 75))])),
        actions(menu(options=[option(description=plain(X * 76))])),
        "less than 76",
    ),
    (
        "initial option",
        actions(menu(initial_option=option("v1"))),
        actions(menu(initial_option=option("z"))),
        "exactly match",
    ),
    (
        "option groups",
        actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(X * 75), "options": options(100)}],
            }
        ),
        actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(X), "options": options(1)}] * 101,
            }
        ),
        "than 100",
    ),
    (
        "overflow",
        actions({"type": "overflow", "options": options(5)}),
        actions({"type": "overflow", "options": options(6)}),
        "than 5",
    ),
    (
        "checkboxes",
        actions({"type": "checkboxes", "options": options(10)}),
        actions({"type": "checkboxes", "options": options(11)}),
        "than 10",
    ),
    (
        "radios",
        actions({"type": "radio_buttons", "options": options(10)}),
        actions({"type": "radio_buttons", "options": options(11)}),
        "than 10",
    ),
    (
        "date",
        actions({"type": "datepicker", "initial_date": "2026-02-28"}),
        actions({"type": "datepicker", "initial_date": "28.2.2026"}),
        "YYYY-MM-DD",
    ),
    (
        "time",
        actions({"type": "timepicker", "initial_time": "23:59"}),
        actions({"type": "timepicker", "initial_time": "24:00"}),
        "HH:mm",
    ),
    (
        "user",
        actions({"type": "users_select", "initial_user": "U123"}),
        actions({"type": "users_select", "initial_user": "ada"}),
        "a valid ID",
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
