"""Finds the Block Kit element that a person used, and checks the value that they gave it.

Clicks and submissions of the sandbox's people both go through these checks.
"""

from __future__ import annotations

from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.state import state_key
from sandbox.errors import PersonError
from sandbox.state.world import Json
from sandbox.workspace.slack_objects import interactive_elements

# These elements list their own options, so a chosen one can be checked.
_KINDS_WITH_OWN_OPTIONS = (
    *("static_select", "radio_buttons", "overflow", "multi_static_select", "checkboxes"),
)


def action_value_key(kind: str) -> str | None:
    """The key of the value in the `actions` entry of a click, such as "selected_option".

    `kind` is the element's type. None if such an element has no value. Overflow menus and feedback
    buttons have a value here, though `state.values` never shows it.
    """
    if kind == "overflow":
        return "selected_option"
    if kind == "feedback_buttons":
        return "value"
    return state_key(kind) if kind in STATEFUL else None


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """The block and the element with these ids. Raises PersonError if the element is gone."""
    for block in blocks:
        if block.get("block_id") != block_id:
            continue
        for element in interactive_elements(block):
            if element.get("action_id") == action_id:
                return block, element
    raise PersonError("There is no such element here any more.")


def list_blocks(message: Json) -> list[Json]:
    """The message's own blocks, then the blocks of its attachments."""
    blocks = list(message.get("blocks") or [])
    for attachment in message.get("attachments") or []:
        blocks += attachment.get("blocks") or []
    return blocks


def validate_value(element: Json, given: Any) -> Json:
    """The part of an action or a state that holds the value, such as {"value": "x"}.

    An element without a value gives {}. Raises PersonError for a value that Slack's
    client could not have produced.
    """
    if not isinstance(given, dict):
        raise PersonError("The value of an element is an object.")
    kind = element["type"]
    key = action_value_key(kind)
    if key is None:
        return {}
    value = given.get(key)
    if kind in _KINDS_WITH_OWN_OPTIONS:
        value = _find_chosen_options(element, value)
    elif kind.startswith("multi_") and value is None:
        value = []
    most = element.get("max_selected_items")
    if isinstance(value, list) and most and len(value) > most:
        raise PersonError(f"You can choose at most {most}.")
    return {key: value}


def _find_chosen_options(element: Json, value: Any) -> list[Json] | Json | None:
    """The element's own option objects that `value` names.

    A list for an element with several choices, otherwise one option, or None without a choice.
    Raises PersonError for an option that is not offered.
    """
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options") or []
    by_value = {option.get("value"): option for option in options}

    def find_offered_option(option: Any) -> Json:
        offered_option = by_value.get(option.get("value")) if isinstance(option, dict) else None
        if offered_option is None:
            raise PersonError("That option is not offered here.")
        return dict(offered_option)

    if element["type"] in ("multi_static_select", "checkboxes"):
        return [find_offered_option(option) for option in value or []]
    return None if value is None else find_offered_option(value)
