"""Slack reports what happened to a channel: it has another id."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import channels
from services.context import Context


def register(registry: Registry) -> None:
    registry.add_event("channel_id_changed", follow_channel_id, access=Access.SLACK)


def follow_channel_id(context: Context, request: Request) -> Response:
    old_id, new_id = request.event.get("old_channel_id"), request.event.get("new_channel_id")
    if isinstance(old_id, str) and isinstance(new_id, str) and old_id and new_id:
        channels.follow_channel_id(context, old_id, new_id)
    return Done()
