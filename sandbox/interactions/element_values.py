"""Finds the element that a person used, and checks the value that they gave it."""

from __future__ import annotations

from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.state import state_key
from sandbox.errors import PersonError
from sandbox.state.world import Json
from sandbox.workspace.slack_objects import interactive_elements

_WITH_OPTIONS = ("static_select", "radio_buttons", "overflow", "multi_static_select", "checkboxes")


def action_value_key(kind: str) -> str | None:
    """The key of an element's value in an action; None for an element without a value."""
    if kind == "overflow":
        return "selected_option"
    if kind == "feedback_buttons":
        return "value"
    return state_key(kind) if kind in STATEFUL else None


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """The block and the element with these ids. Raises PersonError."""
    for block in blocks:
        if block.get("block_id") != block_id:
            continue
        for element in interactive_elements(block):
            if element.get("action_id") == action_id:
                return block, element
    raise PersonError("There is no such element here any more.")


def blocks_of(message: Json) -> list[Json]:
    """A message's own blocks and those of its attachments."""
    blocks = list(message.get("blocks") or [])
    for attachment in message.get("attachments") or []:
        blocks += attachment.get("blocks") or []
    return blocks


def validate_value(element: Json, given: Any) -> Json:
    """The value of an element as Slack's client would send it, such as {"value": "x"}.

    Raises PersonError for a value that Slack's client could not have produced.
    """
    if not isinstance(given, dict):
        raise PersonError("The value of an element is an object.")
    kind = element["type"]
    key = action_value_key(kind)
    if key is None:
        return {}
    value = given.get(key)
    if kind in _WITH_OPTIONS:
        value = _stored_options(element, value)
    elif kind.startswith("multi_") and value is None:
        value = []
    limit = element.get("max_selected_items")
    if isinstance(value, list) and limit and len(value) > limit:
        raise PersonError(f"You can choose at most {limit}.")
    return {key: value}


def _stored_options(element: Json, value: Any) -> list[Json] | Json | None:
    """The chosen options as the element has them: a list, or one option or None.

    Raises PersonError for an option that is not offered.
    """
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options") or []
    by_value = {option.get("value"): option for option in options}

    def find_stored_option(option: Any) -> Json:
        stored_option = by_value.get(option.get("value")) if isinstance(option, dict) else None
        if stored_option is None:
            raise PersonError("That option is not offered here.")
        return dict(stored_option)

    if element["type"] in ("multi_static_select", "checkboxes"):
        return [find_stored_option(option) for option in value or []]
    return None if value is None else find_stored_option(value)
