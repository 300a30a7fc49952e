"""Reads submitted values from `view.state.values` by the name of the field.

Slack may send null for an untouched input, leave blocks out, or send an unexpected shape. All of
that counts as empty, and no function here raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from domain.typed_text import strip_unseen

EnumT = TypeVar("EnumT", bound=StrEnum)
State = Mapping[str, Mapping[str, Mapping[str, Any]]]


REDRAWN = "#"  # In a block_id, it separates the name of the field from the mark of a redrawn form.


def field_name(block_id: str) -> str:
    """The name of the field in the block_id of its input."""
    return block_id.partition(REDRAWN)[0]


def _find_element(state: State, name: str) -> Mapping[str, Any]:
    block = next((value for key, value in state.items() if field_name(key) == name), None)
    if not isinstance(block, Mapping):
        return {}
    return next((value for value in block.values() if isinstance(value, Mapping)), {})


def text_value(state: State, name: str) -> str:
    """What was typed, without surrounding white space; "" if it has no visible character."""
    value = _find_element(state, name).get("value")
    return strip_unseen(value) if isinstance(value, str) else ""


def selected_value(state: State, name: str) -> str | None:
    selected = _find_element(state, name).get("selected_option")
    value = selected.get("value") if isinstance(selected, Mapping) else None
    return value if isinstance(value, str) else None


def has_selection(state: State, name: str) -> bool:
    """Whether Slack sent a selection for this multi-select or these checkboxes.

    An empty list is an answer (the person chose nothing); null or a missing block is not.
    """
    return isinstance(_find_element(state, name).get("selected_options"), list)


def selected_values(state: State, name: str) -> tuple[str, ...]:
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
    """The chosen option of a select or of radio buttons whose values are those of `enum`."""
    return enum_member(enum, selected_value(state, name))


def selected_members(state: State, name: str, enum: type[EnumT]) -> tuple[EnumT, ...]:
    """The ticked boxes whose values are those of `enum`; unknown values are left out."""
    members = (enum_member(enum, value) for value in selected_values(state, name))
    return tuple(member for member in members if member is not None)


def selected_user(state: State, name: str) -> str | None:
    value = _find_element(state, name).get("selected_user")
    return value if isinstance(value, str) and value else None


def selected_channels(state: State, name: str) -> tuple[str, ...]:
    value = _find_element(state, name).get("selected_conversations")
    if not isinstance(value, list):
        return ()
    return tuple(channel for channel in value if isinstance(channel, str))


def selected_channel(state: State, name: str) -> str:
    """The id of the chosen channel, or empty."""
    value = _find_element(state, name).get("selected_conversation")
    return value if isinstance(value, str) else ""


def selected_date(state: State, name: str) -> date | None:
    value = _find_element(state, name).get("selected_date")
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def selected_time(state: State, name: str) -> time | None:
    value = _find_element(state, name).get("selected_time")
    try:
        return time.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


def selected_file(state: State, name: str) -> Mapping[str, Any] | None:
    """What Slack tells about the chosen file: its id, name and size. None without one."""
    files = _find_element(state, name).get("files")
    first = files[0] if isinstance(files, list) and files else None
    return first if isinstance(first, Mapping) and first.get("id") else None
