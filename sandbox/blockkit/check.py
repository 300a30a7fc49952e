"""`check_view` and `check_message`: the tables, and the rules that span a whole payload.

Where Slack's documents are silent or disagree, the stricter reading is taken:
- null for an optional key is refused, as is a key that a shape does not know;
- a modal needs at least one block (an empty home is how apps clear it);
- `submit_disabled` is for workflow steps only (nicklambourne/slackblocks#36 shows it refused);
- more than 40,000 characters of text are refused rather than cut in silence;
- about 13,200 characters in all blocks of a message (bolt-js#2509, #2867; undocumented).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from sandbox.blockkit.blocks import BLOCKS, MOST_BLOCKS, NOT_ON, Surface
from sandbox.blockkit.objects import plain
from sandbox.blockkit.schema import Flag, ListOf, Obj, Problem, Text
from sandbox.blockkit.walk import Words, blocks_in, elements_in, words_in

MESSAGE_TEXT = 40_000
"""chat.postMessage: "truncated" above it."""
BLOCK_TEXT = 13_200
MARKDOWN_TEXT = 12_000
"""Markdown block: all of them in one payload together."""
VIEW_BYTES = 250 * 1000
"""docs.slack.dev, "Modals": a view's payload is at most 250 kB."""
ATTACHMENTS = 100
"""chat.postMessage: `too_many_attachments` above it."""
METADATA_BYTES = 8_000
"""`metadata_too_large`; the number is not documented, ours is on the careful side."""
ONLY_ONE = ("table", "data_table")
MOST_CHARTS = 2
"""Data visualization block: two in a message."""

_VIEW_KEYS = {
    "callback_id": Text(255, 0),
    "private_metadata": Text(3000, 0),
    "external_id": Text(255, 0),
}


class _Anything:
    """Blocks are checked one by one, with their surface; here only that there is a list."""

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        del value, at
        yield from ()


