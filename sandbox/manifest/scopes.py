"""The bot scopes that each Web API method and each event subscription needs.

Source: "Required scopes" on each method's and each event's page on docs.slack.dev.
"""

from __future__ import annotations

from collections.abc import Mapping

ScopesByChannelKind = dict[str, frozenset[str]]
"""For each kind of channel, the scopes of which any one is enough."""


def _any(*scopes: str) -> frozenset[str]:
    return frozenset(scopes)


def _by_kind(ending: str) -> ScopesByChannelKind:
    names = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
    return {kind: _any(f"{name}:{ending}") for kind, name in names.items()}


_MANAGE: ScopesByChannelKind = {**_by_kind("write"), "channel": _any("channels:manage")}

METHOD_SCOPES: Mapping[str, frozenset[str] | ScopesByChannelKind] = {
    "bots.info": _any("users:read"),
    "chat.delete": _any("chat:write"),
    "chat.deleteScheduledMessage": _any("chat:write"),
    "chat.meMessage": _any("chat:write"),
    "chat.postEphemeral": _any("chat:write"),
    "chat.postMessage": _any("chat:write"),
    "chat.scheduleMessage": _any("chat:write"),
    "chat.update": _any("chat:write"),
    "conversations.history": _by_kind("history"),
    "conversations.info": _by_kind("read"),
    # Any of them is enough here; the method checks the scope of each kind in `types`.
    "conversations.list": _any("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.members": _by_kind("read"),
    "conversations.replies": _by_kind("history"),
    "conversations.join": _any("channels:join"),
    "conversations.leave": _MANAGE,
    "conversations.invite": {
        "channel": _any("channels:write.invites", "channels:manage"),
        "private": _any("groups:write.invites", "groups:write"),
    },
    # The method checks whether a direct or a group conversation is opened.
    "conversations.open": _any("im:write", "mpim:write", "channels:manage", "groups:write"),
    "conversations.mark": _MANAGE,
    "conversations.setTopic": {
        "channel": _any("channels:write.topic", "channels:manage"),
        "private": _any("groups:write.topic", "groups:write"),
        "im": _any("im:write.topic", "im:write"),
        "mpim": _any("mpim:write.topic", "mpim:write"),
    },
    "dnd.info": _any("dnd:read"),
    "dnd.teamInfo": _any("dnd:read"),
    "files.completeUploadExternal": _any("files:write"),
    "files.delete": _any("files:write"),
    "files.getUploadURLExternal": _any("files:write"),
    "files.info": _any("files:read"),
    "files.list": _any("files:read"),
    "reactions.add": _any("reactions:write"),
    "reactions.get": _any("reactions:read"),
    "reactions.list": _any("reactions:read"),
    "reactions.remove": _any("reactions:write"),
    "team.info": _any("team:read"),
    "usergroups.list": _any("usergroups:read"),
    "usergroups.users.list": _any("usergroups:read"),
    "users.conversations": _any("channels:read", "groups:read", "im:read", "mpim:read"),
    "users.getPresence": _any("users:read"),
    "users.info": _any("users:read"),
    "users.list": _any("users:read"),
    "users.lookupByEmail": _any("users:read.email"),
}
"""Methods that are not listed need no scope: auth.*, views.*, api.test, apps.connections.open,
chat.getPermalink, chat.scheduledMessages.list, blocks.validate."""

EVENT_SCOPES: Mapping[str, frozenset[str]] = {
    "app_home_opened": _any(),
    "app_mention": _any("app_mentions:read"),
    "app_rate_limited": _any(),
    "app_uninstalled": _any(),
    "channel_archive": _any("channels:read"),
    "channel_created": _any("channels:read"),
    "channel_deleted": _any("channels:read"),
    "channel_id_changed": _any("channels:read", "groups:read", "im:read", "mpim:read"),
    "channel_left": _any("channels:read"),
    "channel_rename": _any("channels:read"),
    "channel_shared": _any("channels:read", "groups:read"),
    "channel_unarchive": _any("channels:read"),
    "channel_unshared": _any("channels:read", "groups:read"),
    "dnd_updated_user": _any("dnd:read"),
    "emoji_changed": _any("emoji:read"),
    "file_shared": _any("files:read"),
    "file_deleted": _any("files:read"),
    "function_executed": _any(),
    "group_archive": _any("groups:read"),
    "group_deleted": _any("groups:read"),
    "group_left": _any("groups:read"),
    "group_rename": _any("groups:read"),
    "group_unarchive": _any("groups:read"),
    "link_shared": _any("links:read"),
    "member_joined_channel": _any("channels:read", "groups:read"),
    "member_left_channel": _any("channels:read", "groups:read"),
    "message.app_home": _any(),
    "message.channels": _any("channels:history"),
    "message.groups": _any("groups:history"),
    "message.im": _any("im:history"),
    "message.mpim": _any("mpim:history"),
    "message_metadata_deleted": _any("metadata.message:read"),
    "message_metadata_posted": _any("metadata.message:read"),
    "message_metadata_updated": _any("metadata.message:read"),
    "pin_added": _any("pins:read"),
    "pin_removed": _any("pins:read"),
    "reaction_added": _any("reactions:read"),
    "reaction_removed": _any("reactions:read"),
    "shared_channel_invite_accepted": _any("conversations.connect:manage"),
    "subteam_created": _any("usergroups:read"),
    "subteam_members_changed": _any("usergroups:read"),
    "subteam_updated": _any("usergroups:read"),
    "team_join": _any("users:read"),
    "team_rename": _any("team:read"),
    "tokens_revoked": _any(),
    "user_change": _any("users:read"),
    "user_huddle_changed": _any("users:read"),
    "user_profile_changed": _any("users.profile:read"),
    "user_status_changed": _any("users:read"),
}
