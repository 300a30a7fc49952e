"""Slack reports that somebody joined, changed or left, or that a user group changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from domain.members import Profile
from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import members
from services.context import Context

ReadProfile = Callable[[Mapping[str, Any], str], Profile | None]


def register(on: Registry, *, read_profile: ReadProfile) -> None:
    """`read_profile(user, team_id)` reads Slack's user object, None where it is not one."""
    changed = partial(save_profile, read_profile=read_profile)
    on.event("user_change", changed, access=Access.SLACK)
    on.event("team_join", changed, access=Access.SLACK)
    on.event("subteam_members_changed", request_new_reading, access=Access.SLACK)


def save_profile(context: Context, request: Request, *, read_profile: ReadProfile) -> Response:
    profile = read_profile(request.event.get("user") or {}, context.workspace.team_id)
    if profile is not None:
        members.save_profiles(context, [profile])
    return Done()


def request_new_reading(context: Context, _request: Request) -> Response:
    """The next tick reads all members and the group again."""
    members.request_new_reading(context)
    return Done()
