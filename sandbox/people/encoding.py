"""Encodes the text that a person types as Slack does: escaped, with mentions as ids."""

from __future__ import annotations

import re

from sandbox.state.world import World

_REFERENCE = re.compile(
    r"(?P<url>https?://[^\s<>|]+)|(?<![\w.])@(?P<handle>[\w.-]*\w)|(?<!\w)#(?P<channel>[\w-]+)"
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(world: World, text: str, *, labels: bool) -> str:
    """Escape `&<>` and turn @people, @groups, #channels and web addresses into references.

    With `labels`, references have labels (`<@U1|ada>`), as in slash commands with should_escape.
    In messages (`<@U1>`) only references to channels have a label.
    """

    def replace_token(match: re.Match[str]) -> str:
        if match["url"]:
            return f"<{match['url']}>"
        if match["channel"]:
            channel = world.channel_by_name(match["channel"])
            if channel is None:
                return match[0]
            return f"<#{channel.id}|{channel.name if channel.kind == 'channel' else ''}>"
        if match["handle"] in ("here", "channel", "everyone"):
            return f"<!{match['handle']}>"
        user = world.user_by_handle(match["handle"])
        if user is not None:
            return f"<@{user.id}|{user.handle}>" if labels else f"<@{user.id}>"
        group = world.group_by_handle(match["handle"])
        if group is not None:
            return f"<!subteam^{group.id}|@{group.handle}>" if labels else f"<!subteam^{group.id}>"
        return match[0]

    return _REFERENCE.sub(replace_token, escape(text))
