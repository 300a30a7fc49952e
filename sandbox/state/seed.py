"""Builds the world of a new sandbox: the workspace of an example company in which the app lives.

The company is described by a dict. Ids that it leaves out are derived from handles and names, so
they are the same every time.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.state.world import AppIdentity, Channel, Group, Json, Team, User, World, stable_id

_SLACKBOT_ID = "USLACKBOT"
_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "5b89d5", "99a949")


def build_world(company: Json, app_name: str, clock: SandboxClock) -> World:
    """Build a new world.

    `company` has the keys `team`, `users`, `channels`, `usergroups` and `messages`, all optional.
    Raises ValueError when a channel, group or message names somebody who is not among the users.
    """
    team_data = company.get("team") or {}
    domain = team_data.get("domain", "acme")
    team = Team(
        id=team_data.get("id") or stable_id("T", domain),
        name=team_data.get("name", "Acme"),
        domain=domain,
    )
    world = World(team, _app_identity(team, app_name), clock)
    _add_bots(world)
    for data in company.get("users", []):
        add_user(world, data)
    for data in company.get("channels", []):
        _add_channel(world, data)
    for data in company.get("usergroups", []):
        _add_group(world, data)
    for data in sorted(company.get("messages", []), key=_minutes_ago, reverse=True):
        _add_message(world, data)
    return world


def add_user(world: World, data: Json) -> User:
    """Add one user, described like an entry of the company's `users`: by the fields of `User`."""
    handle = data["handle"]
    user_id = data.get("id") or stable_id("U", world.team.id, handle)
    field_names = set(User.__slots__).difference(("id", "team_id", "updated"))  # these follow below
    fields: dict[str, Any] = {name: data[name] for name in field_names if name in data}
    fields.setdefault("real_name", handle.title())
    digest = int(hashlib.sha256(handle.encode()).hexdigest(), 16)
    color = fields.get("color", _COLORS[digest % len(_COLORS)])
    fields["color"] = str(color).lstrip("#")
    user = User(
        id=user_id, team_id=data.get("team_id") or world.team.id, updated=world.unix_now(), **fields
    )
    world.users[user_id] = user
    return user


def _app_identity(team: Team, app_name: str) -> AppIdentity:
    """The app's ids and secrets. They stay the same, so a bot can be configured with them once."""

    def secret(kind: str, length: int) -> str:
        return hashlib.sha256(f"{kind}:{team.id}:{app_name}".encode()).hexdigest()[:length]

    app_id = stable_id("A", team.id, app_name)
    return AppIdentity(
        id=app_id,
        name=app_name,
        bot_id=stable_id("B", team.id, app_name),
        user_id=stable_id("U", team.id, "bot", app_name),
        bot_token=f"xoxb-sandbox-{secret('bot', 24)}",
        app_token=f"xapp-1-{app_id}-{secret('app', 32)}",
        signing_secret=secret("signing", 32),
        verification_token=secret("verification", 24),
    )


def _add_bots(world: World) -> None:
    app_handle = re.sub(r"[\W_]", "_", world.app.name.lower()).strip("_")
    world.users[_SLACKBOT_ID] = User(
        id=_SLACKBOT_ID,
        handle="slackbot",
        real_name="Slackbot",
        team_id=world.team.id,
        color="757575",
    )
    world.users[world.app.user_id] = User(
        id=world.app.user_id,
        handle=app_handle,
        real_name=world.app.name,
        team_id=world.team.id,
        is_bot=True,
        color="2b6cb0",
    )


def _add_channel(world: World, data: Json) -> None:
    name = data["name"].lstrip("#")
    channel_id = data.get("id") or stable_id("C", world.team.id, name)
    members: list[str] = []
    for handle in data.get("members", []):
        if handle == "*":  # everyone
            members += _full_member_ids(world)
        else:
            members.append(_member_id(world, handle))
    world.channels[channel_id] = Channel(
        id=channel_id,
        name=name,
        kind="private" if data.get("is_private") else "channel",
        members=list(dict.fromkeys(members)),
        topic=data.get("topic", ""),
        purpose=data.get("purpose", ""),
        creator=members[0] if members else _SLACKBOT_ID,
        created=world.unix_now(),
        is_archived=bool(data.get("is_archived")),
        is_ext_shared=bool(data.get("is_ext_shared")),
        posting=data.get("posting") or "everyone",
    )


def _full_member_ids(world: World) -> list[str]:
    """The people of this workspace who may see every public channel: no guest, stranger or bot."""
    return [
        user.id
        for user in world.users.values()
        if not (user.deleted or user.is_bot or user.is_restricted or user.is_ultra_restricted)
        and not user.is_stranger
        and user.team_id == world.team.id
        and user.id != _SLACKBOT_ID  # it is not marked as a bot
    ]


def _add_group(world: World, data: Json) -> None:
    handle = data["handle"]
    group_id = data.get("id") or stable_id("S", world.team.id, handle)
    world.groups[group_id] = Group(
        id=group_id,
        handle=handle,
        name=str(data.get("name", handle)),
        members=[_member_id(world, member) for member in data.get("members", [])],
        updated=world.unix_now(),
    )


def _member_id(world: World, handle: str) -> str:
    """The user id of a member of a channel or group, who is named by handle or id."""
    if handle in ("@bot", "bot"):
        return world.app.user_id
    user = world.users.get(handle) or world.user_by_handle(handle)
    if user is None:
        raise ValueError(f"the company has nobody with the handle {handle!r}")
    return user.id


def _add_message(world: World, data: Json) -> None:
    channel = world.channel_by_name(data["channel"])
    if channel is None:
        raise ValueError(f"the company has no channel {data['channel']!r}")
    sent_at = world.clock.timestamp() - _minutes_ago(data) * 60
    microseconds = max(int(sent_at * 1_000_000), world.last_ts + 1)  # each `ts` is used once
    world.last_ts = microseconds
    ts = f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"
    channel.messages[ts] = {
        "type": "message",
        "user": _member_id(world, data["user"]),
        "text": data["text"],
        "ts": ts,
        "team": world.team.id,
    }


def _minutes_ago(message: Json) -> float:
    return float(message.get("minutes_ago", 0))
