"""The methods usergroups.*: groups such as @recruiters."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.state.world import Json
from sandbox.web_api.registry import BOOL, TEXT, Call, method
from sandbox.workspace.slack_objects import group_json


@method("usergroups.list", include_users=BOOL, include_count=BOOL, include_disabled=BOOL)
async def list_(call: Call) -> Json:
    _check_access(call)
    world = call.engine.world
    with_users = bool(call.get("include_users"))
    groups = [group_json(world, g, with_users=with_users) for g in world.groups.values()]
    return {"usergroups": groups}


@method("usergroups.users.list", required="usergroup", usergroup=TEXT, include_disabled=BOOL)
async def users_list(call: Call) -> Json:
    _check_access(call)
    group = call.engine.world.groups.get(call.args["usergroup"])
    if group is None:
        raise SlackError("no_such_subteam")
    users = call.engine.world.users
    return {"users": [u for u in group.members if not users[u].deleted]}


def _check_access(call: Call) -> None:
    """Raises the error that the workspace answers to all methods usergroups.*, if there is one.

    For example paid_teams_only (a plan without groups) or permission_denied.
    """
    if error := call.engine.world.team.usergroup_error:
        raise SlackError(error)
