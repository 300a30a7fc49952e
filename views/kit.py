"""Block Kit in a few words. Every text object of ours is made here, `verbatim`, within the limits.

A form's block_id is its field's name: a refusal that names the field lands under it. Plain dicts,
not the SDK's models: docs/decisions/012-plain-blocks.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from domain.graphemes import first
from views.text import bare, clip

Block = dict[str, Any]
WordT = TypeVar("WordT", bound=StrEnum)
State = Mapping[str, Mapping[str, Mapping[str, Any]]]

SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
TEXT_MAX = 3000  # Slack's own limit of a plain_text_input


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` is what a notification reads out, `blocks` what stands there."""

    text: str
    blocks: list[Block] = field(default_factory=list)


def plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clip(text, limit) or "–", "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def say(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """One section of our own sentences; people's words in them went through `esc`."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def small(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def quote(text: str, limit: int = 1500) -> Block:
    """People's own words, verbatim: rich text is not parsed, so nothing in it can be live."""
    words = [{"type": "text", "text": clip(text, limit) or "–"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": words}]}


def copyable(text: str) -> Block:
    """A text to be taken elsewhere, verbatim and whole."""
    words = [{"type": "text", "text": text or "–"}]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": words}],
    }


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    primary: bool = False,
    danger: bool = False,
    confirm: Block | None = None,
) -> Block:
    element: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label, BUTTON_LIMIT),
    }
    if value:
        element["value"] = value
    if primary or danger:
        element["style"] = "primary" if primary else "danger"
    if confirm is not None:
        element["confirm"] = confirm
    return element


def overflow(action_id: str, choices: Sequence[tuple[str, str]]) -> Block:
    """(value, label) pairs behind the three dots: five of them at most."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(value, label) for value, label in choices],
    }


def confirm(title: str, text: str, yes: str, no: str = "Go back") -> Block:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, label: str, description: str = "") -> Block:
    made: Block = {"value": value, "text": plain(label, OPTION_LIMIT)}
    if description:
        made["description"] = plain(description, OPTION_LIMIT)
    return made


def message(*blocks: Block, text: str) -> Message:
    """`text` is our mrkdwn sentence; the notification gets it without decoration."""
    return Message(bare(text), list(blocks))


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    private: str = "",
    tell_close: bool = False,
    close_all: bool = False,
) -> Block:
    """`close_all`: its close button also closes what lies below it."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks),
    }
    if submit is not None:
        view["submit"] = plain(submit, 24)
    if private:
        view["private_metadata"] = private
    if tell_close:
        view["notify_on_close"] = True
    if close_all:
        view["clear_on_close"] = True
    return view


# Inputs ---------------------------------------------------------------------------------------


def _input(name: str, label: str, element: Block, *, optional: bool, hint: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    return block


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    placeholder: str = "",
    hint: str = "",
    multiline: bool = False,
    optional: bool = False,
    longest: int = TEXT_MAX,
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": multiline,
        "max_length": longest,
    }
    if initial:
        element["initial_value"] = first(initial, longest)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(name, label, element, optional=optional, hint=hint)


def choice_input(
    name: str,
    label: str,
    choices: Sequence[Block],
    *,
    kind: str = "static_select",
    initial: str | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """One of a few: `kind` is static_select or radio_buttons."""
    element: Block = {"type": kind, "action_id": name, "options": list(choices)}
    chosen = [choice for choice in choices if choice["value"] == initial]
    if chosen:
        element["initial_option"] = chosen[0]
    if placeholder and kind == "static_select":
        element["placeholder"] = plain(placeholder, 150)
    return _input(name, label, element, optional=optional, hint=hint)


def boxes_input(
    name: str,
    label: str,
    choices: Sequence[Block],
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = True,
) -> Block:
    element: Block = {"type": "checkboxes", "action_id": name, "options": list(choices)}
    chosen = [choice for choice in choices if choice["value"] in initial]
    if chosen:
        element["initial_options"] = chosen
    return _input(name, label, element, optional=optional, hint=hint)


def lookup_input(
    name: str,
    label: str,
    action_id: str,
    *,
    most: int,
    initial: Sequence[Block] = (),
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A select whose options we give while the person types; `most` of them may be chosen."""
    element: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "max_selected_items": most,
    }
    if initial:
        element["initial_options"] = list(initial)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(name, label, element, optional=optional, hint=hint)


def person_input(
    name: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    element: Block = {"type": "users_select", "action_id": name}
    if initial:
        element["initial_user"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def channels_input(
    name: str, label: str, *, initial: Sequence[str] = (), hint: str = "", optional: bool = False
) -> Block:
    """Channels, private ones too (the person sees only their own); no DMs, none of others."""
    element: Block = {
        "type": "multi_conversations_select",
        "action_id": name,
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": False,
        },
    }
    if initial:
        element["initial_conversations"] = list(initial)
    return _input(name, label, element, optional=optional, hint=hint)


def date_input(
    name: str,
    label: str,
    *,
    initial: date | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    element: Block = {"type": "datepicker", "action_id": name}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return _input(name, label, element, optional=optional, hint=hint)


# What was submitted. Slack may send null, leave blocks out, or the wrong shape: all read as empty.


def _given(state: State, name: str) -> Mapping[str, Any]:
    block = state.get(name)
    if not isinstance(block, Mapping):
        return {}
    return next((value for value in block.values() if isinstance(value, Mapping)), {})


def typed(state: State, name: str) -> str:
    value = _given(state, name).get("value")
    return value.strip() if isinstance(value, str) else ""


def chosen(state: State, name: str) -> str | None:
    picked = _given(state, name).get("selected_option")
    value = picked.get("value") if isinstance(picked, Mapping) else None
    return value if isinstance(value, str) else None


def untouched(state: State, name: str) -> bool:
    """Whether an input that may hold several says nothing at all, not even that it is empty."""
    return not isinstance(_given(state, name).get("selected_options"), list)


def ticked(state: State, name: str) -> tuple[str, ...]:
    picked = _given(state, name).get("selected_options")
    if not isinstance(picked, list):
        return ()
    return tuple(
        each["value"]
        for each in picked
        if isinstance(each, Mapping) and isinstance(each.get("value"), str)
    )


def has_boxes(state: State, name: str) -> bool:
    """Whether boxes of this name came at all: none ticked is an answer, nothing is none."""
    return isinstance(_given(state, name).get("selected_options"), list)


def one_of(words: type[WordT], word: str | None) -> WordT | None:
    """The member of our enumeration with this value; None for anything else."""
    try:
        return words(word or "")
    except ValueError:
        return None


LARGEST_ID = 2**31 - 1  # PostgreSQL's INTEGER, which refuses to compare with more


def number(text: str) -> int:
    """An id of ours that came back from Slack; 0, which nothing has, for anything else."""
    found = int(text) if text.isdecimal() and len(text) <= len(str(LARGEST_ID)) else 0
    return found if found <= LARGEST_ID else 0


def picked_person(state: State, name: str) -> str | None:
    value = _given(state, name).get("selected_user")
    return value if isinstance(value, str) and value else None


def picked_channels(state: State, name: str) -> tuple[str, ...]:
    value = _given(state, name).get("selected_conversations")
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def picked_channel(state: State, name: str) -> str:
    value = _given(state, name).get("selected_conversation")
    return value if isinstance(value, str) else ""


def picked_date(state: State, name: str) -> date | None:
    value = _given(state, name).get("selected_date")
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
