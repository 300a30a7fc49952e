"""Slack reports that a channel was archived, deleted or closed to the bot, or got another id.

After the bot was removed from a private channel, Slack sends `group_left`. It does not send
`member_left_channel` about the bot itself (slackapi/bolt-js#1847), so that event is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import channels
from services.context import Context

# The events after which a channel is lost, with the error that Slack then returns for a post.
LOSSES = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "group_left": "channel_not_found",
}


def register(registry: Registry) -> None:
    for event, error in LOSSES.items():
        add_channel_event(registry, event, partial(channels.record_channel_lost, error=error))
    for event in ("channel_unarchive", "group_unarchive"):
        add_channel_event(registry, event, channels.record_channel_restored)
    registry.add_event("channel_id_changed", replace_channel_id, access=Access.SLACK)


def add_channel_event(
    registry: Registry, event: str, record: Callable[[Context, str], None]
) -> None:
    """Adds an event that matters only if something is announced in the channel."""

    def handle(context: Context, request: Request) -> Response:
        record(context, _read_channel(request))
        return Done()

    registry.add_event(event, handle, access=Access.SLACK, needs_write=has_announcements)


def has_announcements(context: Context, request: Request) -> bool:
    channel = _read_channel(request)
    return bool(channel) and channels.has_announcements(context, channel)


def _read_channel(request: Request) -> str:
    channel = request.event.get("channel")
    return channel if isinstance(channel, str) else ""


def replace_channel_id(context: Context, request: Request) -> Response:
    old_id, new_id = request.event.get("old_channel_id"), request.event.get("new_channel_id")
    if isinstance(old_id, str) and isinstance(new_id, str) and old_id and new_id:
        channels.replace_channel_id(context, old_id, new_id)
    return Done()
