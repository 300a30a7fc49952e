"""Finds the roles and the time zone of a member, and who can own a referral."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo

from domain.errors import NoOwnerError
from domain.members import Actor, Member
from domain.openings import Opening
from domain.pages import Viewer
from domain.permissions import member_roles, possible_owners
from domain.policy import Policy
from domain.working_time import time_zone
from services.context import Context
from storage import members
from storage.engine import Transaction


def build_actor(
    transaction: Transaction, member: Member, policy: Policy, *, manages: bool | None = None
) -> Actor:
    """The member with their roles. `manages` tells whether they run openings; None looks it up."""
    if manages is None:
        manages = members.manages_openings(transaction, member.workspace_id, member.user_id)
    return Actor(member, member_roles(member, policy, manages_openings=manages))


def find_time_zone(context: Context, user_id: str | None = None) -> ZoneInfo:
    """The time zone of a member; the actor's own unless `user_id` names somebody else."""
    member = (
        members.find(context.transaction, context.workspace.id, user_id)
        if user_id
        else context.actor.member
    )
    return time_zone(member.tz if member else None, context.policy.default_tz)


def build_viewer(context: Context, user_id: str | None = None) -> Viewer:
    """The viewer of a page: the actor, unless `user_id` names somebody else."""
    return Viewer(
        user_id or context.actor.user_id,
        find_time_zone(context, user_id),
        context.now,
        hide_undecided=context.policy.hide_until_agreed,
    )


def list_possible_owners(context: Context, opening: Opening | None) -> tuple[str, ...]:
    """Everybody who could own a referral for the opening, in the order of choice."""
    recruiters, admins = members.list_recruiters_and_admins(
        context.transaction,
        context.workspace.id,
        context.policy.recruiters,
        context.policy.admins,
    )
    user_ids = possible_owners(opening, recruiters, admins)
    known = members.find_many(context.transaction, context.workspace.id, user_ids)
    return tuple(
        user_id
        for user_id in user_ids
        if (member := known.get(user_id)) and member.active and not member.is_bot
    )


def choose_owner(
    context: Context, opening: Opening | None, *, avoid: Collection[str | None] = ()
) -> str:
    """Chooses the owner of a referral and returns the user id.

    A person in `avoid`, for example the advocate, is chosen only where nobody else can be. Raises
    `NoOwnerError` where the workspace has no possible owner.
    """
    possible = list_possible_owners(context, opening)
    if not possible:
        raise NoOwnerError()
    others = (user_id for user_id in possible if user_id not in avoid)
    return next(others, possible[0])
