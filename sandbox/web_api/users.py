"""The methods users.*: the people of the workspace."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.state.world import Json, User
from sandbox.web_api.conversations import requested_kinds
from sandbox.web_api.registry import BOOL, INT, LIST, TEXT, Call, is_visible, method
from sandbox.workspace.slack_objects import channel_json, user_json

MAX_UNPAGED_USERS = 1000
"""The most users that a call without `limit` returns. Slack documents the error limit_required for
"too large" collections but names no number: this one is inferred."""


def _user_object(call: Call, user: User) -> Json:
    engine = call.engine
    return user_json(engine.world, user, with_email=engine.has_scope("users:read.email"))


@method("users.list", cursor=TEXT, limit=INT, include_locale=BOOL)
async def list_(call: Call) -> Json:
    world = call.engine.world
    team_users = [user for user in world.users.values() if user.team_id == world.team.id]
    if "limit" not in call.args and len(team_users) > MAX_UNPAGED_USERS:
        raise SlackError("limit_required")
    # Without a limit, the page holds all users. A page must hold at least one.
    page, meta = call.paginate(team_users, default=max(len(team_users), 1), maximum=1000)
    return {
        "members": [_user_object(call, user) for user in page],
        "cache_ts": world.unix_now(),
        "response_metadata": meta,
    }


@method("users.info", required="user", user=TEXT, include_locale=BOOL)
async def info(call: Call) -> Json:
    return {"user": _user_object(call, call.user())}


@method("users.lookupByEmail", required="email", email=TEXT)
async def lookup_by_email(call: Call) -> Json:
    wanted_email = call.args["email"].lower()
    for user in call.engine.world.users.values():
        if user.email.lower() == wanted_email and not user.deleted and not user.is_bot:
            return {"user": _user_object(call, user)}
    raise SlackError("users_not_found")


@method(
    "users.conversations",
    user=TEXT,
    types=LIST,
    exclude_archived=BOOL,
    cursor=TEXT,
    limit=INT,
)
async def conversations(call: Call) -> Json:
    kinds = requested_kinds(call)
    world = call.engine.world
    user_id = call.user().id if "user" in call.args else world.app.user_id
    channels = [
        channel
        for channel in world.channels_of(user_id)
        if channel.kind in kinds
        and is_visible(call.engine, channel)
        and not (call.get("exclude_archived") and channel.is_archived)
    ]
    page, meta = call.paginate(channels, default=100, maximum=999)
    return {
        "channels": [channel_json(world, each, with_num_members=False) for each in page],
        "response_metadata": meta,
    }


@method("users.getPresence", user=TEXT)
async def get_presence(call: Call) -> Json:
    if "user" not in call.args:  # The app asks about itself.
        return {"presence": "active"}
    user = call.user()
    return {"presence": "away" if user.deleted else user.presence}
