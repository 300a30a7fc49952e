"""Who somebody is in a workspace, and what that makes them here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How a person belongs to the workspace, as Slack tells it."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"  # from another company, seen through a shared channel


class Role(StrEnum):
    """What a person may be here. One person can hold several."""

    GUEST = "guest"
    MEMBER = "member"
    HIRING_MANAGER = "hiring manager"
    RECRUITER = "recruiter"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person; the part of a member that a sync overwrites."""

    user_id: str
    name: str
    email: str | None = None
    tz: str | None = None
    active: bool = True
    is_bot: bool = False
    is_admin: bool = False
    standing: Standing = Standing.MEMBER


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a workspace as we keep them. `paused_until` is UTC."""

    workspace_id: int
    user_id: str
    name: str
    email: str | None
    tz: str | None
    active: bool
    is_bot: bool
    is_admin: bool
    standing: Standing
    in_recruiter_group: bool
    dm_channel: str | None
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace; every row names the one it belongs to."""

    id: int
    team_id: str
    enterprise_id: str | None
    name: str
    bot_user_id: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts now, with the roles that were theirs when they acted."""

    member: Member
    roles: frozenset[Role]

    @property
    def user_id(self) -> str:
        return self.member.user_id

    @property
    def workspace_id(self) -> int:
        return self.member.workspace_id

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)
