"""Handles Slack's events about channels that are archived, deleted, left or get another id.

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

# Events after which the bot cannot post in a channel, and the error that Slack returns for a post.
ERROR_AFTER_EVENT = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "group_left": "channel_not_found",
}


def register(registry: Registry) -> None:
    for event, error in ERROR_AFTER_EVENT.items():
        add_channel_event(registry, event, partial(channels.record_channel_lost, error=error))
    for event in ("channel_unarchive", "group_unarchive"):
        add_channel_event(registry, event, channels.record_channel_restored)
    registry.add_event("channel_id_changed", handle_channel_id_changed, access=Access.SLACK)


def add_channel_event(
    registry: Registry, event: str, record: Callable[[Context, str], None]
) -> None:
    """Calls `record` with the channel's id after this event, if an opening is announced there."""

    def handle(context: Context, request: Request) -> Response:
        record(context, _read_channel_id(request))
        return Done()

    registry.add_event(event, handle, access=Access.SLACK, needs_write=has_announcements)


def has_announcements(context: Context, request: Request) -> bool:
    channel_id = _read_channel_id(request)
    return bool(channel_id) and channels.has_announcements(context, channel_id)


def _read_channel_id(request: Request) -> str:
    channel_id = request.event.get("channel")
    return channel_id if isinstance(channel_id, str) else ""


def handle_channel_id_changed(context: Context, request: Request) -> Response:
    old_id, new_id = request.event.get("old_channel_id"), request.event.get("new_channel_id")
    if isinstance(old_id, str) and isinstance(new_id, str) and old_id and new_id:
        channels.replace_channel_id(context, old_id, new_id)
    return Done()
