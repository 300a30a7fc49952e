"""The schema of each block, and the surfaces on which it is not allowed.

The limits are those of docs.slack.dev, "Blocks", which has a page for each block. `Object` takes
the required fields, the optional fields and the rules about several fields. The number in
`Text(255)` or `ListOf(BUTTON, 2)` is the maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sandbox.blockkit.charts import DATA_TABLE, DATA_VISUALIZATION, TABLE
from sandbox.blockkit.elements import (
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.blockkit.objects import (
    ALT_TEXT,
    BLOCK_ID,
    IMAGE_URL,
    SLACK_FILE,
    URL,
    any_text,
    plain_text,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.schema import (
    Boolean,
    Lazy,
    ListOf,
    Literals,
    Number,
    Object,
    Schema,
    TaggedUnion,
    Text,
    at_least_one_of,
    exactly_one_of,
)

Surface = Literal["message", "modal", "home"]
_Problems = Iterator[tuple[str, str]]
"""A JSON pointer to each invalid value, and what is wrong with it."""
_HTTPS_URL = Text(3000, pattern=r"https://\S+", expected="a valid https URL")
_OPTIONAL_BLOCK_ID: dict[str, Schema] = {"block_id": BLOCK_ID}
_RICH_TEXT = TaggedUnion({"rich_text": RICH_TEXT})


def _check_file_input(value: Mapping[str, Any], pointer: str) -> _Problems:
    if value["element"].get("type") == "file_input" and value.get("dispatch_action"):
        yield f"{pointer}/dispatch_action", "must be false for a file_input"


def _check_collapsed(value: Mapping[str, Any], pointer: str) -> _Problems:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield f"{pointer}/default_collapsed", "needs is_collapsible"


_TASK = Object(
    {"task_id": Text(255), "title": Text()},
    {
        **_OPTIONAL_BLOCK_ID,
        "details": _RICH_TEXT,
        "output": _RICH_TEXT,
        "sources": ListOf(TaggedUnion({"url": Object({"url": URL, "text": Text()})}), minimum=0),
        "status": Literals(("pending", "in_progress", "complete", "error")),
    },
)
_CARD = Object(
    {},
    {
        **_OPTIONAL_BLOCK_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": ListOf(BUTTON, 2),
    },
    (at_least_one_of("hero_image", "title", "actions", "body"),),
)


def _blocks_in_container() -> Schema:
    """A function, because it needs `BLOCKS`, which contains the container itself."""
    return ListOf(
        BLOCKS.subset(
            "actions",
            "context",
            "divider",
            "header",
            "image",
            "input",
            "rich_text",
            "section",
            "table",
            "video",
        ),
        10,
    )


BLOCKS = TaggedUnion(
    {
        "actions": Object({"elements": ListOf(IN_ACTIONS, 25)}, _OPTIONAL_BLOCK_ID),
        "alert": Object(
            {"text": any_text()},
            {
                **_OPTIONAL_BLOCK_ID,
                "level": Literals(("default", "info", "warning", "error", "success")),
            },
        ),
        "card": _CARD,
        "carousel": Object(
            {"elements": ListOf(TaggedUnion({"card": _CARD}), 10)}, _OPTIONAL_BLOCK_ID
        ),
        "container": Object(
            {"child_blocks": Lazy(_blocks_in_container)},
            {
                **_OPTIONAL_BLOCK_ID,
                "title": plain_text(150),
                "rich_text_title": _RICH_TEXT,
                "subtitle": any_text(150),
                "icon": IMAGE,
                "width": Literals(("narrow", "standard", "wide", "full")),
                "is_collapsible": Boolean(),
                "default_collapsed": Boolean(),
                "has_header_divider": Boolean(),
            },
            (at_least_one_of("title", "rich_text_title"), _check_collapsed),
        ),
        "context": Object(
            {"elements": ListOf(TaggedUnion({**IMAGE.schemas, **any_text().schemas}), 10)},
            _OPTIONAL_BLOCK_ID,
        ),
        "context_actions": Object({"elements": ListOf(IN_CONTEXT_ACTIONS, 5)}, _OPTIONAL_BLOCK_ID),
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        "divider": Object({}, _OPTIONAL_BLOCK_ID),
        "header": Object({"text": plain_text(150)}, {**_OPTIONAL_BLOCK_ID, "level": Number(1, 4)}),
        "image": Object(
            {"alt_text": ALT_TEXT},
            {
                **_OPTIONAL_BLOCK_ID,
                "image_url": IMAGE_URL,
                "slack_file": SLACK_FILE,
                "title": plain_text(2000),
            },
            (exactly_one_of("image_url", "slack_file"),),
        ),
        "input": Object(
            {"label": plain_text(2000), "element": IN_INPUT},
            {
                **_OPTIONAL_BLOCK_ID,
                "hint": plain_text(2000),
                "optional": Boolean(),
                "dispatch_action": Boolean(),
            },
            (_check_file_input,),
        ),
        "markdown": Object({"text": Text(12000)}, _OPTIONAL_BLOCK_ID),
        "plan": Object(
            {"title": Text()}, {**_OPTIONAL_BLOCK_ID, "tasks": ListOf(_TASK, minimum=0)}
        ),
        "rich_text": RICH_TEXT,
        "section": Object(
            {},
            {
                **_OPTIONAL_BLOCK_ID,
                "text": any_text(3000),
                "fields": ListOf(any_text(2000), 10),
                "accessory": IN_SECTION,
                "expand": Boolean(),
            },
            (at_least_one_of("text", "fields"),),
        ),
        "table": TABLE,
        "task_card": _TASK,
        "video": Object(
            {
                "alt_text": ALT_TEXT,
                "title": plain_text(199),
                "thumbnail_url": IMAGE_URL,
                "video_url": _HTTPS_URL,
            },
            {
                **_OPTIONAL_BLOCK_ID,
                "author_name": Text(49),
                "description": plain_text(199),
                "provider_icon_url": IMAGE_URL,
                "provider_name": Text(49),
                "title_url": _HTTPS_URL,
            },
        ),
    }
)
"""By type. `file` is left out, since its page says "you can't add this block to app surfaces
directly"."""

_ONLY_IN_MESSAGES = frozenset(
    {
        "context_actions",
        "data_table",
        "data_visualization",
        "markdown",
        "plan",
        "table",
        "task_card",
    }
)

UNSUPPORTED_BLOCKS: Mapping[Surface, frozenset[str]] = {
    "message": frozenset({"alert"}),
    "modal": _ONLY_IN_MESSAGES | {"card", "carousel", "container"},
    "home": _ONLY_IN_MESSAGES | {"alert"},
}
"""From "Available in surfaces" on each block's page; `data_table` is assumed to be like `table`."""

MAX_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
"""In one message, modal or App Home (docs.slack.dev, "Blocks")."""
