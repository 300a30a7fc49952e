"""The Web API's methods about the members of conversations: members, open, join, leave, invite."""

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
        users = [user for user in call.get("users") or [] if user != world.app.user_id]
        if not users:
            raise SlackError("users_list_not_supplied")
        # The scope is checked here, because it depends on the number of users.
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

    Raises the errors of `open_dm_with`, which is called only to check each user: the DMs that it
    creates are removed again.
    """
    world = call.engine.world
    ids_before = set(world.channels)
    for user in users:
        dm = open_dm_with(call.engine, user)
        if dm.id not in ids_before:
            world.channels.pop(dm.id, None)
    people = sorted({*users, world.app.user_id})
    channel_id = stable_id("G", world.team.id, *people)
    handles = "--".join(world.users[person].handle for person in people)
    new = Channel(channel_id, f"mpdm-{handles}-1", "mpim", people)
    return world.channels.setdefault(channel_id, new)


@method("conversations.join", required="channel", channel=TEXT)
async def join(call: Call) -> Json:
    channel = call.channel()
    world = call.engine.world
    if not channel.is_public:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    warning: Json = {}
    if world.app.user_id in channel.members:
        warning["warning"] = "already_in_channel"
    else:
        call.engine.membership.add_member(channel, world.app.user_id)
    return {"channel": channel_json(world, channel), **warning}


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
    for user_id in call.args["users"]:  # All are checked before the first is added.
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
