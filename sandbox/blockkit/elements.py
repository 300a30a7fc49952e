"""The schema of each block element, and which elements each kind of block may hold.

The limits are from docs.slack.dev, "Block elements", which has a page for each element. An actions
block may not hold multi selects, because their pages name only section and input. A section may not
hold date-time pickers, because their page names only actions and input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import (
    ACTION_ID,
    ALT_TEXT,
    CHANNEL_ID,
    CHOICE_RULES,
    CONFIRM,
    CONVERSATION_FILTER,
    CONVERSATION_ID,
    DISPATCH_CONFIG,
    IMAGE_URL,
    MENU_OPTIONS,
    MENU_RULES,
    MRKDWN_OPTION,
    OPTION,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    POSITIVE_INTEGER,
    SLACK_FILE,
    URL,
    USER_ID,
    WORKFLOW,
    plain_text,
    slack_id,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.schema import (
    Boolean,
    ListOf,
    Literals,
    Number,
    Object,
    Schema,
    TaggedUnion,
    Text,
    exactly_one_of,
)

_Problems = Iterator[tuple[str, str]]  # (JSON pointer, message)
_NUMERAL = r"-?\d+(\.\d+)?"
_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_STYLE = Literals(("primary", "danger"))
_ACCESSIBILITY_LABEL = Text(75)


def _check_lengths(element: Mapping[str, Any], pointer: str) -> _Problems:
    """Check the lengths of a plain text input against each other and the initial value."""
    minimum, maximum = element.get("min_length", 0), element.get("max_length", 3000)
    if minimum > maximum:
        yield f"{pointer}/min_length", "must be no more than max_length"
    initial = element.get("initial_value", "")
    if len(initial) > maximum:
        # "less than" is Slack's wording for a maximum.
        yield f"{pointer}/initial_value", f"must be less than {maximum + 1} characters"
    if initial and len(initial) < minimum:
        yield f"{pointer}/initial_value", f"must be at least {minimum} characters"


def _check_range(element: Mapping[str, Any], pointer: str) -> _Problems:
    """Check the bounds of a number input against each other and the initial value."""
    minimum, maximum, initial = (
        float(element[key]) if key in element else None
        for key in ("min_value", "max_value", "initial_value")
    )
    if minimum is not None and maximum is not None and minimum > maximum:
        yield f"{pointer}/min_value", "must be no more than max_value"
    if initial is not None and (
        (minimum is not None and initial < minimum) or (maximum is not None and initial > maximum)
    ):
        yield f"{pointer}/initial_value", "must be between min_value and max_value"
    for key in ("min_value", "max_value", "initial_value"):
        if not element["is_decimal_allowed"] and "." in element.get(key, ""):
            yield f"{pointer}/{key}", "must be a whole number"


def _check_initial_count(element: Mapping[str, Any], pointer: str) -> _Problems:
    """Check that a multi select does not begin with more items than a person may choose."""
    maximum = element.get("max_selected_items")
    if maximum is None:
        return
    for key, items in element.items():
        if key.startswith("initial_") and isinstance(items, list) and len(items) > maximum:
            yield f"{pointer}/{key}", f"no more than {maximum} items allowed"


def _interactive(
    required: Mapping[str, Schema] | None = None,
    optional: Mapping[str, Schema] | None = None,
    rules: tuple[Any, ...] = (),
    *,
    confirm: bool = True,
    focus: bool = True,
) -> Object:
    """An element with an `action_id`.

    `confirm` says whether it may have the key `confirm`, and `focus` the key `focus_on_load`. Each
    of the `rules` checks the whole element.
    """
    keys: dict[str, Schema] = {"action_id": ACTION_ID, **(optional or {})}
    if confirm:
        keys["confirm"] = CONFIRM
    if focus:
        keys["focus_on_load"] = Boolean()
    return Object(required or {}, keys, rules)


def _text_input(
    required: Mapping[str, Schema], optional: Mapping[str, Schema], *rules: Any
) -> Object:
    """An element into which a person types."""
    shared: dict[str, Schema] = {
        "dispatch_action_config": DISPATCH_CONFIG,
        "placeholder": PLACEHOLDER,
    }
    return _interactive(required, {**shared, **optional}, rules, confirm=False)


def _menu(optional: Mapping[str, Schema], *rules: Any) -> Object:
    """A menu or picker with a placeholder, from which a person chooses one value."""
    return _interactive({}, {"placeholder": PLACEHOLDER, **optional}, rules)


def _multi_select(optional: Mapping[str, Schema], *rules: Any) -> Object:
    """A menu from which a person may choose several values."""
    shared: dict[str, Schema] = {"placeholder": PLACEHOLDER, "max_selected_items": POSITIVE_INTEGER}
    return _interactive({}, {**shared, **optional}, (*rules, _check_initial_count))


_FEEDBACK = Object(
    {"text": plain_text(75), "value": Text(2000)}, {"accessibility_label": _ACCESSIBILITY_LABEL}
)

ELEMENTS = TaggedUnion(
    {
        "button": _interactive(
            {"text": plain_text(75)},
            {
                "url": URL,
                "value": Text(2000),
                "style": _STYLE,
                "accessibility_label": _ACCESSIBILITY_LABEL,
            },
            focus=False,
        ),
        "checkboxes": _interactive(
            {"options": ListOf(MRKDWN_OPTION, 10)},
            {"initial_options": ListOf(MRKDWN_OPTION, 10)},
            CHOICE_RULES,
        ),
        "radio_buttons": _interactive(
            {"options": ListOf(MRKDWN_OPTION, 10)}, {"initial_option": MRKDWN_OPTION}, CHOICE_RULES
        ),
        # Slack's page says "up to five options". Older pages asked for at least two options, but
        # Slack accepts one.
        "overflow": _interactive(
            {"options": ListOf(OVERFLOW_OPTION, 5)}, {}, CHOICE_RULES, focus=False
        ),
        "datepicker": _menu(
            {"initial_date": Text(10, pattern=_DATE, expected="a date YYYY-MM-DD")}
        ),
        "timepicker": _menu(
            {
                "initial_time": Text(5, pattern=_TIME, expected="a time HH:mm"),
                "timezone": Text(255),
            }
        ),
        # A UNIX time in seconds, of ten digits.
        "datetimepicker": _interactive({}, {"initial_date_time": Number(10**9, 10**10 - 1)}),
        "plain_text_input": _text_input(
            {},
            {
                "initial_value": Text(3000, minimum=0),
                "multiline": Boolean(),
                "min_length": Number(0, 3000),
                "max_length": Number(1, 3000),
            },
            _check_lengths,
        ),
        "email_text_input": _text_input({}, {"initial_value": Text(3000, minimum=0)}),
        "url_text_input": _text_input({}, {"initial_value": Text(3000, minimum=0)}),
        "number_input": _text_input(
            {"is_decimal_allowed": Boolean()},
            {
                key: Text(255, pattern=_NUMERAL, expected="a number in a string")
                for key in ("initial_value", "min_value", "max_value")
            },
            _check_range,
        ),
        "rich_text_input": Object(
            {"action_id": ACTION_ID},
            {
                "initial_value": TaggedUnion({"rich_text": RICH_TEXT}),
                "dispatch_action_config": DISPATCH_CONFIG,
                "focus_on_load": Boolean(),
                "placeholder": PLACEHOLDER,
            },
        ),
        "file_input": _interactive(
            {},
            {"filetypes": ListOf(Text(50)), "max_files": Number(1, 10)},
            confirm=False,
            focus=False,
        ),
        "static_select": _menu({**MENU_OPTIONS, "initial_option": OPTION}, *MENU_RULES),
        "external_select": _menu({"initial_option": OPTION, "min_query_length": Number(0)}),
        "users_select": _menu({"initial_user": slack_id(USER_ID)}),
        "conversations_select": _menu(
            {
                "initial_conversation": slack_id(CONVERSATION_ID),
                "default_to_current_conversation": Boolean(),
                "response_url_enabled": Boolean(),
                "filter": CONVERSATION_FILTER,
            }
        ),
        "channels_select": _menu(
            {"initial_channel": slack_id(CHANNEL_ID), "response_url_enabled": Boolean()}
        ),
        "multi_static_select": _multi_select(
            {**MENU_OPTIONS, "initial_options": ListOf(OPTION, 100)}, *MENU_RULES
        ),
        "multi_external_select": _multi_select(
            {"initial_options": ListOf(OPTION, 100), "min_query_length": Number(0)}
        ),
        "multi_users_select": _multi_select({"initial_users": ListOf(slack_id(USER_ID))}),
        "multi_conversations_select": _multi_select(
            {
                "initial_conversations": ListOf(slack_id(CONVERSATION_ID)),
                "default_to_current_conversation": Boolean(),
                "filter": CONVERSATION_FILTER,
            }
        ),
        "multi_channels_select": _multi_select({"initial_channels": ListOf(slack_id(CHANNEL_ID))}),
        "image": Object(
            {"alt_text": ALT_TEXT},
            {"image_url": IMAGE_URL, "slack_file": SLACK_FILE},
            (exactly_one_of("image_url", "slack_file"),),
        ),
        "workflow_button": _interactive(
            {"text": plain_text(75), "workflow": WORKFLOW, "action_id": ACTION_ID},
            {"style": _STYLE, "accessibility_label": _ACCESSIBILITY_LABEL},
            confirm=False,
            focus=False,
        ),
        "feedback_buttons": _interactive(
            {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, confirm=False, focus=False
        ),
        "icon_button": _interactive(
            {"icon": Literals(("trash",)), "text": plain_text(75)},
            {
                "value": Text(2000),
                "accessibility_label": _ACCESSIBILITY_LABEL,
                "visible_to_user_ids": ListOf(slack_id(USER_ID)),
            },
            focus=False,
        ),
    }
)

_SELECT_KINDS = ("static", "external", "users", "conversations", "channels")
SINGLE_SELECTS = tuple(f"{kind}_select" for kind in _SELECT_KINDS)
MULTI_SELECTS = tuple(f"multi_{kind}_select" for kind in _SELECT_KINDS)
# Elements that report a click and keep no value.
_CLICKED = ("button", "workflow_button", "overflow")
# The date-time picker is apart, because a section cannot hold one.
_CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_INPUTS = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)

IN_ACTIONS = ELEMENTS.subset(*_CLICKED, *_CHOICES, "datetimepicker", *SINGLE_SELECTS)
IN_SECTION = ELEMENTS.subset(*_CLICKED, *_CHOICES, "image", *SINGLE_SELECTS, *MULTI_SELECTS)
IN_INPUT = ELEMENTS.subset(*_INPUTS, *_CHOICES, "datetimepicker", *SINGLE_SELECTS, *MULTI_SELECTS)
IN_CONTEXT_ACTIONS = ELEMENTS.subset("feedback_buttons", "icon_button")
BUTTON = ELEMENTS.subset("button")
IMAGE = ELEMENTS.subset("image")
STATEFUL = frozenset((*_CHOICES, *_INPUTS, "datetimepicker", *SINGLE_SELECTS, *MULTI_SELECTS))
"""Elements that have a value in `state.values`."""
