"""Iterates over the blocks and texts of a payload, and over the elements of a block.

A pointer is the JSON pointer to a part, such as `/blocks/0/accessory`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextPart:
    """One text of a payload.

    `kind` is plain, mrkdwn, markdown, link, or top (the text of a message or attachment itself).
    With `autolinks`, Slack also turns bare @here, #names and web addresses into references.
    """

    kind: str
    text: str
    autolinks: bool = False


def blocks_in(payload: Mapping[str, Any] | list[Any]) -> list[tuple[str, Json]]:
    """Each block of a view, a message or a list of blocks, with its pointer.

    The blocks of attachments are included, and nested blocks follow the block that holds them.
    """
    if isinstance(payload, list):
        return list(_nested_blocks(payload, "/blocks"))
    found = list(_nested_blocks(payload.get("blocks"), "/blocks"))
    for pointer, attachment in _items_with_pointers(payload, "attachments"):
        found.extend(_nested_blocks(attachment.get("blocks"), f"{pointer}/blocks"))
    return found


def _nested_blocks(blocks: Any, pointer: str) -> Iterator[tuple[str, Json]]:
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict):
            yield f"{pointer}/{index}", block
            yield from _nested_blocks(block.get("child_blocks"), f"{pointer}/{index}/child_blocks")


def elements_in(block: Mapping[str, Any]) -> list[tuple[str, Json]]:
    """Each element of a block, with its pointer from the block."""
    element_keys = ("accessory", "element")
    found = [(f"/{key}", block[key]) for key in element_keys if isinstance(block.get(key), dict)]
    if block.get("type") in ("actions", "context_actions", "context"):
        found.extend(_items_with_pointers(block, "elements"))
    if block.get("type") == "card":
        found.extend(_items_with_pointers(block, "actions"))
    # The elements of a carousel are cards.
    for card_pointer, card in _items_with_pointers(block, "elements"):
        if card.get("type") == "card":
            for button_pointer, button in _items_with_pointers(card, "actions"):
                found.append((f"{card_pointer}{button_pointer}", button))
    return found


def _items_with_pointers(owner: Mapping[str, Any], key: str) -> list[tuple[str, Json]]:
    """The objects in the list `owner[key]`, if there is one, with their pointers from `owner`."""
    value = owner.get(key)
    items = value if isinstance(value, list) else []
    return [(f"/{key}/{index}", item) for index, item in enumerate(items) if isinstance(item, dict)]


_ATTACHMENT_TEXTS = ("pretext", "title", "text", "footer", "author_name", "fallback")
_REFERENCES = {
    "user": ("user_id", "@"),
    "usergroup": ("usergroup_id", "!subteam^"),
    "channel": ("channel_id", "#"),
    "broadcast": ("range", "!"),
    "team": ("team_id", "!team^"),
}
"""Rich text elements that mention something: the key of its id, and the prefix in mrkdwn."""


def texts_in(payload: Mapping[str, Any] | list[Any]) -> Iterator[TextPart]:
    """Every text of a view, a message or a list of blocks, also in options and dialogs."""
    if isinstance(payload, dict):
        if isinstance(payload.get("text"), str):
            yield TextPart("top", payload["text"])
        if isinstance(payload.get("markdown_text"), str):
            yield TextPart("markdown", payload["markdown_text"], autolinks=True)
        for key in ("title", "submit", "close"):
            yield from _texts_below(payload.get(key))
        for _, attachment in _items_with_pointers(payload, "attachments"):
            for key in _ATTACHMENT_TEXTS:
                if isinstance(attachment.get(key), str):
                    yield TextPart("top", attachment[key])
            for _, legacy_field in _items_with_pointers(attachment, "fields"):
                for key in ("title", "value"):
                    yield TextPart("top", str(legacy_field.get(key, "")))
            yield from _texts_below(attachment.get("blocks"))
        yield from _texts_below(payload.get("blocks"))
    else:
        yield from _texts_below(payload)


def _texts_below(value: Any) -> Iterator[TextPart]:
    """Every text of a block, an element or a rich text, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from _texts_below(item)
        return
    if not isinstance(value, dict):
        return
    kind, text = value.get("type"), value.get("text")
    if isinstance(text, str):
        if kind == "mrkdwn":
            yield TextPart("mrkdwn", text, autolinks=not value.get("verbatim"))
        elif kind == "markdown":
            yield TextPart("markdown", text, autolinks=True)
        elif kind == "link":
            yield TextPart("link", f"<{value.get('url')}|{text}>")
        else:
            yield TextPart("plain", text)
    elif kind == "link":
        yield TextPart("link", f"<{value.get('url')}>")
    id_key, prefix = _REFERENCES.get(str(kind), ("", ""))
    if id_key and isinstance(value.get(id_key), str):
        yield TextPart("link", f"<{prefix}{value[id_key]}>")
    for key, item in value.items():
        if key in ("title", "alt_text", "caption", "initial_value") and isinstance(item, str):
            yield TextPart("plain", item)
        elif key != "text" or not isinstance(item, str):
            yield from _texts_below(item)
