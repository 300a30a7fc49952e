"""The inside of a rich_text block: four containers and the ten things that stand in them.

Source: docs.slack.dev, "Rich text block". Empty `elements` are accepted by Block Kit Builder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import BLOCK_ID, CHANNEL_ID, LINK, USER_ID
from sandbox.blockkit.schema import Among, Flag, ListOf, Number, Obj, Tagged, Text

_FLAGS = (
    "bold",
    "italic",
    "strike",
    "underline",
    "code",
    "highlight",
    "client_highlight",
    "unlink",
)


def _not_empty(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    if not value:
        yield at, "must provide at least one style"


_STYLE = Obj(optional={flag: Flag() for flag in _FLAGS}, rules=(_not_empty,))
_LINK = Text(3000, pattern=LINK, what="a valid URL")


def _id(pattern: str) -> Text:
    return Text(255, pattern=pattern, what="a valid ID")


LEAF = Tagged(
    {
        "text": Obj({"text": Text(None)}, {"style": _STYLE}),
        "link": Obj({"url": _LINK}, {"text": Text(None), "unsafe": Flag(), "style": _STYLE}),
        "user": Obj({"user_id": _id(USER_ID)}, {"style": _STYLE}),
        "usergroup": Obj({"usergroup_id": _id(r"S[A-Z0-9]{2,}")}, {"style": _STYLE}),
        "team": Obj({"team_id": _id(r"T[A-Z0-9]{2,}")}, {"style": _STYLE}),
        "channel": Obj({"channel_id": _id(CHANNEL_ID)}, {"style": _STYLE}),
        "emoji": Obj(
            {"name": Text(255)}, {"skin_tone": Number(1, 6), "unicode": Text(255), "style": _STYLE}
        ),
        "broadcast": Obj({"range": Among(("here", "channel", "everyone"))}, {"style": _STYLE}),
        "color": Obj(
            {"value": Text(7, pattern=r"#?[0-9a-fA-F]{6}", what="a colour")}, {"style": _STYLE}
        ),
        "date": Obj(
            {"timestamp": Number(0), "format": Text(255)},
            {"url": _LINK, "fallback": Text(255), "style": _STYLE},
        ),
    }
)
_BORDER = Among((0, 1))
_LEAVES = ListOf(LEAF, None, 0)
_SECTION = Obj({"elements": _LEAVES})
_IN_PREFORMATTED = ListOf(LEAF.only("text", "link"), None, 0)

CONTAINER = Tagged(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": Obj(
            {
                "style": Among(("bullet", "ordered")),
                "elements": ListOf(Tagged({"rich_text_section": _SECTION})),
            },
            {"indent": Number(0, 8), "offset": Number(0), "border": _BORDER},
        ),
        "rich_text_preformatted": Obj(
            {"elements": _IN_PREFORMATTED}, {"border": _BORDER, "language": Text(255)}
        ),
        "rich_text_quote": Obj({"elements": _LEAVES}, {"border": _BORDER}),
    }
)
RICH_TEXT = Obj({"elements": ListOf(CONTAINER, None, 0)}, {"block_id": BLOCK_ID})
