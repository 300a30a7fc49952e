"""Who acts, in which zone somebody lives, who owns what."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.errors import NoOwnerError
from domain.members import Actor, Member
from domain.openings import Opening
from domain.pages import Reader
from domain.permissions import next_owners, roles_of
from domain.policy import Policy
from domain.working_time import zone
from storage import members
from storage.engine import Transaction


def actor(
    transaction: Transaction, member: Member, policy: Policy, *, manages: bool | None = None
) -> Actor:
    """`manages`: whether they have openings, where that is known already."""
    if manages is None:
        manages = members.manages_openings(transaction, member.workspace_id, member.user_id)
    return Actor(member, roles_of(member, policy, manages_openings=manages))


def zone_of(transaction: Transaction, workspace_id: int, user_id: str, policy: Policy) -> ZoneInfo:
    member = members.find(transaction, workspace_id, user_id)
    return zone(member.tz if member else None, policy.default_tz)


def reader(
    transaction: Transaction, workspace_id: int, user_id: str, policy: Policy, now: datetime
) -> Reader:
    zone_ = zone_of(transaction, workspace_id, user_id, policy)
    return Reader(user_id, zone_, now, hides=policy.hide_until_agreed)


def owners(
    transaction: Transaction, workspace_id: int, opening: Opening | None, policy: Policy
) -> tuple[str, ...]:
    """Everybody here who could answer a referral for this opening, first choice first."""
    theirs = (opening.recruiter, opening.hiring_manager) if opening else ()
    recruiters, admins = members.recruiters_and_admins(
        transaction,
        workspace_id,
        policy.recruiters,
        policy.admins,
        besides=[person for person in theirs if person],
    )
    chain = next_owners(opening, recruiters, admins)
    known = members.some(transaction, workspace_id, chain)
    return tuple(
        person
        for person in chain
        if (member := known.get(person)) and member.active and not member.is_bot
    )


def owner_for(
    transaction: Transaction,
    workspace_id: int,
    opening: Opening | None,
    policy: Policy,
    *,
    but_not: str | None = None,
    nor: str | None = None,
) -> str:
    """Who answers: raises `NoOwnerError` where the workspace has nobody for it at all.

    `but_not` (the advocate) and `nor` are passed over while there is somebody else.
    """
    chain = owners(transaction, workspace_id, opening, policy)
    others = [person for person in chain if person not in (but_not, nor)]
    if not chain:
        raise NoOwnerError()
    return (others or list(chain))[0]
