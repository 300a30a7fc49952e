"""Who acts, in which zone somebody lives, who owns what."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain.errors import NoOwnerError
from domain.members import Actor, Member
from domain.openings import Opening
from domain.pages import Reader
from domain.permissions import possible_owners, roles_of
from domain.policy import Policy
from domain.working_time import time_zone
from services.context import Context
from storage import members
from storage.engine import Transaction


def build_actor(
    transaction: Transaction, member: Member, policy: Policy, *, manages: bool | None = None
) -> Actor:
    """`manages`: whether they have openings, where that is known already."""
    if manages is None:
        manages = members.manages_openings(transaction, member.workspace_id, member.user_id)
    return Actor(member, roles_of(member, policy, manages_openings=manages))


def find_time_zone(context: Context, user_id: str | None = None) -> ZoneInfo:
    """The time zone of a member; the actor's own unless `user_id` names somebody else."""
    member = (
        members.find(context.transaction, context.workspace.id, user_id)
        if user_id
        else context.actor.member
    )
    return time_zone(member.tz if member else None, context.policy.default_tz)


def build_reader(context: Context, user_id: str | None = None) -> Reader:
    """The one for whom something is rendered: the actor, unless `user_id` names somebody else."""
    return Reader(
        user_id or context.actor.user_id,
        find_time_zone(context, user_id),
        context.now,
        hide_undecided=context.policy.hide_until_agreed,
    )


def list_possible_owners(context: Context, opening: Opening | None) -> tuple[str, ...]:
    """Everybody here who could answer a referral for this opening, first choice first."""
    recruiters, admins = members.list_recruiters_and_admins(
        context.transaction,
        context.workspace.id,
        context.policy.recruiters,
        context.policy.admins,
    )
    chain = possible_owners(opening, recruiters, admins)
    known = members.find_many(context.transaction, context.workspace.id, chain)
    return tuple(
        person
        for person in chain
        if (member := known.get(person)) and member.active and not member.is_bot
    )


def choose_owner(
    context: Context, opening: Opening | None, *, but_not: str | None = None, nor: str | None = None
) -> str:
    """Who answers: raises `NoOwnerError` where the workspace has nobody for it at all.

    `but_not` (the advocate) and `nor` are passed over while there is somebody else.
    """
    chain = list_possible_owners(context, opening)
    others = [person for person in chain if person not in (but_not, nor)]
    if not chain:
        raise NoOwnerError()
    return (others or list(chain))[0]
