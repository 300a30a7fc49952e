"""Finds out whether Slack would refuse a view or a message, and why.

`check_view` and `check_message` apply the schemas, and the rules about whole payloads. A JSON
pointer, such as `/blocks/2/text`, says where a problem is. Where Slack's documentation is silent
or contradicts itself, and where Slack would cut a text, the stricter rule is used:
- null for an optional key is refused, and so is an unknown key;
- a modal needs at least one block (a home tab without blocks is how apps clear it);
- `submit_disabled`, which is for workflow steps, is refused (as in nicklambourne/slackblocks#36);
- a text of more than 40,000 characters is refused, where Slack truncates it;
- a message may hold about 13,200 characters in all its blocks together (undocumented; see
  slackapi/bolt-js#2509 and #2867).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from sandbox.blockkit.blocks import BLOCKS, MAX_BLOCKS, UNSUPPORTED_BLOCKS, Surface
from sandbox.blockkit.objects import plain_text
from sandbox.blockkit.schema import Boolean, ListOf, Object, Problem, Text
from sandbox.blockkit.walk import TextPart, blocks_in, elements_in, texts_in

MAX_TEXT = 40_000
"""Characters. Slack truncates a longer text (chat.postMessage), and the sandbox refuses it."""
MAX_BLOCK_TEXT = 13_200
"""Characters of all blocks of one message together; inferred (see above)."""
MAX_MARKDOWN_TEXT = 12_000
"""Characters of all Markdown blocks of one payload together, and of `markdown_text`."""
MAX_VIEW_BYTES = 250 * 1000
"""docs.slack.dev, "Modals": a view's payload is at most 250 kB."""
MAX_ATTACHMENTS = 100
"""chat.postMessage answers `too_many_attachments` if there are more."""
MAX_METADATA_BYTES = 8_000
"""Slack answers `metadata_too_large` if there are more, at a number that it does not document. This
one is cautious."""
TABLE_TYPES = ("table", "data_table")
"""A message may hold only one block of these types."""
MAX_CHARTS = 2
"""Data visualization block: at most two in a message."""

_VIEW_KEYS = {
    "callback_id": Text(255, minimum=0),
    "private_metadata": Text(3000, minimum=0),
    "external_id": Text(255, minimum=0),
}


class _AnyValue:
    """Accepts every block, because only `_check_blocks` knows the rules of the surface."""

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        del value, pointer
        yield from ()


_MODAL = Object(
    required={"title": plain_text(24), "blocks": ListOf(_AnyValue(), minimum=1)},
    optional={
        **_VIEW_KEYS,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": Boolean(),
        "notify_on_close": Boolean(),
    },
)
_HOME = Object(required={"blocks": ListOf(_AnyValue(), minimum=0)}, optional=_VIEW_KEYS)
_ATTACHMENT_KEYS = frozenset(
    {"actions", "attachment_type", "blocks", "callback_id", "color", "fallback", "fields"}
    | {"author_icon", "author_id", "author_link", "author_name", "author_subname"}
    | {"footer", "footer_icon", "id", "image_url", "indent", "mrkdwn_in", "pretext"}
    | {"text", "thumb_url", "title", "title_link", "ts"}
)


def check_view(view: Any) -> list[Problem]:
    """The problems for which Slack would refuse a modal or a home tab; empty if the view is valid.

    Pointers start at `/view`. Errors: `invalid_arguments`, `view_too_large`.
    """
    if not isinstance(view, dict):
        return [Problem("invalid_arguments", "/view", "must provide an object")]
    surface: Surface
    match view.get("type"):
        case "modal":
            surface, schema = "modal", _MODAL
        case "home":
            surface, schema = "home", _HOME
        case _:
            return [Problem("invalid_arguments", "/view/type", "must be one of modal, home")]
    found = list(schema.check(view, "/view"))
    found.extend((f"/view{pointer}", message) for pointer, message in _check_blocks(view, surface))
    if surface == "modal" and "submit" not in view and _has_input(view):
        found.append(("/view", "missing required field: submit (there are input blocks)"))
    problems = [Problem("invalid_arguments", pointer, message) for pointer, message in found]
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > MAX_VIEW_BYTES:
        message = f"must be less than {MAX_VIEW_BYTES + 1} bytes"
        problems.append(Problem("view_too_large", "/view", message))
    return problems


