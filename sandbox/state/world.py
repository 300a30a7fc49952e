"""The stored data of the sandbox (a local Slack): its team, users, channels, messages and files.

The classes hold values and find them. The packages `workspace` and `web_api` decide what is
allowed. Messages are stored in Slack's JSON format. Any thread may read, but only the sandbox's
event loop may write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.clock import SandboxClock

Json = dict[str, Any]
ChannelKind = Literal["channel", "private", "im", "mpim"]


def stable_id(prefix: str, *parts: str) -> str:
    """An id in Slack's format, always the same for the same parts.

    `prefix` is the letter of Slack's kind, such as "U" for a user.
    """
    separator = "\x1f"  # in no part, so that ("ab", "c") and ("a", "bc") give two ids
    digest = hashlib.sha256(separator.join(parts).encode()).hexdigest().upper()
    return f"{prefix}0{digest[:9]}"


@dataclass(slots=True)
class Team:
    """The Slack workspace and its settings.

    `domain` is "acme" for acme.slack.com. A message can be edited for `edit_window_minutes`, and
    for ever if they are -1. If `usergroup_error` is not empty, every method usergroups.* answers
    with this error.
    """

    id: str
    name: str
    domain: str
    edit_window_minutes: int = -1
    usergroup_error: str = ""


@dataclass(slots=True)
class User:
    """A person or a bot.

    `dnd` (do not disturb) is such as `{"start": "18:00", "end": "08:00"}` in the user's time zone.
    `is_stranger` marks a person of another company whom the app may not see. `updated` and
    `status_expiration` are Unix times; 0 means never.
    """

    id: str
    handle: str
    real_name: str
    team_id: str
    email: str = ""
    tz: str = "UTC"
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    is_bot: bool = False
    dnd: Json | None = None
    color: str = "4a5568"
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    presence: str = "active"
    updated: int = 0


@dataclass(slots=True)
class Channel:
    """A conversation. Of the kinds, "channel" is a public channel and "im" a direct message (DM).

    `members` and `creator` are user ids. `posting` says who may post: "everyone" or "admins".
    `messages` has each message by its ts, oldest first.
    """

    id: str
    name: str
    kind: ChannelKind
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0
    is_archived: bool = False
    is_ext_shared: bool = False
    posting: str = "everyone"
    messages: dict[str, Json] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return self.kind == "channel"


@dataclass(slots=True)
class Group:
    """A user group. `members` are user ids, and `updated` is a Unix time."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    updated: int = 0


@dataclass(slots=True)
class File:
    """A file. Its bytes are in the `Store`.

    The app's file is `uploaded` once the bytes have arrived, and `shared` once the app has called
    files.completeUploadExternal. `user` is the id of the uploader. `shares` has the ts of each
    message that shows the file, by channel id. A person's file is `given_to_app` once they have
    chosen it in a `file_input`.
    """

    id: str
    name: str
    title: str
    user: str
    size: int
    created: int
    mimetype: str = "application/octet-stream"
    alt_text: str = ""
    uploaded: bool = False
    shared: bool = False
    deleted: bool = False
    given_to_app: bool = False
    channels: list[str] = field(default_factory=list)
    shares: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class AppIdentity:
    """The app under test, as it is installed in this workspace."""

    id: str
    name: str
    bot_id: str
    user_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    installed: bool = True


class World:
    """Everything that survives a restart.

    Users, channels, groups and files are found by their ids, and `homes` has each user's published
    App Home by user id. `last_read` has, by user id and channel id, the ts of the last message that
    the user has read. `home_unread` has the ids of users whose App Home changed since they opened
    it. `last_ts` is the newest ts in whole microseconds, and `counter` the number of ids given out
    so far.
    """

    def __init__(self, team: Team, app: AppIdentity, clock: SandboxClock) -> None:
        self.team = team
        self.app = app
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.scheduled: list[Json] = []
        self.last_read: dict[str, dict[str, str]] = {}
        self.home_unread: set[str] = set()
        self.last_ts = 0
        self.counter = 0

    def next_ts(self) -> str:
        """A new message ts: the present time, and later than every ts before it."""
        microseconds = max(int(self.clock.timestamp() * 1_000_000), self.last_ts + 1)
        self.last_ts = microseconds
        return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """A new id in Slack's format, different from all before, also after a restart."""
        self.counter += 1
        return stable_id(prefix, self.team.id, str(self.counter))

    def unix_now(self) -> int:
        """The sandbox's present time in whole Unix seconds."""
        return int(self.clock.timestamp())

    def user_by_handle(self, handle: str) -> User | None:
        """The user with this handle, such as "@ada" or "ada", or None."""
        wanted = handle.lstrip("@").lower()
        return next((user for user in self.users.values() if user.handle.lower() == wanted), None)

    def channel_by_name(self, name: str) -> Channel | None:
        """The public or private channel with this name, such as "#food" or "food", or None."""
        wanted = name.lstrip("#").lower()
        for channel in self.channels.values():
            if channel.kind in ("channel", "private") and channel.name.lower() == wanted:
                return channel
        return None

    def group_by_handle(self, handle: str) -> Group | None:
        """The user group with this handle, such as "@recruiters" or "recruiters", or None."""
        wanted = handle.lstrip("@").lower()
        groups = self.groups.values()
        return next((group for group in groups if group.handle.lower() == wanted), None)

    def open_dm(self, user_id: str, other_id: str) -> Channel:
        """Return the direct message of two users, and create it if it does not exist."""
        pair = sorted((user_id, other_id))
        channel_id = stable_id("D", self.team.id, *pair)
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                id=channel_id,
                name="",
                kind="im",
                members=pair,
                created=self.unix_now(),
                creator=user_id,
            )
        return self.channels[channel_id]

    def channels_of(self, user_id: str) -> Iterator[Channel]:
        """All conversations of the user, also direct messages."""
        return (channel for channel in self.channels.values() if user_id in channel.members)

    def thread_messages(self, channel: Channel, thread_ts: str) -> list[Json]:
        """The parent message and its replies, oldest first."""
        return [
            message
            for ts, message in channel.messages.items()
            if ts == thread_ts or message.get("thread_ts") == thread_ts
        ]
