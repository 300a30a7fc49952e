"""Reads what a person can see, as JSON objects for the page and the test driver."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.errors import PersonError
from sandbox.interactions.built_in_commands import list_built_in_commands
from sandbox.state.world import Channel, Json, User


def boot(engine: Engine) -> Json:
    """Everything that a page needs to draw its first screen."""
    world, manifest = engine.world, engine.manifest
    commands = [
        {"command": c.name, "description": c.description, "usage_hint": c.usage_hint}
        for c in manifest.commands
    ]
    return {
        "team": {"id": world.team.id, "name": world.team.name},
        "app": {
            "id": world.app.id,
            "name": world.app.name,
            "bot_user_id": world.app.user_id,
            "home_tab": manifest.home_tab_enabled,
        },
        "users": [user_for_page(u) for u in world.users.values()],
        "channels": [channel_for_page(engine, c) for c in world.channels.values()],
        "commands": commands,
        "built_in_commands": list_built_in_commands(),
        "shortcuts": [
            {"type": s.kind, "callback_id": s.callback_id, "name": s.name}
            for s in manifest.shortcuts
        ],
        "usergroups": [
            {"id": g.id, "handle": g.handle, "name": g.name, "members": g.members}
            for g in world.groups.values()
        ],
        "clock": clock_for_page(engine),
    }


def clock_for_page(engine: Engine) -> Json:
    return {"now": engine.clock.timestamp(), "can_jump": True}


def user_for_page(user: User) -> Json:
    names = user.real_name.split()
    initials = (names[0][:1] + (names[-1][:1] if len(names) > 1 else "")).upper() if names else "?"
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
        "initials": initials,
    }


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


def sidebar(engine: Engine, user: User) -> Json:
    """The conversations of a person. The DM with the app is always among them."""
    world = engine.world
    if not user.is_bot and user.id != "USLACKBOT" and engine.manifest.messages_tab_enabled:
        world.open_dm(world.app.user_id, user.id)
    channels = []
    for channel in world.channels_of(user.id):
        shown = channel_for_page(engine, channel)
        entry = {key: shown[key] for key in ("id", "name", "kind", "is_archived")}
        entry["unread"] = count_unread(engine, user, channel)
        if channel.kind == "im":
            entry["with"] = next((m for m in channel.members if m != user.id), user.id)
        channels.append(entry)
    return {"channels": channels, "home_unread": user.id in world.home_unread}


def count_unread(engine: Engine, user: User, channel: Channel) -> int:
    """How many messages of others are new for this person, without the replies in threads."""
    last_read_ts = float(engine.world.last_read.get(user.id, {}).get(channel.id, "0"))
    return sum(
        1
        for ts, m in channel.messages.items()
        if float(ts) > last_read_ts and m.get("user") != user.id and m.get("thread_ts", ts) == ts
    )


def readable_channel(engine: Engine, user: User, channel_id: str) -> Channel:
    """A public channel or a conversation of the person. Raises PersonError."""
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
    Raises PersonError for a channel that the person cannot see.
    """
    channel = readable_channel(engine, user, channel_id)
    if thread_ts:
        found = list(engine.world.thread_messages(channel, thread_ts))
    else:
        found = [
            m
            for ts, m in channel.messages.items()
            if m.get("thread_ts", ts) == ts or m.get("subtype") == "thread_broadcast"
        ]
        if channel.messages:
            engine.world.last_read.setdefault(user.id, {})[channel.id] = next(
                reversed(channel.messages)
            )
    found += [
        e["message"]
        for e in engine.world.ephemerals
        if e["user"] == user.id
        and e["channel"] == channel.id
        and e["message"].get("thread_ts") == (thread_ts or None)
    ]
    return {"messages": sorted(found, key=lambda m: float(m["ts"]))}


def home(engine: Engine, user: User) -> Json:
    view = engine.views.homes.get(user.id)
    if view is None:
        return {"view": None}
    # Slack sends a title in the payload of a home tab, but shows none to people.
    return {"view": {k: v for k, v in engine.views.view_object(view).items() if k != "title"}}