def check_message(payload: Any) -> list[Problem]:
    """The problems for which Slack would refuse a message; empty if the message is valid.

    Only `text`, `markdown_text`, `blocks`, `attachments` and `metadata` are checked.

    Errors: `invalid_arguments`, `no_text`, `msg_too_long`, `markdown_text_conflict`,
    `invalid_blocks`, `msg_blocks_too_long`, `invalid_attachments`, `too_many_attachments`,
    `invalid_metadata_format`, `metadata_too_large`.
    """
    if not isinstance(payload, dict):
        return [Problem("invalid_arguments", "/", "must provide an object")]
    return [
        *_check_text(payload),
        *(
            Problem("invalid_blocks", pointer, message)
            for pointer, message in _check_message_blocks(payload)
        ),
        *_check_attachments(payload),
        *_check_total_length(payload),
        *_check_metadata(payload.get("metadata")),
    ]


def _check_message_blocks(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    blocks = payload.get("blocks")
    if blocks is None:
        return
    if not isinstance(blocks, list):
        yield "/blocks", "must provide an array"
        return
    yield from _check_blocks({"blocks": blocks}, "message")


def _check_blocks(payload: Mapping[str, Any], surface: Surface) -> Iterator[tuple[str, str]]:
    """Yield (pointer, message) for each problem, as the functions below do."""
    blocks = payload.get("blocks")
    if not isinstance(blocks, list):
        return
    maximum = MAX_BLOCKS[surface]
    if len(blocks) > maximum:
        yield "/blocks", f"no more than {maximum} items allowed"
    for n, block in enumerate(blocks):
        yield from BLOCKS.check(block, f"/blocks/{n}")
    located_blocks = blocks_in(blocks)
    seen_ids: set[str] = set()
    focused_count = 0
    for pointer, block in located_blocks:
        kind = block.get("type")
        if isinstance(kind, str) and kind in UNSUPPORTED_BLOCKS[surface]:
            yield f"{pointer}/type", f"unsupported type: {kind} in a {surface}"
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen_ids:
                yield f"{pointer}/block_id", f"block_id {block_id} already exists"
            seen_ids.add(block_id)
        yield from _check_action_ids(block, pointer)
        for element_pointer, element in elements_in(block):
            if element.get("focus_on_load"):
                focused_count += 1
            yield from _check_placement(element, block, surface, f"{pointer}{element_pointer}")
    if focused_count > 1:
        yield "/blocks", "only one element can have focus_on_load"
    yield from _check_block_counts([block for _, block in located_blocks])


def _check_action_ids(block: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    seen_ids: set[str] = set()
    for element_pointer, element in elements_in(block):
        action_id = element.get("action_id")
        if isinstance(action_id, str):
            if action_id in seen_ids:
                yield (
                    f"{pointer}{element_pointer}/action_id",
                    f"action_id {action_id} already exists",
                )
            seen_ids.add(action_id)


def _check_placement(
    element: Mapping[str, Any], block: Mapping[str, Any], surface: Surface, pointer: str
) -> Iterator[tuple[str, str]]:
    if element.get("type") == "file_input" and surface != "modal":
        yield f"{pointer}/type", "unsupported type: file_input outside a modal"
    in_modal_input = surface == "modal" and block.get("type") == "input"
    if "response_url_enabled" in element and not in_modal_input:
        yield f"{pointer}/response_url_enabled", "only allowed in an input block of a modal"


def _check_block_counts(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    if sum(str(block.get("type")) in TABLE_TYPES for block in blocks) > 1:
        yield "/blocks", "only_one_table_allowed"
    if sum(block.get("type") == "data_visualization" for block in blocks) > MAX_CHARTS:
        yield "/blocks", f"no more than {MAX_CHARTS} data_visualization blocks allowed"
    texts = [str(block.get("text", "")) for block in blocks if block.get("type") == "markdown"]
    if sum(map(len, texts)) > MAX_MARKDOWN_TEXT:
        yield "/blocks", f"no more than {MAX_MARKDOWN_TEXT} characters of markdown allowed"


def _has_input(view: Mapping[str, Any]) -> bool:
    return any(block.get("type") == "input" for _, block in blocks_in(cast(Any, view)))


def _check_text(payload: Mapping[str, Any]) -> Iterator[Problem]:
    text, markdown = payload.get("text"), payload.get("markdown_text")
    if text is not None and not isinstance(text, str):
        yield Problem("invalid_arguments", "/text", "must provide a string")
        return
    if not any((text, markdown, payload.get("blocks"), payload.get("attachments"))):
        yield Problem("no_text", "/text", "missing required field: text")
    if text and len(text) > MAX_TEXT:
        yield Problem("msg_too_long", "/text", f"must be less than {MAX_TEXT + 1} characters")
    if markdown is not None:
        if not isinstance(markdown, str):
            yield Problem("invalid_arguments", "/markdown_text", "must provide a string")
        elif len(markdown) > MAX_MARKDOWN_TEXT:
            message = f"must be less than {MAX_MARKDOWN_TEXT + 1} characters"
            yield Problem("msg_too_long", "/markdown_text", message)
        elif text or payload.get("blocks"):
            message = "not allowed together with text or blocks"
            yield Problem("markdown_text_conflict", "/markdown_text", message)


def _check_total_length(payload: Mapping[str, Any]) -> Iterator[Problem]:
    parts: list[TextPart] = []
    for _, block in blocks_in(cast(Any, payload)):
        # `blocks_in` yields child blocks as well, so their texts are not counted with the parent.
        own_content = {key: value for key, value in block.items() if key != "child_blocks"}
        parts.extend(texts_in([own_content]))
    total = sum(len(part.text) for part in parts)
    if total > MAX_BLOCK_TEXT:
        message = f"{total} characters in all blocks; about {MAX_BLOCK_TEXT} are allowed"
        yield Problem("msg_blocks_too_long", "/blocks", message)


def _check_attachments(payload: Mapping[str, Any]) -> Iterator[Problem]:
    attachments = payload.get("attachments")
    if attachments is None:
        return
    if not isinstance(attachments, list):
        yield Problem("invalid_attachments", "/attachments", "must provide an array")
        return
    if len(attachments) > MAX_ATTACHMENTS:
        message = f"no more than {MAX_ATTACHMENTS} items allowed"
        yield Problem("too_many_attachments", "/attachments", message)
    for n, attachment in enumerate(attachments):
        pointer = f"/attachments/{n}"
        if not isinstance(attachment, dict):
            yield Problem("invalid_attachments", pointer, "must provide an object")
            continue
        for key in sorted(set(attachment) - _ATTACHMENT_KEYS):
            yield Problem("invalid_attachments", pointer, f"invalid additional property: {key}")
        for element_pointer, message in _check_blocks(attachment, "message"):
            yield Problem("invalid_blocks", f"{pointer}{element_pointer}", message)


def _check_metadata(metadata: Any) -> Iterator[Problem]:
    if metadata is None:
        return
    name = metadata.get("event_type") if isinstance(metadata, dict) else None
    has_valid_shape = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_payload"), dict)
        and not set(metadata) - {"event_type", "event_payload", "entities"}
    )
    if (
        not has_valid_shape
        or not isinstance(name, str)
        or not re.fullmatch(r"[A-Za-z0-9_.]{1,255}", name)
    ):
        message = "needs an alphanumeric event_type and an event_payload object"
        yield Problem("invalid_metadata_format", "/metadata", message)
    elif len(json.dumps(metadata).encode()) > MAX_METADATA_BYTES:
        yield Problem("metadata_too_large", "/metadata", f"at most {MAX_METADATA_BYTES} bytes")
