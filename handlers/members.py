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


def register(registry: Registry, *, read_profile: ReadProfile) -> None:
    """`read_profile(user, team_id)` reads Slack's user object; None means that it is malformed."""
    save = partial(save_profile, read_profile=read_profile)
    registry.add_event("user_change", save, access=Access.SLACK)
    registry.add_event("team_join", save, access=Access.SLACK)
    registry.add_event("subteam_members_changed", request_members_reading, access=Access.SLACK)


def save_profile(context: Context, request: Request, *, read_profile: ReadProfile) -> Response:
    profile = read_profile(request.event.get("user") or {}, context.workspace.team_id)
    if profile is not None:
        members.save_profiles(context, [profile])
    return Done()


def request_members_reading(context: Context, _request: Request) -> Response:
    """The next tick reads all members and the group again."""
    members.request_members_reading(context)
    return Done()
