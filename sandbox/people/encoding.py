"""Encodes the text that a person types as Slack does: escaped, with mentions as ids."""

from __future__ import annotations

import re

from sandbox.state.world import World

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>|]+)|(?<![\w.])@(?P<at>[\w.-]*\w)|(?<!\w)#(?P<hash>[\w-]+)"
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(world: World, text: str, *, labels: bool) -> str:
    """Escape `&<>` and turn @people, @groups, #channels and web addresses into references.

    With `labels`, references have labels (`<@U1|ada>`), as in slash commands with should_escape.
    In messages (`<@U1>`) only references to channels have a label.
    """

    def reference(match: re.Match[str]) -> str:
        if match["url"]:
            return f"<{match['url']}>"
        if match["hash"]:
            channel = world.channel_by_name(match["hash"])
            if channel is None:
                return match[0]
            return f"<#{channel.id}|{channel.name if channel.kind == 'channel' else ''}>"
        if match["at"] in ("here", "channel", "everyone"):
            return f"<!{match['at']}>"
        user = world.user_by_handle(match["at"])
        if user is not None:
            return f"<@{user.id}|{user.handle}>" if labels else f"<@{user.id}>"
        group = world.group_by_handle(match["at"])
        if group is not None:
            return f"<!subteam^{group.id}|@{group.handle}>" if labels else f"<!subteam^{group.id}>"
        return match[0]

    return _TOKEN.sub(reference, escape(text))
