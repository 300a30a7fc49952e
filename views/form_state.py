"""Reads the inputs of a form from Slack's `view.state.values` by the names of their fields.

Slack may send null for an untouched input, leave blocks out, or send an unexpected shape. All of
that counts as empty: "", None or (). No function here raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from domain.typed_text import strip_unseen

EnumT = TypeVar("EnumT", bound=StrEnum)
# The state of each input element, by its block_id and then by its action_id.
State = Mapping[str, Mapping[str, Mapping[str, Any]]]

# A block_id is the name of a field, or "name#mark" in a form that was redrawn: Slack shows the new
# initial value of an input only under a new block_id.
REDRAWN = "#"


def field_name(block_id: str) -> str:
    """The name of the field, without the mark of a redrawn form."""
    return block_id.partition(REDRAWN)[0]


def _find_element(state: State, name: str) -> Mapping[str, Any]:
    """The state of the one element in the input block of this field."""
    for block_id, elements in state.items():
        if field_name(block_id) == name and isinstance(elements, Mapping):
            return next((each for each in elements.values() if isinstance(each, Mapping)), {})
    return {}


def text_value(state: State, name: str) -> str:
    """What was typed, without white space around it, or "" if no character is visible."""
    value = _find_element(state, name).get("value")
    return strip_unseen(value) if isinstance(value, str) else ""


def selected_value(state: State, name: str) -> str | None:
    """The value of the chosen option of a select or of radio buttons."""
    selected = _find_element(state, name).get("selected_option")
    value = selected.get("value") if isinstance(selected, Mapping) else None
    return value if isinstance(value, str) else None


def has_selection(state: State, name: str) -> bool:
    """Whether Slack sent what is chosen in this multi-select or these checkboxes.

    True for an empty list, which says that nothing is chosen. False for null or a missing block.
    """
    return isinstance(_find_element(state, name).get("selected_options"), list)


def selected_values(state: State, name: str) -> tuple[str, ...]:
    """The values of the chosen options of a multi-select or of checkboxes."""
    selected = _find_element(state, name).get("selected_options")
    if not isinstance(selected, list):
        return ()
    return tuple(
        option["value"]
        for option in selected
        if isinstance(option, Mapping) and isinstance(option.get("value"), str)
    )


def enum_member(enum: type[EnumT], value: str | None) -> EnumT | None:
    """The member with this value, or None if there is no such member."""
    try:
        return enum(value or "")
    except ValueError:
        return None


def selected_member(state: State, name: str, enum: type[EnumT]) -> EnumT | None:
    """`selected_value` as a member of `enum`; None for an unknown value, too."""
    return enum_member(enum, selected_value(state, name))


def selected_members(state: State, name: str, enum: type[EnumT]) -> tuple[EnumT, ...]:
    """`selected_values` as members of `enum`, without unknown values."""
    members = (enum_member(enum, value) for value in selected_values(state, name))
    return tuple(member for member in members if member is not None)


def selected_user(state: State, name: str) -> str | None:
    """The user id of the chosen person."""
    value = _find_element(state, name).get("selected_user")
    return value if isinstance(value, str) and value else None


def selected_channels(state: State, name: str) -> tuple[str, ...]:
    """The channel ids that were chosen in a `multi_conversations_select`."""
    value = _find_element(state, name).get("selected_conversations")
    if not isinstance(value, list):
        return ()
    return tuple(channel for channel in value if isinstance(channel, str))


def selected_channel(state: State, name: str) -> str:
    """The channel id that was chosen in a `conversations_select`, or ""."""
    value = _find_element(state, name).get("selected_conversation")
    return value if isinstance(value, str) else ""


def selected_date(state: State, name: str) -> date | None:
    value = _find_element(state, name).get("selected_date")
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def selected_time(state: State, name: str) -> time | None:
    value = _find_element(state, name).get("selected_time")
    try:
        return time.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


def selected_file(state: State, name: str) -> Mapping[str, Any] | None:
    """Slack's file object of the uploaded file, with at least its `id`, or None."""
    files = _find_element(state, name).get("files")
    first = files[0] if isinstance(files, list) and files else None
    return first if isinstance(first, Mapping) and first.get("id") else None
