"""Slack's Block Kit as plain dicts: text objects, blocks, buttons, modals and whole messages.

Every mrkdwn object is made here, with `verbatim` set so that Slack turns no names into links. Every
plain text is cut to Slack's limit for the element that shows it.
Why plain dicts and not the SDK's models: docs/decisions/012-plain-blocks.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from domain.files import AnyFile
from domain.limits import ACK_BYTES_MAX
from views.button_values import MORE_MENU, fold_button
from views.formatting import notification_text, shorten

Block = dict[str, Any]  # a block, an element of one, or a whole view
EnumT = TypeVar("EnumT", bound=StrEnum)

# Slack's limits, in characters (docs.slack.dev/reference/block-kit).
BUTTON_TEXT_MAX = 75
OPTION_TEXT_MAX = 75
OVERFLOW_MAX = 5  # choices of an overflow menu

FOCUS = "focus_on_load"  # the key with which Slack puts the cursor into an input
# The private metadata of a modal begins with this if the modal was opened from App Home, or from
# another modal that begins with this.
FROM_HOME_PREFIX = "home;"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to post. Notifications show the `text`, the conversation shows the `blocks`.

    A message with a `file` has no blocks. Its text is shown beside the file.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    file: AnyFile | None = None


def mark_as_from_home(view: Block) -> Block:
    """Returns a copy of the modal that is marked as opened from App Home."""
    return {**view, "private_metadata": FROM_HOME_PREFIX + str(view.get("private_metadata") or "")}


def count_bytes(payload: object) -> int:
    """The size of a payload in an acknowledgement, which is sent as JSON in UTF-8."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"))


def plain_text(text: str, limit: int) -> Block:
    """The text, cut to `limit` characters. Slack refuses an empty text, so a dash replaces it."""
    return {"type": "plain_text", "text": shorten(text, limit) or "–", "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A section with mrkdwn, in which the caller has escaped what people wrote."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def context(text: str) -> Block:
    """A line of small print in mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def join_with_dividers(rows: Sequence[Block]) -> list[Block]:
    blocks: list[Block] = []
    for row in rows:
        if blocks:
            blocks.append(divider())
        blocks.append(row)
    return blocks


def quote(text: str, limit: int = 1500) -> Block:
    """What a person wrote. Slack finds no markup in rich text, so nothing is escaped."""
    elements = [{"type": "text", "text": shorten(text, limit) or "–"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def preformatted(text: str) -> Block:
    """A text for the viewer to copy. It is never cut."""
    elements = [{"type": "text", "text": text or "–"}]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": elements}],
    }


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    primary: bool = False,
    danger: bool = False,
    confirm: Block | None = None,
    spoken: str = "",
) -> Block:
    """A button. A screen reader says `spoken` instead of a `label` that several buttons have."""
    element: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(label, BUTTON_TEXT_MAX),
    }
    if value:
        element["value"] = value
    if primary:
        element["style"] = "primary"
    elif danger:
        element["style"] = "danger"
    if confirm is not None:
        element["confirm"] = confirm
    if spoken:
        element["accessibility_label"] = shorten(spoken, BUTTON_TEXT_MAX)
    return element


def overflow_menu(action_id: str, choices: Sequence[tuple[str, str]]) -> Block:
    """A menu behind three dots, made from at most five (value, label) pairs."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(value, label) for value, label in choices],
    }


def more_menu(*choices: tuple[str, str, str]) -> Block:
    """A menu that replaces up to five buttons, given as (label, action id, value).

    A choice in the menu is handled like a click on that button.
    """
    return overflow_menu(
        MORE_MENU,
        [(fold_button(action_id, value), label) for label, action_id, value in choices],
    )


def confirm_dialog(title: str, text: str, yes: str, no: str = "Go back") -> Block:
    """`yes` and `no` are the labels of the two buttons."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, label: str, description: str = "") -> Block:
    block: Block = {"value": value, "text": plain_text(label, OPTION_TEXT_MAX)}
    if description:
        block["description"] = plain_text(description, OPTION_TEXT_MAX)
    return block


def fit_options(options: Iterable[Block], last: Sequence[Block] = ()) -> list[Block]:
    """As many options as fit into an acknowledgement together with `last`, which follow them."""
    fitting = []
    free_bytes = ACK_BYTES_MAX - count_bytes(list(last))
    for each in options:
        free_bytes -= count_bytes(each) + len(", ")
        if free_bytes < 0:
            break
        fitting.append(each)
    return [*fitting, *last]


def label_options(labels: Mapping[EnumT, str]) -> list[Block]:
    """An option for each member of an enumeration, with the member's value."""
    return [option(member.value, label) for member, label in labels.items()]


def message(*blocks: Block, text: str) -> Message:
    """A message of blocks. `text` is mrkdwn; the notification shows it without its asterisks."""
    return Message(notification_text(text), list(blocks))


def _focus_first_empty(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the cursor in the first input without an initial value, and in no other.

    Slack refuses a view in which two inputs have the cursor, as in a form made of parts of others.
    """
    focused = []
    has_focus = False
    for block in blocks:
        if block["type"] != "input":
            focused.append(block)
            continue
        element = {key: value for key, value in block["element"].items() if key != FOCUS}
        is_empty = not any(key.startswith("initial_") for key in element)
        can_have_focus = element["type"] != "file_input"
        if is_empty and can_have_focus and not has_focus:
            element[FOCUS] = has_focus = True
        focused.append({**block, "element": element})
    return focused


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    private: str = "",
    notify_on_close: bool = False,
    clear_on_close: bool = False,
) -> Block:
    """A modal with `private` as its private metadata.

    Slack reports that the person closed the modal if `notify_on_close` is set. With
    `clear_on_close`, closing it also closes the modals below it.
    """
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, 24),
        "close": plain_text(close, 24),
        "blocks": _focus_first_empty(blocks),
    }
    if submit is not None:
        view["submit"] = plain_text(submit, 24)
    if private:
        view["private_metadata"] = private
    if notify_on_close:
        view["notify_on_close"] = True
    if clear_on_close:
        view["clear_on_close"] = True
    return view
