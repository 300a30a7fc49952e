"""Blocks, one row each, and the surfaces on which each may stand.

Numbers: docs.slack.dev, "Blocks", a page for each.
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
    plain,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.schema import (
    Among,
    Flag,
    Late,
    ListOf,
    Number,
    Obj,
    Shape,
    Tagged,
    Text,
    any_of,
    one_of,
)

Surface = Literal["message", "modal", "home"]
_Found = Iterator[tuple[str, str]]
_HTTPS = Text(3000, pattern=r"https://\S+", what="a valid https URL")
_ID: dict[str, Shape] = {"block_id": BLOCK_ID}
_RICH = Tagged({"rich_text": RICH_TEXT})


def _no_dispatch_for_files(value: Mapping[str, Any], at: str) -> _Found:
    if value["element"].get("type") == "file_input" and value.get("dispatch_action"):
        yield f"{at}/dispatch_action", "must be false for a file_input"


def _collapsed_needs_collapsible(value: Mapping[str, Any], at: str) -> _Found:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield f"{at}/default_collapsed", "needs is_collapsible"


_TASK = Obj(
    {"task_id": Text(255), "title": Text(None)},
    {
        **_ID,
        "details": _RICH,
        "output": _RICH,
        "sources": ListOf(Tagged({"url": Obj({"url": URL, "text": Text(None)})}), None, 0),
        "status": Among(("pending", "in_progress", "complete", "error")),
    },
)
_CARD = Obj(
    {},
    {
        **_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": ListOf(BUTTON, 2),
    },
    (any_of("hero_image", "title", "actions", "body"),),
)


def _inside() -> Shape:
    return ListOf(
        BLOCKS.only(
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


BLOCKS = Tagged(
    {
        "actions": Obj({"elements": ListOf(IN_ACTIONS, 25)}, _ID),
        "alert": Obj(
            {"text": any_text()},
            {**_ID, "level": Among(("default", "info", "warning", "error", "success"))},
        ),
        "card": _CARD,
        "carousel": Obj({"elements": ListOf(Tagged({"card": _CARD}), 10)}, _ID),
        "container": Obj(
            {"child_blocks": Late(_inside)},
            {
                **_ID,
                "title": plain(150),
                "rich_text_title": _RICH,
                "subtitle": any_text(150),
                "icon": IMAGE,
                "width": Among(("narrow", "standard", "wide", "full")),
                "is_collapsible": Flag(),
                "default_collapsed": Flag(),
                "has_header_divider": Flag(),
            },
            (any_of("title", "rich_text_title"), _collapsed_needs_collapsible),
        ),
        "context": Obj(
            {"elements": ListOf(Tagged({**IMAGE.shapes, **any_text().shapes}), 10)}, _ID
        ),
        "context_actions": Obj({"elements": ListOf(IN_CONTEXT_ACTIONS, 5)}, _ID),
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        "divider": Obj({}, _ID),
        "header": Obj({"text": plain(150)}, {**_ID, "level": Number(1, 4)}),
        "image": Obj(
            {"alt_text": ALT_TEXT},
            {**_ID, "image_url": IMAGE_URL, "slack_file": SLACK_FILE, "title": plain(2000)},
            (one_of("image_url", "slack_file"),),
        ),
        "input": Obj(
            {"label": plain(2000), "element": IN_INPUT},
            {**_ID, "hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
            (_no_dispatch_for_files,),
        ),
        "markdown": Obj({"text": Text(12000)}, _ID),
        "plan": Obj({"title": Text(None)}, {**_ID, "tasks": ListOf(_TASK, None, 0)}),
        "rich_text": RICH_TEXT,
        "section": Obj(
            {},
            {
                **_ID,
                "text": any_text(3000),
                "fields": ListOf(any_text(2000), 10),
                "accessory": IN_SECTION,
                "expand": Flag(),
            },
            (any_of("text", "fields"),),
        ),
        "table": TABLE,
        "task_card": _TASK,
        "video": Obj(
            {
                "alt_text": ALT_TEXT,
                "title": plain(199),
                "thumbnail_url": IMAGE_URL,
                "video_url": _HTTPS,
            },
            {
                **_ID,
                "author_name": Text(49),
                "description": plain(199),
                "provider_icon_url": IMAGE_URL,
                "provider_name": Text(49),
                "title_url": _HTTPS,
            },
        ),
    }
)
"""`file` is missing on purpose: "you can't add this block to app surfaces directly"."""

NOT_ON: Mapping[Surface, frozenset[str]] = {
    "message": frozenset({"alert"}),
    "modal": frozenset(
        {
            "card",
            "carousel",
            "container",
            "context_actions",
            "data_table",
            "data_visualization",
            "markdown",
            "plan",
            "table",
            "task_card",
        }
    ),
    "home": frozenset(
        {
            "alert",
            "context_actions",
            "data_table",
            "data_visualization",
            "markdown",
            "plan",
            "table",
            "task_card",
        }
    ),
}
"""The "Available in surfaces" of each block's page; `data_table` is held to be like `table`."""

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
"""docs.slack.dev, "Blocks"."""
