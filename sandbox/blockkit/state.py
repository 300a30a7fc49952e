"""The values in the inputs of a view, and what Slack's client checks before it submits a view."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.reading import visible_text
from sandbox.blockkit.walk import blocks_in, elements_in

Json = dict[str, Any]

_TEXT_INPUT_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
}
# By element type: (key of the value in the state, key of the initial value in the element).
_VALUE_AND_INITIAL_KEYS: Mapping[str, tuple[str, str | None]] = {
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", None),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    **{kind: (key, "initial_value") for kind, key in _TEXT_INPUT_KEYS.items()},
}
# Those keys of the state whose value is a list.
_LIST_KEYS = frozenset(
    {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
)

REQUIRED_MESSAGE = "Please complete this required field."
EMAIL_MESSAGE = "Please enter a valid email address."
URL_MESSAGE = "Please enter a valid URL."
NUMBER_MESSAGE = "Please enter a valid number."
_EMAIL_PATTERN = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
_URL_PATTERN = r"https?://[^\s/.]+(\.[^\s/.]+)*(:\d+)?(/\S*)?"


def state_key(element_type: str) -> str:
    """The key of the value in an element's state, for example `selected_option`."""
    return _VALUE_AND_INITIAL_KEYS[element_type][0]


def initial_element_state(element: Mapping[str, Any]) -> Json:
    """The state of an element that nobody has changed.

    It holds the initial value. Without an initial value, it holds an empty list for multi selects,
    checkboxes and files, and null for all other elements.
    """
    key, initial_key = _VALUE_AND_INITIAL_KEYS[element["type"]]
    value = element.get(initial_key) if initial_key else None
    if value is None:
        value = [] if key in _LIST_KEYS else None
    return {"type": element["type"], key: value}


def initial_state(view: Mapping[str, Any]) -> Json:
    """The `state.values` of a new view: {block_id: {action_id: state}}.

    Every stateful element is there, including those in sections and actions. Blocks and elements
    without ids are left out; Slack fills in the ids before it shows a view.
    """
    values: Json = {}
    for _, block in blocks_in(dict(view)):
        for _, element in elements_in(block):
            if element.get("type") not in STATEFUL:
                continue
            block_id, action_id = block.get("block_id"), element.get("action_id")
            if block_id and action_id:
                values.setdefault(block_id, {})[action_id] = initial_element_state(element)
    return values


def validate_submission(view: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """The errors that Slack's own client shows instead of submitting: {block_id: message}.

    `values` is the present state of the inputs, as `initial_state` returns it. The client checks
    that required fields are filled in, and it checks lengths, number ranges, e-mail addresses and
    URLs. White space counts as filled in, except in rich text, so the app has to handle it.
    """
    errors: dict[str, str] = {}
    for _, block in blocks_in(dict(view)):
        if block.get("type") != "input" or not block.get("block_id"):
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element.get("action_id"), {})
        value = (state or {}).get(state_key(element["type"]))
        message = _input_error(element, value, optional=bool(block.get("optional")))
        if message:
            errors[block["block_id"]] = message
    return errors


def _input_error(element: Mapping[str, Any], value: Any, *, optional: bool) -> str | None:
    """What the client shows below this input; None if the value is valid."""
    if value in (None, "", [], {}) or _is_blank_rich_text(value):
        return None if optional else REQUIRED_MESSAGE
    kind = element["type"]
    if kind == "plain_text_input":
        minimum, maximum = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) < minimum:
            return f"This must be at least {minimum} characters long."
        if len(value) > maximum:
            return f"This must be at most {maximum} characters long."
    if kind == "email_text_input" and not re.fullmatch(_EMAIL_PATTERN, value):
        return EMAIL_MESSAGE
    if kind == "url_text_input" and not re.fullmatch(_URL_PATTERN, value):
        return URL_MESSAGE
    if kind == "number_input":
        return _number_error(element, value)
    most_items = element.get("max_selected_items") or element.get("max_files")
    if most_items and isinstance(value, list) and len(value) > most_items:
        return f"Choose at most {most_items}."
    return None


def _is_blank_rich_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") == "rich_text"
        and not visible_text([value]).strip()
    )


def _number_error(element: Mapping[str, Any], value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return NUMBER_MESSAGE
    if not number.is_finite():
        return NUMBER_MESSAGE
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    minimum, maximum = element.get("min_value"), element.get("max_value")
    if minimum is not None and number < Decimal(minimum):
        return f"This must be at least {minimum}."
    if maximum is not None and number > Decimal(maximum):
        return f"This must be at most {maximum}."
    return None
