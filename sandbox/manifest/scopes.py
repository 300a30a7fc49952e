"""The bot scopes that each Web API method and each event subscription needs.

Source: "Required scopes" on each method's and each event's page on docs.slack.dev.
"""

from __future__ import annotations

from collections.abc import Mapping

ScopesByChannelKind = dict[str, frozenset[str]]
"""For each kind of channel (`sandbox.state.world.Channel.kind`), scopes of which one is enough."""


def _any_of(*scopes: str) -> frozenset[str]:
    """The app needs one of these scopes. Without any, it needs none."""
    return frozenset(scopes)


def _by_channel_kind(permission: str) -> ScopesByChannelKind:
    """For example `groups:history` in private channels, for the permission "history"."""
    prefixes = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
    return {kind: _any_of(f"{prefix}:{permission}") for kind, prefix in prefixes.items()}


# There is no scope `channels:write` for bots.
_MANAGE_SCOPES: ScopesByChannelKind = {
    **_by_channel_kind("write"),
    "channel": _any_of("channels:manage"),
}

METHOD_SCOPES: Mapping[str, frozenset[str] | ScopesByChannelKind] = {
    "bots.info": _any_of("users:read"),
    "chat.delete": _any_of("chat:write"),
    "chat.deleteScheduledMessage": _any_of("chat:write"),
    "chat.meMessage": _any_of("chat:write"),
    "chat.postEphemeral": _any_of("chat:write"),
    "chat.postMessage": _any_of("chat:write"),
    "chat.scheduleMessage": _any_of("chat:write"),
    "chat.update": _any_of("chat:write"),
    "conversations.history": _by_channel_kind("history"),
    "conversations.info": _by_channel_kind("read"),
    # One is enough to call the method. It then checks the scope of each kind of channel in `types`.
    "conversations.list": _any_of("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.members": _by_channel_kind("read"),
    "conversations.replies": _by_channel_kind("history"),
    "conversations.join": _any_of("channels:join"),
    "conversations.leave": _MANAGE_SCOPES,
    "conversations.invite": {
        "channel": _any_of("channels:write.invites", "channels:manage"),
        "private": _any_of("groups:write.invites", "groups:write"),
    },
    # The method then checks the scope for a direct message or for a group conversation.
    "conversations.open": _any_of("im:write", "mpim:write", "channels:manage", "groups:write"),
    "conversations.mark": _MANAGE_SCOPES,
    "conversations.setTopic": {
        "channel": _any_of("channels:write.topic", "channels:manage"),
        "private": _any_of("groups:write.topic", "groups:write"),
        "im": _any_of("im:write.topic", "im:write"),
        "mpim": _any_of("mpim:write.topic", "mpim:write"),
    },
    "dnd.info": _any_of("dnd:read"),
    "dnd.teamInfo": _any_of("dnd:read"),
    "files.completeUploadExternal": _any_of("files:write"),
    "files.delete": _any_of("files:write"),
    "files.getUploadURLExternal": _any_of("files:write"),
    "files.info": _any_of("files:read"),
    "files.list": _any_of("files:read"),
    "reactions.add": _any_of("reactions:write"),
    "reactions.get": _any_of("reactions:read"),
    "reactions.list": _any_of("reactions:read"),
    "reactions.remove": _any_of("reactions:write"),
    "team.info": _any_of("team:read"),
    "usergroups.list": _any_of("usergroups:read"),
    "usergroups.users.list": _any_of("usergroups:read"),
    "users.conversations": _any_of("channels:read", "groups:read", "im:read", "mpim:read"),
    "users.getPresence": _any_of("users:read"),
    "users.info": _any_of("users:read"),
    "users.list": _any_of("users:read"),
    "users.lookupByEmail": _any_of("users:read.email"),
}
"""The scopes by method. A method that is not listed needs none: auth.*, views.*, api.test,
apps.connections.open, chat.getPermalink, chat.scheduledMessages.list, blocks.validate."""

# By event subscription. An event that is not listed does not exist.
EVENT_SCOPES: Mapping[str, frozenset[str]] = {
    "app_home_opened": _any_of(),
    "app_mention": _any_of("app_mentions:read"),
    "app_rate_limited": _any_of(),
    "app_uninstalled": _any_of(),
    "channel_archive": _any_of("channels:read"),
    "channel_created": _any_of("channels:read"),
    "channel_deleted": _any_of("channels:read"),
    "channel_id_changed": _any_of("channels:read", "groups:read", "im:read", "mpim:read"),
    "channel_left": _any_of("channels:read"),
    "channel_rename": _any_of("channels:read"),
    "channel_shared": _any_of("channels:read", "groups:read"),
    "channel_unarchive": _any_of("channels:read"),
    "channel_unshared": _any_of("channels:read", "groups:read"),
    "dnd_updated_user": _any_of("dnd:read"),
    "emoji_changed": _any_of("emoji:read"),
    "file_shared": _any_of("files:read"),
    "file_deleted": _any_of("files:read"),
    "function_executed": _any_of(),
    "group_archive": _any_of("groups:read"),
    "group_deleted": _any_of("groups:read"),
    "group_left": _any_of("groups:read"),
    "group_rename": _any_of("groups:read"),
    "group_unarchive": _any_of("groups:read"),
    "link_shared": _any_of("links:read"),
    "member_joined_channel": _any_of("channels:read", "groups:read"),
    "member_left_channel": _any_of("channels:read", "groups:read"),
    "message.app_home": _any_of(),
    "message.channels": _any_of("channels:history"),
    "message.groups": _any_of("groups:history"),
    "message.im": _any_of("im:history"),
    "message.mpim": _any_of("mpim:history"),
    "message_metadata_deleted": _any_of("metadata.message:read"),
    "message_metadata_posted": _any_of("metadata.message:read"),
    "message_metadata_updated": _any_of("metadata.message:read"),
    "pin_added": _any_of("pins:read"),
    "pin_removed": _any_of("pins:read"),
    "reaction_added": _any_of("reactions:read"),
    "reaction_removed": _any_of("reactions:read"),
    "shared_channel_invite_accepted": _any_of("conversations.connect:manage"),
    "subteam_created": _any_of("usergroups:read"),
    "subteam_members_changed": _any_of("usergroups:read"),
    "subteam_updated": _any_of("usergroups:read"),
    "team_join": _any_of("users:read"),
    "team_rename": _any_of("team:read"),
    "tokens_revoked": _any_of(),
    "user_change": _any_of("users:read"),
    "user_huddle_changed": _any_of("users:read"),
    "user_profile_changed": _any_of("users.profile:read"),
    "user_status_changed": _any_of("users:read"),
}
