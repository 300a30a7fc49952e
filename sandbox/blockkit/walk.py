"""Walks a payload: its blocks, the elements in a block, and every text with what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a payload. `kind`: plain, mrkdwn, markdown, top (a message's own text) or link.

    `auto`: Slack also turns bare @here, #names and addresses in it into references.
    """

    kind: str
    text: str
    auto: bool = False


def blocks_in(payload: Mapping[str, Any] | list[Any]) -> list[tuple[str, Json]]:
    """(pointer, block) of a view, a message with its attachments, or a list of blocks; nested
    blocks (containers) after the one that holds them."""
    if isinstance(payload, list):
        return list(_all(payload, "/blocks"))
    found = list(_all(payload.get("blocks"), "/blocks"))
    for at, attachment in _numbered(payload, "attachments"):
        found.extend(_all(attachment.get("blocks"), f"{at}/blocks"))
    return found


def _all(blocks: Any, at: str) -> Iterator[tuple[str, Json]]:
    for n, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict):
            yield f"{at}/{n}", block
            yield from _all(block.get("child_blocks"), f"{at}/{n}/child_blocks")


def elements_in(block: Mapping[str, Any]) -> list[tuple[str, Json]]:
    """(pointer within the block, element): accessory, input element, actions, card buttons."""
    singles = ("accessory", "element")
    found = [(f"/{key}", block[key]) for key in singles if isinstance(block.get(key), dict)]
    if block.get("type") in ("actions", "context_actions", "context"):
        found.extend(_numbered(block, "elements"))
    if block.get("type") == "card":
        found.extend(_numbered(block, "actions"))
    for at, card in _numbered(block, "elements"):
        if card.get("type") == "card":
            found.extend((f"{at}{inside}", e) for inside, e in _numbered(card, "actions"))
    return found


def _numbered(owner: Mapping[str, Any], key: str) -> list[tuple[str, Json]]:
    items = owner.get(key)
    listed = items if isinstance(items, list) else []
    return [(f"/{key}/{n}", item) for n, item in enumerate(listed) if isinstance(item, dict)]


_ATTACHMENT_TEXTS = ("pretext", "title", "text", "footer", "author_name", "fallback")


def words_in(payload: Mapping[str, Any] | list[Any]) -> Iterator[Words]:
    """Every text of a view, a message or a list of blocks, option texts and confirms included."""
    if isinstance(payload, dict):
        if isinstance(payload.get("text"), str):
            yield Words("top", payload["text"])
        if isinstance(payload.get("markdown_text"), str):
            yield Words("markdown", payload["markdown_text"], auto=True)
        for key in ("title", "submit", "close"):
            yield from _below(payload.get(key))
        for _, attachment in _numbered(payload, "attachments"):
            for key in _ATTACHMENT_TEXTS:
                if isinstance(attachment.get(key), str):
                    yield Words("top", attachment[key])
            for _, legacy in _numbered(attachment, "fields"):
                yield from (Words("top", str(legacy.get(key, ""))) for key in ("title", "value"))
            yield from _below(attachment.get("blocks"))
        yield from _below(payload.get("blocks"))
    else:
        yield from _below(payload)


def _below(value: Any) -> Iterator[Words]:
    if isinstance(value, list):
        for item in value:
            yield from _below(item)
        return
    if not isinstance(value, dict):
        return
    kind, text = value.get("type"), value.get("text")
    if isinstance(text, str):
        if kind == "mrkdwn":
            yield Words("mrkdwn", text, auto=not value.get("verbatim"))
        elif kind == "markdown":
            yield Words("markdown", text, auto=True)
        elif kind == "link":
            yield Words("link", f"<{value.get('url')}|{text}>")
        else:
            yield Words("plain", text)
    elif kind == "link":
        yield Words("link", f"<{value.get('url')}>")
    leaf = _LEAVES.get(str(kind))
    if leaf and isinstance(value.get(leaf[0]), str):
        yield Words("link", f"<{leaf[1]}{value[leaf[0]]}>")
    for key, item in value.items():
        if key in ("title", "alt_text", "caption", "initial_value") and isinstance(item, str):
            yield Words("plain", item)
        elif key != "text" or not isinstance(item, str):
            yield from _below(item)


_LEAVES = {
    "user": ("user_id", "@"),
    "usergroup": ("usergroup_id", "!subteam^"),
    "channel": ("channel_id", "#"),
    "broadcast": ("range", "!"),
    "team": ("team_id", "!team^"),
}
