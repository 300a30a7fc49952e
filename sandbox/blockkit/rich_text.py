"""The schema of rich_text blocks: four kinds of containers and the ten kinds of leaves in them.

Source: docs.slack.dev, "Rich text block". Block Kit Builder accepts empty `elements`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import BLOCK_ID, CHANNEL_ID, LINK, USER_ID, slack_id
from sandbox.blockkit.schema import Boolean, ListOf, Literals, Number, Object, TaggedUnion, Text

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


def _check_not_empty(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    if not value:
        yield pointer, "must provide at least one style"


_STYLE = Object(optional={flag: Boolean() for flag in _FLAGS}, rules=(_check_not_empty,))
_LINK = Text(3000, pattern=LINK, expected="a valid URL")


LEAF = TaggedUnion(
    {
        "text": Object({"text": Text()}, {"style": _STYLE}),
        "link": Object({"url": _LINK}, {"text": Text(), "unsafe": Boolean(), "style": _STYLE}),
        "user": Object({"user_id": slack_id(USER_ID)}, {"style": _STYLE}),
        "usergroup": Object({"usergroup_id": slack_id(r"S[A-Z0-9]{2,}")}, {"style": _STYLE}),
        "team": Object({"team_id": slack_id(r"T[A-Z0-9]{2,}")}, {"style": _STYLE}),
        "channel": Object({"channel_id": slack_id(CHANNEL_ID)}, {"style": _STYLE}),
        "emoji": Object(
            {"name": Text(255)}, {"skin_tone": Number(1, 6), "unicode": Text(255), "style": _STYLE}
        ),
        "broadcast": Object(
            {"range": Literals(("here", "channel", "everyone"))}, {"style": _STYLE}
        ),
        "color": Object(
            {"value": Text(7, pattern=r"#?[0-9a-fA-F]{6}", expected="a colour")}, {"style": _STYLE}
        ),
        "date": Object(
            {"timestamp": Number(0), "format": Text(255)},
            {"url": _LINK, "fallback": Text(255), "style": _STYLE},
        ),
    }
)
_BORDER = Literals((0, 1))
_LEAVES = ListOf(LEAF, minimum=0)
_SECTION = Object({"elements": _LEAVES})
_IN_PREFORMATTED = ListOf(LEAF.subset("text", "link"), minimum=0)

CONTAINER = TaggedUnion(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": Object(
            {
                "style": Literals(("bullet", "ordered")),
                "elements": ListOf(TaggedUnion({"rich_text_section": _SECTION})),
            },
            {"indent": Number(0, 8), "offset": Number(0), "border": _BORDER},
        ),
        "rich_text_preformatted": Object(
            {"elements": _IN_PREFORMATTED}, {"border": _BORDER, "language": Text(255)}
        ),
        "rich_text_quote": Object({"elements": _LEAVES}, {"border": _BORDER}),
    }
)
RICH_TEXT = Object({"elements": ListOf(CONTAINER, minimum=0)}, {"block_id": BLOCK_ID})
