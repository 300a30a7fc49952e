"""Changes who is in the workspace, its channels and its user groups.

Each change sends Slack's events to the app and refreshes the sandbox's open web pages.
"""

from __future__ import annotations

from sandbox.people.page_updates import PageUpdates
from sandbox.state.seed import add_user
from sandbox.state.world import Channel, Group, Json, User, World
from sandbox.workspace.events import Events

# The fields of `User` that a test or the web page may set.
CHANGEABLE_FIELDS = frozenset(
    [
        "real_name",
        "email",
        "tz",
        "title",
        "is_admin",
        "is_owner",
        "is_restricted",
        "is_ultra_restricted",
        "is_stranger",
        "deleted",
        "dnd",
        "status_text",
        "status_emoji",
        "status_expiration",
        "presence",
    ]
)

STATUS_TEXT_MAX = 100  # characters
DEFAULT_STATUS_EMOJI = ":speech_balloon:"  # of a status that has only a text


class Membership:
    """Changes users, channel members and user groups. Each method makes one kind of change."""

    def __init__(self, world: World, page_updates: PageUpdates, events: Events) -> None:
        self._world = world
        self._page_updates = page_updates
        self._events = events

    def add_member(self, channel: Channel, user_id: str, inviter: str | None = None) -> None:
        if user_id in channel.members:
            return
        channel.members.append(user_id)
        subtype = "channel_join" if channel.is_public else "group_join"
        self.post_notice(channel, user_id, subtype, "has joined the channel")
        self._events.emit_member_joined(channel, user_id, inviter)
        self._page_updates.notify(channel.members, {"type": "sidebar"})

    def remove_member(self, channel: Channel, user_id: str) -> None:
        if user_id not in channel.members:
            return
        app_was_member = self._world.app.user_id in channel.members
        subtype = "channel_leave" if channel.is_public else "group_leave"
        self.post_notice(channel, user_id, subtype, "has left the channel")
        channel.members.remove(user_id)
        self._events.emit_member_left(channel, user_id, app_was_member=app_was_member)
        self._page_updates.notify([*channel.members, user_id], {"type": "sidebar"})

    def new_user(self, data: Json) -> User:
        """Add a person to the workspace and to #general. `data` has fields of `User`."""
        user = add_user(self._world, data)
        self._add_to_general(user)
        self._events.emit_team_join(user)
        self._page_updates.notify_all({"type": "users"})
        return user

    def change_user(self, user: User, changes: Json) -> User:
        """Set fields of a user. Raises ValueError for a field that cannot be changed.

        `deleted` deactivates a user, who is then removed from all channels. A user who is
        activated again joins #general and no other channel (inferred; Slack does not document it).
        """
        for key, value in changes.items():
            if key not in CHANGEABLE_FIELDS:
                raise ValueError(f"{key} of a person cannot be changed")
            setattr(user, key, value)
        user.updated = self._world.unix_now()
        if changes.get("deleted") is False:
            self._add_to_general(user)
        if changes.get("deleted"):
            for channel in self._world.channels_of(user.id):
                if channel.kind in ("channel", "private"):
                    channel.members.remove(user.id)
        self._events.emit_user_change(user)
        self._page_updates.notify_all({"type": "users"})
        return user

    def set_status(self, user: User, emoji: str, text: str, expires_at: int = 0) -> None:
        """Set a status, or clear it if `emoji` and `text` are empty.

        `expires_at` is a Unix time, or 0 for a status without an end. Raises ValueError for a text
        that is too long. See "User statuses" on docs.slack.dev.
        """
        if len(text) > STATUS_TEXT_MAX:
            raise ValueError(f"A status has at most {STATUS_TEXT_MAX} characters.")
        if text and not emoji:
            emoji = DEFAULT_STATUS_EMOJI
        status = {
            "status_text": text,
            "status_emoji": emoji,
            "status_expiration": expires_at if emoji else 0,
        }
        self.change_user(user, status)

    def clear_expired_statuses(self) -> bool:
        """Clear the statuses that have ended by now. Return whether there were any."""
        now = self._world.unix_now()
        users = list(self._world.users.values())
        users_to_clear = [user for user in users if 0 < user.status_expiration <= now]
        for user in users_to_clear:
            self.set_status(user, emoji="", text="")
        return bool(users_to_clear)

    def _add_to_general(self, user: User) -> None:
        general = self._world.channel_by_name("general")
        is_guest = user.is_restricted or user.is_ultra_restricted
        if general is not None and not is_guest and user.id not in general.members:
            general.members.append(user.id)

    def set_group(self, group: Group, members: list[str]) -> None:
        """Replace the members of a user group by these user ids."""
        added = [user_id for user_id in members if user_id not in group.members]
        removed = [user_id for user_id in group.members if user_id not in members]
        if not added and not removed:
            return
        group.members = list(members)
        self._events.emit_user_group_changed(group, added, removed)
        group.updated = self._world.unix_now()

    def remove_group(self, group: Group) -> None:
        """Delete a user group. The Web API then answers no_such_subteam for its id."""
        del self._world.groups[group.id]

    def uninstall(self) -> None:
        """Uninstall the app. It is sent its last events, and then its tokens are invalid."""
        self._events.emit_uninstalled()
        self._world.app.installed = False

    def reinstall(self, *, new_token: bool) -> None:
        """Install the app again, with a new bot token or with the one that it had."""
        app = self._world.app
        app.installed = True
        if new_token:
            app.bot_token = f"xoxb-sandbox-{self._world.next_id('again')}"

    def post_notice(
        self, channel: Channel, user_id: str, subtype: str, notice: str, **fields: str
    ) -> None:
        """Post a system message to a channel, such as "@ada has joined the channel".

        `notice` is what follows the mention of the user. `fields` are added to the message.
        """
        ts = self._world.next_ts()
        message: Json = {
            "type": "message",
            "subtype": subtype,
            "user": user_id,
            "text": f"<@{user_id}> {notice}",
            "ts": ts,
            "team": self._world.team.id,
            **fields,
        }
        channel.messages[ts] = message
        self._page_updates.notify_channel(channel, {"type": "message", "ts": ts})
        self._events.emit_message(channel, message)
