"""The schema of rich_text blocks, by which the sandbox checks them as Slack does.

A block has containers, such as a list, and these have leaves, such as a link. Source:
docs.slack.dev, "Rich text block". `elements` may be empty, as in Block Kit Builder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import BLOCK_ID, CHANNEL_ID, LINK, USER_ID, slack_id
from sandbox.blockkit.schema import Boolean, ListOf, Literals, Number, Object, TaggedUnion, Text

_STYLE_FLAGS = (
    "bold",
    "italic",
    "strike",
    "underline",
    "code",
    "highlight",
    "client_highlight",
    "unlink",
)


def _check_has_style(style: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    """A rule for `Object`: yields (pointer, message) if no style is given."""
    if not style:
        yield pointer, "must provide at least one style"


_STYLE = Object(optional={flag: Boolean() for flag in _STYLE_FLAGS}, rules=(_check_has_style,))
_LINK = Text(3000, pattern=LINK, expected="a valid URL")


# An `Object` has its required keys first, then its optional keys.
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
_BORDER = Literals((0, 1))  # without or with
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
