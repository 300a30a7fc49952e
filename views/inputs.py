"""Builds the Block Kit inputs of a modal. `views.form_state` reads what was submitted.

The parameter `name` is the name of the form field. It is the block_id of the input, so that a
refusal that names the field is shown under the input.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from domain.graphemes import truncate
from domain.limits import TEXT_MAX
from views.block_kit import Block, plain_text
from views.form_state import REDRAWN, field_name

# Slack's limits, in characters. A hint may be as long as a label.
LABEL_MAX = 2000
PLACEHOLDER_MAX = 150


def redraw_inputs(view: Block, mark: str) -> Block:
    """Returns the view with new block_ids, so that each input shows its initial value.

    Slack keeps what was typed into an input whose block_id stays the same. It has also sent null
    for an input of an updated view that nobody touched (slackapi/bolt-js#1258). `mark` makes the
    block_ids new, so it has to differ from the mark of the previous view.
    """
    blocks = []
    for block in view["blocks"]:
        if block["type"] == "input":
            new_id = f"{field_name(block['block_id'])}{REDRAWN}{mark}"
            blocks.append({**block, "block_id": new_id})
        else:
            blocks.append(block)
    return {**view, "blocks": blocks}


def _input(name: str, label: str, element: Block, *, optional: bool, hint: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain_text(hint, LABEL_MAX)
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
    max_length: int = TEXT_MAX,
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": multiline,
        "max_length": max_length,
    }
    if initial:
        element["initial_value"] = truncate(initial, max_length)
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER_MAX)
    return _input(name, label, element, optional=optional, hint=hint)


def file_input(name: str, label: str, file_types: Sequence[str], *, hint: str = "") -> Block:
    """An optional field for one file of these types. Slack allows at most 10 MB.

    The field cannot be prefilled, but Slack keeps a chosen file when the modal is updated and the
    block_id stays the same (docs.slack.dev/reference/block-kit/block-elements/file-input-element).
    """
    element: Block = {
        "type": "file_input",
        "action_id": name,
        "filetypes": list(file_types),
        "max_files": 1,
    }
    return _input(name, label, element, optional=True, hint=hint)


def choice_input(
    name: str,
    label: str,
    choices: Sequence[Block],
    *,
    element_type: str = "static_select",
    initial: str | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A choice of one option. `element_type` is static_select or radio_buttons.

    `initial` is the value of the option that is selected first.
    """
    element: Block = {"type": element_type, "action_id": name, "options": list(choices)}
    selected = [choice for choice in choices if choice["value"] == initial]
    if selected:
        element["initial_option"] = selected[0]
    if placeholder and element_type == "static_select":
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER_MAX)
    return _input(name, label, element, optional=optional, hint=hint)


def checkboxes_input(
    name: str,
    label: str,
    choices: Sequence[Block],
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = True,
) -> Block:
    element: Block = {"type": "checkboxes", "action_id": name, "options": list(choices)}
    selected = [choice for choice in choices if choice["value"] in initial]
    if selected:
        element["initial_options"] = selected
    return _input(name, label, element, optional=optional, hint=hint)


def multi_external_select_input(
    name: str,
    label: str,
    action_id: str,
    *,
    max_selected: int,
    initial: Sequence[Block] = (),
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A multi-select whose options Vouch supplies while the person types.

    Slack sends `action_id` when it asks for the options.
    """
    element: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "max_selected_items": max_selected,
    }
    if initial:
        element["initial_options"] = list(initial)
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER_MAX)
    return _input(name, label, element, optional=optional, hint=hint)


def external_select_input(
    name: str,
    label: str,
    action_id: str,
    *,
    initial: Block | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A select of one option, otherwise like `multi_external_select_input`."""
    element: Block = {"type": "external_select", "action_id": action_id, "min_query_length": 0}
    if initial is not None:
        element["initial_option"] = initial
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER_MAX)
    return _input(name, label, element, optional=optional, hint=hint)


def user_input(
    name: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    element: Block = {"type": "users_select", "action_id": name}
    if initial:
        element["initial_user"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def channels_input(
    name: str, label: str, *, initial: Sequence[str] = (), hint: str = "", optional: bool = False
) -> Block:
    """A select for several channels. Slack lists only private channels that the person is in."""
    element: Block = {
        "type": "multi_conversations_select",
        "action_id": name,
        "filter": _channel_filter(),
    }
    if initial:
        element["initial_conversations"] = list(initial)
    else:  # Slack selects the channel in which the person opens the form, if the filter allows it.
        element["default_to_current_conversation"] = True
    return _input(name, label, element, optional=optional, hint=hint)


def _channel_filter() -> Block:
    return {
        "include": ["public", "private"],
        "exclude_bot_users": True,
        "exclude_external_shared_channels": False,
    }


def channel_input(name: str, label: str, *, initial: str = "", hint: str = "") -> Block:
    """A select for one channel. It lists the same channels as `channels_input`."""
    element: Block = {
        "type": "conversations_select",
        "action_id": name,
        "filter": _channel_filter(),
    }
    if initial:
        element["initial_conversation"] = initial
    return _input(name, label, element, optional=False, hint=hint)


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


def time_input(name: str, label: str, *, initial: time, hint: str = "") -> Block:
    element = {"type": "timepicker", "action_id": name, "initial_time": f"{initial:%H:%M}"}
    return _input(name, label, element, optional=False, hint=hint)
