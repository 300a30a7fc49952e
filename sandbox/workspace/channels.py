"""Creates, renames, archives and converts channels, and announces each change."""

from __future__ import annotations

import re

from sandbox.errors import SlackError
from sandbox.people.page_updates import PageUpdates
from sandbox.state.world import Channel, World, stable_id
from sandbox.workspace.events import Events
from sandbox.workspace.membership import Membership

MAX_NAME_LENGTH = 80
"""In characters, by the documentation of conversations.create."""
_NAME = re.compile(r"[\w-]+")


class ChannelManager:
    """Changes channels as Slack does, with the events, notices and page updates that follow.

    A method that would change nothing does nothing, and announces nothing.
    """

    def __init__(
        self, world: World, page_updates: PageUpdates, events: Events, membership: Membership
    ) -> None:
        self._world = world
        self._page_updates = page_updates
        self._events = events
        self._membership = membership

    def create(self, name: str, creator: str, *, is_private: bool = False) -> Channel:
        """Create a channel with its creator as the only member.

        Raises SlackError invalid_name_specials, invalid_name_maxlength or name_taken.
        """
        self._check_name(name)
        channel = Channel(
            id=self._world.next_id("C"),
            name=name,
            kind="private" if is_private else "channel",
            creator=creator,
            created=self._world.unix_now(),
        )
        self._world.channels[channel.id] = channel
        if not is_private:
            self._events.emit_channel_created(channel)
        self._membership.add_member(channel, creator)
        self._announce(channel)
        return channel

    def rename(self, channel: Channel, name: str, user_id: str) -> None:
        """Rename a channel on behalf of `user_id`. Raises the same errors as `create`."""
        if name == channel.name:
            return
        self._check_name(name)
        old_name = channel.name
        channel.name = name
        subtype_prefix = "channel" if channel.is_public else "group"
        self._membership.post_notice(
            channel,
            user_id,
            f"{subtype_prefix}_name",
            f'has renamed the channel from "{old_name}" to "{name}"',
            old_name=old_name,
            name=name,
        )
        self._events.emit_renamed(channel)
        self._announce(channel)

    def set_archived(self, channel: Channel, user_id: str, *, archived: bool) -> None:
        """Archive or unarchive a channel. Raises SlackError cant_archive_general."""
        if channel.is_archived == archived:
            return
        if archived and channel.name == "general":
            raise SlackError("cant_archive_general")
        channel.is_archived = archived
        self._events.emit_archived(channel, user_id, archived=archived)
        self._announce(channel)

    def make_private(self, channel: Channel, user_id: str) -> None:
        """Convert a public channel to a private one. Its id stays the same.

        An app that is not a member cannot see the channel afterwards.
        """
        if not channel.is_public:
            return
        self._membership.post_notice(
            channel, user_id, "channel_convert_to_private", "made this channel private"
        )
        channel.kind = "private"
        self._announce(channel)

    def change_id(self, channel: Channel) -> str:
        """Give the channel a new id, as when a private channel is shared externally.

        Returns the new id. Slack then no longer knows the old id (docs.slack.dev,
        "channel_id_changed").
        """
        world, old_id = self._world, channel.id
        new_id = stable_id("C", world.team.id, old_id, "shared")
        world.channels = {
            new_id if channel_id == old_id else channel_id: each
            for channel_id, each in world.channels.items()
        }
        channel.id = new_id
        for last_read_ts in world.last_read.values():
            if old_id in last_read_ts:
                last_read_ts[new_id] = last_read_ts.pop(old_id)
        for ephemeral in world.ephemerals:
            if ephemeral["channel"] == old_id:
                ephemeral["channel"] = new_id
        for entry in world.scheduled:
            if entry["channel_id"] == old_id:
                entry["channel_id"] = new_id
        self._events.emit_channel_id_changed(channel, old_id)
        self._announce(channel)
        return new_id

    def _check_name(self, name: str) -> None:
        if len(name) > MAX_NAME_LENGTH:
            raise SlackError("invalid_name_maxlength")
        if name != name.lower() or not _NAME.fullmatch(name):
            raise SlackError("invalid_name_specials")
        if self._world.channel_by_name(name) is not None:
            raise SlackError("name_taken")

    def _announce(self, channel: Channel) -> None:
        """Make the open pages draw their sidebar and their lists of names again."""
        self._page_updates.notify(channel.members, {"type": "sidebar"})
        self._page_updates.notify_all({"type": "users"})
