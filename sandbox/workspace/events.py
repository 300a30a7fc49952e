"""Sends events in Slack's format (Events API), if the app's manifest subscribes to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Literal

from sandbox.delivery.dispatcher import Dispatcher
from sandbox.manifest.scopes import EVENT_SCOPES
from sandbox.state.world import Channel, Group, Json, User, World
from sandbox.workspace.slack_objects import channel_json, group_json, user_json

# For each kind of conversation, the event about a message and the value of its `channel_type`.
MESSAGE_EVENTS = {
    "channel": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}


class Events:
    """Each method sends one kind of event, if the app would receive it from Slack.

    `emit` checks the subscription, the installation and the scopes. The methods for events that
    Slack reports only to members of the channel also check that the app is a member.
    """

    def __init__(
        self,
        world: World,
        dispatcher: Dispatcher,
        subscribed: Collection[str],
        has_scope: Callable[[str], bool],
    ) -> None:
        self._world = world
        self._dispatcher = dispatcher
        self._subscribed = frozenset(subscribed)
        self._has_scope = has_scope

    def emit(self, subscription: str, event: Json, *, shared: bool = False) -> None:
        """Deliver `event` if the app is installed, subscribes to it and has one of its scopes.

        `subscription` is the event's name in the manifest. `shared` is true for an event in a
        channel that is shared with another company.
        """
        world = self._world
        if subscription not in self._subscribed or not world.app.installed:
            return
        sufficient_scopes = EVENT_SCOPES[subscription]
        if sufficient_scopes and not any(map(self._has_scope, sufficient_scopes)):
            return
        event.setdefault("event_ts", self._now_ts())
        body: Json = {
            "token": world.app.verification_token,
            "team_id": world.team.id,
            "context_team_id": world.team.id,
            "context_enterprise_id": None,
            "api_app_id": world.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": world.next_id("Ev"),
            "event_time": world.unix_now(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team.id,
                    "user_id": world.app.user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": shared,
        }
        self._dispatcher.deliver_event(event["type"], body)

    def emit_message(self, channel: Channel, event: Json) -> None:
        """Send a new, edited or deleted message, if the app is in the conversation.

        A new message outside of DMs that mentions the app is also sent as app_mention.
        """
        app_user_id = self._world.app.user_id
        if app_user_id not in channel.members:
            return
        message_event = {
            **event,
            "type": "message",
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
        }
        message_event.setdefault("event_ts", event.get("ts") or self._now_ts())
        self.emit(MESSAGE_EVENTS[channel.kind], message_event, shared=channel.is_ext_shared)
        is_mention = re.search(rf"<@{app_user_id}[|>]", str(event.get("text", ""))) is not None
        if is_mention and channel.kind != "im" and "subtype" not in event:
            mention = {**message_event, "type": "app_mention"}
            del mention["channel_type"]  # Slack's page about app_mention does not show this field.
            self.emit("app_mention", mention, shared=channel.is_ext_shared)

    def emit_member_joined(
        self, channel: Channel, user_id: str, inviter: str | None = None
    ) -> None:
        """Send member_joined_channel, if the app is in the channel. `inviter` is a user id."""
        event: Json = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "C" if channel.is_public else "G",
            "team": self._world.team.id,
        }
        if inviter:
            event["inviter"] = inviter
        if self._world.app.user_id in channel.members:
            self.emit("member_joined_channel", event, shared=channel.is_ext_shared)

    def emit_member_left(self, channel: Channel, user_id: str, *, app_was_member: bool) -> None:
        """Send channel_left or group_left if the app itself has left the channel.

        For other people, send member_left_channel if `app_was_member` when they left.
        """
        if user_id == self._world.app.user_id:
            event_type = "channel_left" if channel.is_public else "group_left"
            self.emit(event_type, {"type": event_type, "channel": channel.id, "actor_id": user_id})
        elif app_was_member:
            event = {
                "type": "member_left_channel",
                "user": user_id,
                "channel": channel.id,
                "channel_type": "C" if channel.is_public else "G",
                "team": self._world.team.id,
            }
            self.emit("member_left_channel", event, shared=channel.is_ext_shared)

    def emit_archived(self, channel: Channel, user_id: str, *, archived: bool) -> None:
        """Send the event for an archived channel, or for one that was taken out of the archive."""
        prefix = "channel" if channel.is_public else "group"
        event_type = f"{prefix}_{'archive' if archived else 'unarchive'}"
        self.emit(event_type, {"type": event_type, "channel": channel.id, "user": user_id})

    def emit_renamed(self, channel: Channel) -> None:
        """Send channel_rename, or group_rename for a private channel."""
        event_type = "channel_rename" if channel.is_public else "group_rename"
        renamed = {
            "id": channel.id,
            "name": channel.name,
            "name_normalized": channel.name,
            "created": channel.created,
            "is_channel": channel.is_public,
            "is_mpim": False,
        }
        self.emit(event_type, {"type": event_type, "channel": renamed})

    def emit_channel_id_changed(self, channel: Channel, old_id: str) -> None:
        """Send channel_id_changed, if the app is in the channel."""
        if self._world.app.user_id in channel.members:
            event = {
                "type": "channel_id_changed",
                "old_channel_id": old_id,
                "new_channel_id": channel.id,
            }
            self.emit("channel_id_changed", event)

    def emit_channel_created(self, channel: Channel) -> None:
        slack_object = channel_json(self._world, channel)
        self.emit("channel_created", {"type": "channel_created", "channel": slack_object})

    def emit_user_change(self, user: User) -> None:
        slack_object = user_json(self._world, user, with_email=self._has_scope("users:read.email"))
        self.emit(
            "user_change",
            {"type": "user_change", "user": slack_object, "cache_ts": self._world.unix_now()},
        )

    def emit_team_join(self, user: User) -> None:
        slack_object = user_json(self._world, user, with_email=self._has_scope("users:read.email"))
        self.emit("team_join", {"type": "team_join", "user": slack_object})

    def emit_user_group_changed(self, group: Group, added: list[str], removed: list[str]) -> None:
        """Send both events about a change of a user group. `added` and `removed` hold user ids."""
        self.emit(
            "subteam_members_changed",
            {
                "type": "subteam_members_changed",
                "subteam_id": group.id,
                "team_id": self._world.team.id,
                "date_previous_update": group.updated,
                "date_update": self._world.unix_now(),
                "added_users": added,
                "added_users_count": len(added),
                "removed_users": removed,
                "removed_users_count": len(removed),
            },
        )
        slack_object = group_json(self._world, group, with_users=True)
        self.emit("subteam_updated", {"type": "subteam_updated", "subteam": slack_object})

    def emit_home_opened(self, user_id: str, channel: Channel, tab: str, view: Any | None) -> None:
        """Send app_home_opened. `view` is the App Home that is published, or None."""
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": channel.id,
            "tab": tab,
        }
        if view is not None and tab == "home":
            event["view"] = view
        self.emit("app_home_opened", event)

    def emit_reaction(
        self,
        channel: Channel,
        message: Json,
        user_id: str,
        emoji: str,
        event_type: Literal["reaction_added", "reaction_removed"],
    ) -> None:
        """Send an added or removed reaction, if the app is in the channel."""
        if self._world.app.user_id not in channel.members:
            return
        event: Json = {
            "type": event_type,
            "user": user_id,
            "reaction": emoji,
            "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
            "item_user": message.get("user", ""),
        }
        self.emit(event_type, event, shared=channel.is_ext_shared)

    def emit_uninstalled(self) -> None:
        """Send both events of an uninstallation. `emit` sends them only to an installed app."""
        tokens = {"oauth": [], "bot": [self._world.app.user_id]}
        self.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
        self.emit("app_uninstalled", {"type": "app_uninstalled"})

    def _now_ts(self) -> str:
        return f"{self._world.clock.timestamp():.6f}"
