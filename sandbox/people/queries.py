"""Reads what a person can see, as JSON objects for the page and the test driver."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.errors import PersonError
from sandbox.interactions.built_in_commands import list_built_in_commands
from sandbox.state.world import Channel, Json, User


def load_first_screen(engine: Engine) -> Json:
    """Everything that the page needs to draw its first screen."""
    world, manifest = engine.world, engine.manifest
    commands = [
        {
            "command": command.name,
            "description": command.description,
            "usage_hint": command.usage_hint,
        }
        for command in manifest.commands
    ]
    return {
        "team": {"id": world.team.id, "name": world.team.name},
        "app": {
            "id": world.app.id,
            "name": world.app.name,
            "bot_user_id": world.app.user_id,
            "home_tab": manifest.home_tab_enabled,
        },
        "users": [user_for_page(user) for user in world.users.values()],
        "channels": [channel_for_page(engine, channel) for channel in world.channels.values()],
        "commands": commands,
        "built_in_commands": list_built_in_commands(),
        "shortcuts": [
            {"type": shortcut.kind, "callback_id": shortcut.callback_id, "name": shortcut.name}
            for shortcut in manifest.shortcuts
        ],
        "usergroups": [
            {"id": group.id, "handle": group.handle, "name": group.name, "members": group.members}
            for group in world.groups.values()
        ],
        "clock": clock_for_page(engine),
    }


def clock_for_page(engine: Engine) -> Json:
    """The time (Unix seconds), and that people may move the clock."""
    return {"now": engine.clock.timestamp(), "can_jump": True}


def user_for_page(user: User) -> Json:
    return {
        "id": user.id,
        "handle": user.handle,
        "real_name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "is_admin": user.is_admin or user.is_owner,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_stranger": user.is_stranger,
        "deleted": user.deleted,
        "is_bot": user.is_bot or user.id == "USLACKBOT",
        "color": f"#{user.color}",
        "initials": _initials(user.real_name),
    }


def _initials(name: str) -> str:
    """The first letters of the first and the last part of the name, or "?" for an empty name."""
    parts = name.split()
    if not parts:
        return "?"
    shown_parts = parts if len(parts) == 1 else (parts[0], parts[-1])
    return "".join(part[0] for part in shown_parts).upper()


def channel_for_page(engine: Engine, channel: Channel) -> Json:
    """A channel as the page shows it. A group conversation looks like a private channel."""
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": "private" if channel.kind == "mpim" else channel.kind,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "topic": channel.topic,
        "members": channel.members,
        "bot_in": engine.world.app.user_id in channel.members,
    }


def load_sidebar(engine: Engine, user: User) -> Json:
    """The conversations of a person, with the numbers of unread messages.

    If the app takes messages, its DM with the person is opened first, so that it is among them.
    """
    world = engine.world
    if not user.is_bot and user.id != "USLACKBOT" and engine.manifest.messages_tab_enabled:
        world.open_dm(world.app.user_id, user.id)
    channels = []
    for channel in world.channels_of(user.id):
        shown = channel_for_page(engine, channel)
        entry = {key: shown[key] for key in ("id", "name", "kind", "is_archived")}
        entry["unread"] = count_unread(engine, user, channel)
        if channel.kind == "im":
            others = [member for member in channel.members if member != user.id]
            entry["with"] = others[0] if others else user.id
        channels.append(entry)
    return {"channels": channels, "home_unread": user.id in world.home_unread}


def count_unread(engine: Engine, user: User, channel: Channel) -> int:
    """How many messages of others this person has not read. Replies in threads do not count."""
    last_read_ts = float(engine.world.last_read.get(user.id, {}).get(channel.id, "0"))
    return sum(
        float(ts) > last_read_ts and message.get("user") != user.id and not _is_reply(message)
        for ts, message in channel.messages.items()
    )


def _is_reply(message: Json) -> bool:
    """Whether the message is in a thread that begins with another message."""
    return bool(message.get("thread_ts", message["ts"]) != message["ts"])


def find_readable_channel(engine: Engine, user: User, channel_id: str) -> Channel:
    """Find a channel that the person may read: one of their own, or a public one.

    Guests read only their own. Raises PersonError for other channels and unknown ids.
    """
    channel = engine.world.channels.get(channel_id)
    if channel is None:
        raise PersonError("There is no such channel.")
    is_guest = (
        user.is_restricted or user.is_ultra_restricted or user.team_id != engine.world.team.id
    )
    if user.id not in channel.members and (not channel.is_public or is_guest):
        raise PersonError("This person cannot see that channel.")
    return channel


def read_messages(engine: Engine, user: User, channel_id: str, thread_ts: str | None) -> Json:
    """The messages that a person sees in a channel or thread, oldest first.

    The ephemeral messages to this person are included. A channel (not a thread) is marked as read.
    Raises what `find_readable_channel` raises.
    """
    channel = find_readable_channel(engine, user, channel_id)
    if thread_ts:
        messages = list(engine.world.thread_messages(channel, thread_ts))
    else:
        messages = [
            message
            for message in channel.messages.values()
            if not _is_reply(message) or message.get("subtype") == "thread_broadcast"
        ]
        if channel.messages:
            newest_ts = next(reversed(channel.messages))
            engine.world.last_read.setdefault(user.id, {})[channel.id] = newest_ts
    messages += [
        ephemeral["message"]
        for ephemeral in engine.world.ephemerals
        if ephemeral["user"] == user.id
        and ephemeral["channel"] == channel.id
        and ephemeral["message"].get("thread_ts") == (thread_ts or None)
    ]
    return {"messages": sorted(messages, key=lambda message: float(message["ts"]))}


def load_home(engine: Engine, user: User) -> Json:
    """The person's App Home as {"view": ...}, with None if the app has published none."""
    view = engine.views.homes.get(user.id)
    if view is None:
        return {"view": None}
    shown = engine.views.view_object(view)
    # Slack sends a title in the payload of a home tab, but shows none to people.
    return {"view": {key: value for key, value in shown.items() if key != "title"}}
