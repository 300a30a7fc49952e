"""The methods conversations.members, open, join, leave and invite."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.state.world import Channel, Json, stable_id
from sandbox.web_api.chat import open_dm_with
from sandbox.web_api.registry import BOOL, INT, LIST, TEXT, Call, method
from sandbox.workspace.slack_objects import channel_json


@method("conversations.members", required="channel", channel=TEXT, cursor=TEXT, limit=INT)
async def members(call: Call) -> Json:
    page, meta = call.paginate(list(call.channel().members), default=100, maximum=999)
    return {"members": page, "response_metadata": meta}


@method("conversations.open", users=LIST, channel=TEXT, return_im=BOOL)
async def open_(call: Call) -> Json:
    world = call.engine.world
    if "channel" in call.args:
        channel = call.channel()
        if channel.kind not in ("im", "mpim"):
            raise SlackError("invalid_arguments")
    else:
        users = [u for u in call.get("users") or [] if u != world.app.user_id]
        if not users:
            raise SlackError("users_list_not_supplied")
        needed = "im:write" if len(users) == 1 else "mpim:write"
        if not call.engine.has_scope(needed):
            provided = ",".join(sorted(call.engine.manifest.scopes))
            raise SlackError("missing_scope", needed=needed, provided=provided)
        if len(users) == 1:
            channel = open_dm_with(call.engine, users[0])
        else:
            channel = _open_group_conversation(call, users)
    if call.get("return_im"):
        return {"channel": channel_json(world, channel)}
    return {"channel": {"id": channel.id}}


def _open_group_conversation(call: Call, users: list[str]) -> Channel:
    """Find or create the group DM of the app and these users.

    Raises the errors of `open_dm_with`.
    """
    world = call.engine.world
    existing = set(world.channels)
    for user in users:  # `open_dm_with` checks the user; a DM that it creates is removed again.
        dm = open_dm_with(call.engine, user)
        if dm.id not in existing:
            world.channels.pop(dm.id, None)
    people = sorted({*users, world.app.user_id})
    channel_id = stable_id("G", world.team.id, *people)
    names = "--".join(world.users[u].handle for u in people)
    return world.channels.setdefault(
        channel_id, Channel(channel_id, f"mpdm-{names}-1", "mpim", people)
    )


@method("conversations.join", required="channel", channel=TEXT)
async def join(call: Call) -> Json:
    channel = call.channel()
    world = call.engine.world
    if not channel.is_public:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    answer: Json = {}
    if world.app.user_id in channel.members:
        answer["warning"] = "already_in_channel"
    else:
        call.engine.membership.add_member(channel, world.app.user_id)
    return {"channel": channel_json(world, channel), **answer}


@method("conversations.leave", required="channel", channel=TEXT)
async def leave(call: Call) -> Json:
    channel = call.channel()
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    if channel.name == "general":
        raise SlackError("cant_leave_general")
    if call.engine.world.app.user_id not in channel.members:
        return {"not_in_channel": True}
    call.engine.membership.remove_member(channel, call.engine.world.app.user_id)
    return {}


@method("conversations.invite", required="channel users", channel=TEXT, users=LIST)
async def invite(call: Call) -> Json:
    channel = call.channel()
    world = call.engine.world
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if world.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    for user_id in call.args["users"]:
        user = world.users.get(user_id)
        if user is None or user.deleted:
            raise SlackError("user_not_found")
        if user_id == world.app.user_id:
            raise SlackError("cant_invite_self")
        if user.is_ultra_restricted:
            raise SlackError("ura_max_channels")
        if user_id in channel.members:
            raise SlackError("already_in_channel")
    for user_id in call.args["users"]:
        call.engine.membership.add_member(channel, user_id, inviter=world.app.user_id)
    return {"channel": channel_json(world, channel)}
