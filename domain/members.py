"""Slack workspaces, their members, and the roles that members have in the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from domain.contact import address_to_compare
from domain.own_settings import NO_OWN_SETTINGS, OwnSettings


class Membership(StrEnum):
    """How a person belongs to the workspace, according to Slack."""

    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "stranger"  # from another company, in a shared channel


class Role(StrEnum):
    """What a person is to the bot. It decides what they may do. A person can have several roles."""

    GUEST = "guest"
    MEMBER = "member"
    HIRING_MANAGER = "hiring manager"
    RECRUITER = "recruiter"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class SlackStatus:
    """A person's status in Slack. `emoji` is a name without colons.

    `ends_at` (UTC) is None for a status without an end. `since` (UTC) is when we first saw this
    status. It is None until the status is stored.
    """

    emoji: str
    ends_at: datetime | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack reports about a person. Each new report overwrites what is stored.

    `tz` is an IANA name.
    """

    user_id: str
    name: str
    email: str | None = None
    tz: str | None = None
    active: bool = True
    is_bot: bool = False
    is_admin: bool = False
    membership: Membership = Membership.MEMBER
    status: SlackStatus | None = None

    @property
    def is_colleague(self) -> bool:
        return is_colleague(self)


@dataclass(frozen=True, slots=True)
class Member:
    """A stored person of a workspace.

    They get no unsolicited messages before `paused_until` (UTC). `dm_channel` is the id of their
    direct message channel with the bot, or None until it was opened. `in_recruiter_group` says
    whether they are in the Slack user group of the recruiters. `tz` is the time zone in Slack. The
    one in `own_settings`, if any, comes first.
    """

    workspace_id: int
    user_id: str
    name: str
    email: str | None
    tz: str | None
    active: bool
    is_bot: bool
    is_admin: bool
    membership: Membership
    in_recruiter_group: bool
    dm_channel: str | None
    paused_until: datetime | None
    status: SlackStatus | None = None
    own_settings: OwnSettings = NO_OWN_SETTINGS

    def has_address(self, email: str | None) -> bool:
        """Whether `email`, a normalised address, is the person's own. False for None."""
        return email is not None and email == address_to_compare(self.email)

    @property
    def is_colleague(self) -> bool:
        return is_colleague(self)


class HasAccount(Protocol):
    """A `Profile` or a `Member`."""

    @property
    def active(self) -> bool: ...
    @property
    def is_bot(self) -> bool: ...
    @property
    def membership(self) -> Membership: ...


def is_colleague(person: HasAccount) -> bool:
    """Whether this is a full member (no guest, nobody external, no bot) with an active account.

    Only colleagues own referrals and openings, and only they get messages.
    """
    return person.active and not person.is_bot and person.membership is Membership.MEMBER


ChoiceProblem = Literal["not_known", "is_bot", "not_here", "is_guest"]


def find_choice_problem(member: Member | None) -> ChoiceProblem | None:
    """Why this person cannot be chosen as a colleague, or None if they can.

    `member` is None if the user id is not stored. `views/refusals.py` has a sentence for each
    problem. An error for "not_known" must have the user id as its `detail`, so that the dispatcher
    can ask Slack who that is.
    """
    if member is None:
        return "not_known"
    if member.is_bot:
        return "is_bot"
    if not member.active:
        return "not_here"
    return None if member.membership is Membership.MEMBER else "is_guest"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack workspace. Every other row belongs to one."""

    id: int
    team_id: str
    enterprise_id: str | None
    name: str
    bot_user_id: str
    granted_scopes: str | None = None  # separated by commas; None if Slack has not told us


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who causes the current action, with their roles at this moment."""

    member: Member
    roles: frozenset[Role]

    @property
    def user_id(self) -> str:
        return self.member.user_id

    @property
    def workspace_id(self) -> int:
        return self.member.workspace_id

    def has_role(self, *roles: Role) -> bool:
        """Whether the actor has at least one of these roles."""
        return any(role in self.roles for role in roles)
