"""Finds the roles and the time zone of a member, and who can own a referral."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from domain.errors import NoOwnerError
from domain.members import Actor, Member
from domain.openings import Opening
from domain.pages import Viewer
from domain.permissions import may_answer, member_roles, possible_owners
from domain.policy import Policy
from domain.referrals import Referral
from domain.working_time import time_zone
from services.context import Context
from storage import members, openings
from storage.engine import Transaction


def build_actor(
    transaction: Transaction, member: Member, policy: Policy, *, manages: bool | None = None
) -> Actor:
    """The member with their roles. `manages` tells whether they run openings; None looks it up."""
    if manages is None:
        manages = members.manages_openings(transaction, member.workspace_id, member.user_id)
    return Actor(member, member_roles(member, policy, manages_openings=manages))


def find_answerable(context: Context, user_id: str, found: Sequence[Referral]) -> set[int]:
    """The ids of those referrals that this user may see and answer now, in three queries.

    Roles change after a message was queued or a follow-up was planned. So whatever shows a referral
    to somebody who is no advocate of it asks this at the time when it is drawn.
    """
    transaction, ws = context.transaction, context.workspace.id
    member = members.find(transaction, ws, user_id) if found else None
    if member is None:
        return set()
    actor = build_actor(transaction, member, context.policy)
    opening_ids = {each.opening_id for each in found if each.opening_id is not None}
    by_id = openings.find_many(transaction, ws, opening_ids)
    return {
        each.id
        for each in found
        if may_answer(
            actor, by_id.get(each.opening_id) if each.opening_id is not None else None, each.owner
        )
    }


def find_time_zone(context: Context, user_id: str | None = None) -> ZoneInfo:
    """The time zone of a member; the actor's own unless `user_id` names somebody else."""
    member: Member | None = context.actor.member
    if user_id and user_id != context.actor.user_id:
        member = members.find(context.transaction, context.workspace.id, user_id)
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