_MODAL = Obj(
    {"title": plain(24), "blocks": ListOf(_Anything(), least=1)},
    {
        **_VIEW_KEYS,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
)
_HOME = Obj({"blocks": ListOf(_Anything(), least=0)}, _VIEW_KEYS)
_ATTACHMENT_KEYS = frozenset(
    {"actions", "attachment_type", "blocks", "callback_id", "color", "fallback", "fields"}
    | {"author_icon", "author_id", "author_link", "author_name", "author_subname"}
    | {"footer", "footer_icon", "id", "image_url", "indent", "mrkdwn_in", "pretext"}
    | {"text", "thumb_url", "title", "title_link", "ts"}
)


def check_view(view: Any) -> list[Problem]:
    """What Slack would refuse in a modal or home view; empty: nothing.

    Pointers start at `/view`. Errors: `invalid_arguments`, `view_too_large`.
    """
    if not isinstance(view, dict):
        return [Problem("invalid_arguments", "/view", "must provide an object")]
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [Problem("invalid_arguments", "/view/type", "must be one of modal, home")]
    surface: Surface = "modal" if kind == "modal" else "home"
    found = list((_MODAL if kind == "modal" else _HOME).check(view, "/view"))
    found.extend((f"/view{at}", said) for at, said in _check_blocks(view, surface))
    if kind == "modal" and "submit" not in view and _has_input(view):
        found.append(("/view", "missing required field: submit (there are input blocks)"))
    problems = [Problem("invalid_arguments", at, said) for at, said in found]
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > VIEW_BYTES:
        said = f"must be less than {VIEW_BYTES + 1} bytes"
        problems.append(Problem("view_too_large", "/view", said))
    return problems


def check_message(payload: Any) -> list[Problem]:
    """What Slack would refuse in `text`, `blocks`, `attachments` and `metadata` of a message.

    Errors: `no_text`, `msg_too_long`, `invalid_blocks`, `msg_blocks_too_long`,
    `invalid_attachments`, `too_many_attachments`, `invalid_metadata_format`,
    `metadata_too_large`. Other keys of the payload are not looked at.
    """
    if not isinstance(payload, dict):
        return [Problem("invalid_arguments", "/", "must provide an object")]
    return [
        *_check_text(payload),
        *(Problem("invalid_blocks", at, said) for at, said in _message_blocks(payload)),
        *_check_attachments(payload),
        *_check_length(payload),
        *_check_metadata(payload.get("metadata")),
    ]


def _message_blocks(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    blocks = payload.get("blocks")
    if blocks is None:
        return
    if not isinstance(blocks, list):
        yield "/blocks", "must provide an array"
        return
    yield from _check_blocks({"blocks": blocks}, "message")


def _check_blocks(owner: Mapping[str, Any], surface: Surface) -> Iterator[tuple[str, str]]:
    blocks = owner.get("blocks")
    if not isinstance(blocks, list):
        return
    most = MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield "/blocks", f"no more than {most} items allowed"
    for n, block in enumerate(blocks):
        yield from BLOCKS.check(block, f"/blocks/{n}")
    walked = blocks_in(blocks)
    seen: set[str] = set()
    focused = 0
    for at, block in walked:
        kind = block.get("type")
        if isinstance(kind, str) and kind in NOT_ON[surface]:
            yield f"{at}/type", f"unsupported type: {kind} in a {surface}"
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                yield f"{at}/block_id", f"block_id {block_id} already exists"
            seen.add(block_id)
        yield from _check_action_ids(block, at)
        for inside, element in elements_in(block):
            focused += bool(element.get("focus_on_load"))
            yield from _check_place(element, block, surface, f"{at}{inside}")
    if focused > 1:
        yield "/blocks", "only one element can have focus_on_load"
    yield from _check_counts([block for _, block in walked])


def _check_action_ids(block: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for inside, element in elements_in(block):
        action_id = element.get("action_id")
        if isinstance(action_id, str):
            if action_id in seen:
                yield f"{at}{inside}/action_id", f"action_id {action_id} already exists"
            seen.add(action_id)


def _check_place(
    element: Mapping[str, Any], block: Mapping[str, Any], surface: Surface, at: str
) -> Iterator[tuple[str, str]]:
    if element.get("type") == "file_input" and surface != "modal":
        yield f"{at}/type", "unsupported type: file_input outside a modal"
    in_modal_input = surface == "modal" and block.get("type") == "input"
    if "response_url_enabled" in element and not in_modal_input:
        yield f"{at}/response_url_enabled", "only allowed in an input block of a modal"


def _check_counts(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    if sum(str(block.get("type")) in ONLY_ONE for block in blocks) > 1:
        yield "/blocks", "only_one_table_allowed"
    if sum(block.get("type") == "data_visualization" for block in blocks) > MOST_CHARTS:
        yield "/blocks", f"no more than {MOST_CHARTS} data_visualization blocks allowed"
    texts = [str(block.get("text", "")) for block in blocks if block.get("type") == "markdown"]
    if sum(map(len, texts)) > MARKDOWN_TEXT:
        yield "/blocks", f"no more than {MARKDOWN_TEXT} characters of markdown allowed"


def _has_input(view: Mapping[str, Any]) -> bool:
    return any(block.get("type") == "input" for _, block in blocks_in(cast(Any, view)))


def _check_text(payload: Mapping[str, Any]) -> Iterator[Problem]:
    text, markdown = payload.get("text"), payload.get("markdown_text")
    if text is not None and not isinstance(text, str):
        yield Problem("invalid_arguments", "/text", "must provide a string")
        return
    if not any((text, markdown, payload.get("blocks"), payload.get("attachments"))):
        yield Problem("no_text", "/text", "missing required field: text")
    if text and len(text) > MESSAGE_TEXT:
        yield Problem("msg_too_long", "/text", f"must be less than {MESSAGE_TEXT + 1} characters")
    if markdown is not None:
        if not isinstance(markdown, str):
            yield Problem("invalid_arguments", "/markdown_text", "must provide a string")
        elif len(markdown) > MARKDOWN_TEXT:
            said = f"must be less than {MARKDOWN_TEXT + 1} characters"
            yield Problem("msg_too_long", "/markdown_text", said)
        elif text or payload.get("blocks"):
            said = "not allowed together with text or blocks"
            yield Problem("markdown_text_conflict", "/markdown_text", said)


def _check_length(payload: Mapping[str, Any]) -> Iterator[Problem]:
    shown: list[Words] = []
    for _, block in blocks_in(cast(Any, payload)):
        shown.extend(words_in([{k: v for k, v in block.items() if k != "child_blocks"}]))
    total = sum(len(words.text) for words in shown)
    if total > BLOCK_TEXT:
        said = f"{total} characters in all blocks; about {BLOCK_TEXT} are allowed"
        yield Problem("msg_blocks_too_long", "/blocks", said)


def _check_attachments(payload: Mapping[str, Any]) -> Iterator[Problem]:
    attachments = payload.get("attachments")
    if attachments is None:
        return
    if not isinstance(attachments, list):
        yield Problem("invalid_attachments", "/attachments", "must provide an array")
        return
    if len(attachments) > ATTACHMENTS:
        said = f"no more than {ATTACHMENTS} items allowed"
        yield Problem("too_many_attachments", "/attachments", said)
    for n, attachment in enumerate(attachments):
        at = f"/attachments/{n}"
        if not isinstance(attachment, dict):
            yield Problem("invalid_attachments", at, "must provide an object")
            continue
        for key in sorted(set(attachment) - _ATTACHMENT_KEYS):
            yield Problem("invalid_attachments", at, f"invalid additional property: {key}")
        for inside, said in _check_blocks(attachment, "message"):
            yield Problem("invalid_blocks", f"{at}{inside}", said)


def _check_metadata(metadata: Any) -> Iterator[Problem]:
    if metadata is None:
        return
    name = metadata.get("event_type") if isinstance(metadata, dict) else None
    whole = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_payload"), dict)
        and not set(metadata) - {"event_type", "event_payload", "entities"}
    )
    if not whole or not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_.]{1,255}", name):
        said = "needs an alphanumeric event_type and an event_payload object"
        yield Problem("invalid_metadata_format", "/metadata", said)
    elif len(json.dumps(metadata).encode()) > METADATA_BYTES:
        yield Problem("metadata_too_large", "/metadata", f"at most {METADATA_BYTES} bytes")
