"""Who may do what: the roles of a person, and the rules for openings, referrals and bonuses.

Functions named `may_…` return a bool, and those named `check_…` raise `NotAllowedError`. Handlers
check every action and submission. Rendering checks again, since roles may change.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from domain.errors import NotAllowedError
from domain.members import Actor, Member, Membership, Role
from domain.policy import Policy


class Access(StrEnum):
    """Who may use a handler. Each handler declares it, and `_ROLES_WITH_ACCESS` has the roles."""

    ANYONE = "anyone"  # also guests and people from other companies
    MEMBER = "member"
    POSTER = "poster"  # recruiters, hiring managers and admins
    RECRUITER = "recruiter"
    ADMIN = "admin"
    SLACK = "slack"  # for events that Slack itself sends; no person has this access


class HasHiringTeam(Protocol):
    """An object with the user ids of a hiring manager and a recruiter, such as an opening."""

    @property
    def hiring_manager(self) -> str | None: ...
    @property
    def recruiter(self) -> str | None: ...


def member_roles(member: Member, policy: Policy, *, manages_openings: bool) -> frozenset[Role]:
    """A person's roles. Guests have the role GUEST only; bots and people who left have none.

    Admins of the Slack workspace have the role ADMIN only if the policy names no admins.
    `manages_openings` is true for the hiring manager of at least one opening.
    """
    if not member.active or member.is_bot:
        return frozenset()
    if member.membership is not Membership.MEMBER:
        return frozenset({Role.GUEST})
    roles = {Role.MEMBER}
    if member.user_id in policy.admins or (member.is_admin and not policy.admins):
        roles.add(Role.ADMIN)
    if member.user_id in policy.recruiters or member.in_recruiter_group:
        roles.add(Role.RECRUITER)
    if member.user_id in policy.hiring_managers or manages_openings:
        roles.add(Role.HIRING_MANAGER)
    return frozenset(roles)


_ROLES_WITH_ACCESS: dict[Access, frozenset[Role]] = {
    Access.ANYONE: frozenset(Role),
    Access.MEMBER: frozenset({Role.MEMBER}),
    Access.POSTER: frozenset({Role.RECRUITER, Role.HIRING_MANAGER, Role.ADMIN}),
    Access.RECRUITER: frozenset({Role.RECRUITER, Role.ADMIN}),
    Access.ADMIN: frozenset({Role.ADMIN}),
    Access.SLACK: frozenset(),
}


def check_access(
    actor: Actor, access: Access, action: str, allowed_user: str | None = None
) -> None:
    """Raises NotAllowedError(action, allowed_user) unless the actor has a role with this access."""
    if not actor.roles & _ROLES_WITH_ACCESS[access]:
        raise NotAllowedError(action, allowed_user)


def may_post(actor: Actor) -> bool:
    """Whether the actor may post openings: recruiters, hiring managers and admins."""
    return bool(actor.roles & _ROLES_WITH_ACCESS[Access.POSTER])


def may_see_openings(actor: Actor, policy: Policy) -> bool:
    """Whether the actor may see openings: members may, and guests if the policy allows it."""
    return actor.has_role(Role.MEMBER) or (
        actor.has_role(Role.GUEST) and policy.guests_see_openings
    )


def check_may_see_openings(actor: Actor, policy: Policy) -> None:
    """Raises NotAllowedError unless the actor may see openings."""
    if not may_see_openings(actor, policy):
        raise NotAllowedError("see_openings")


def may_manage(actor: Actor, opening: HasHiringTeam) -> bool:
    """Whether the actor, who is a member, may change the opening.

    Its hiring manager and its recruiter may, and all recruiters and admins.
    """
    if actor.has_role(Role.RECRUITER, Role.ADMIN):
        return True
    return actor.user_id in (opening.hiring_manager, opening.recruiter)


def check_may_manage(actor: Actor, opening: HasHiringTeam) -> None:
    """Raises NotAllowedError unless the actor is a member who may change the opening."""
    if not actor.has_role(Role.MEMBER) or not may_manage(actor, opening):
        raise NotAllowedError("manage_opening", opening.recruiter or opening.hiring_manager)


def may_answer(
    actor: Actor,
    opening: HasHiringTeam | None,
    owner: str | None,
    candidate_user_ids: Collection[str],
) -> bool:
    """Whether the actor may see and answer a referral.

    Its owner may, the recruiter and the hiring manager of its opening (None for a general
    referral), and all recruiters and admins. The candidate may not: `candidate_user_ids` are the
    members who seem to be the candidate, usually none.
    """
    if not actor.has_role(Role.MEMBER) or actor.user_id in candidate_user_ids:
        return False
    if actor.user_id == owner or actor.has_role(Role.RECRUITER, Role.ADMIN):
        return True
    return opening is not None and actor.user_id in {opening.hiring_manager, opening.recruiter}


def answers_referrals(actor: Actor) -> bool:
    """Whether the actor's roles let them use the desk, even if they own no referral.

    The desk is the list of referrals to answer.
    """
    return actor.has_role(Role.MEMBER) and may_post(actor)


def sees_every_referral(actor: Actor) -> bool:
    """Whether the actor sees all referrals on the desk: recruiters and admins do.

    Others see the referrals that they own, and those for openings whose hiring manager or recruiter
    they are.
    """
    return actor.has_role(Role.MEMBER) and actor.has_role(Role.RECRUITER, Role.ADMIN)


def may_see_payroll(actor: Actor) -> bool:
    """Whether the actor may see and mark bonuses: recruiters and admins may."""
    return bool(actor.roles & _ROLES_WITH_ACCESS[Access.RECRUITER])


def check_may_answer(
    actor: Actor,
    opening: HasHiringTeam | None,
    owner: str | None,
    candidate_user_ids: Collection[str],
) -> None:
    """Raises NotAllowedError unless `may_answer` allows it. The arguments are the same."""
    if not may_answer(actor, opening, owner, candidate_user_ids):
        raise NotAllowedError("answer_referral", owner if owner != actor.user_id else None)


def check_may_erase(actor: Actor, owner: str) -> None:
    """Raises NotAllowedError unless `may_erase` allows it. The arguments are the same."""
    if not may_erase(actor, owner):
        raise NotAllowedError("erase_candidate", owner)


def may_erase(actor: Actor, owner: str) -> bool:
    """Whether the actor may erase the candidate of a referral with this owner.

    The owner may, and all recruiters and admins. The caller has to check `may_answer` first.
    """
    return actor.user_id == owner or actor.has_role(Role.RECRUITER, Role.ADMIN)


def may_own(
    user_id: str, advocates: Collection[str], owners_who_do_not_vouch: Collection[str]
) -> bool:
    """Whether this user may own a referral, and give the first answer to it.

    One of its `advocates` may do so only if no possible owner is left who does not vouch, so that
    nobody judges their own words. All arguments are user ids.
    """
    return user_id not in advocates or not owners_who_do_not_vouch


def possible_owners(
    opening: HasHiringTeam | None, recruiters: tuple[str, ...], admins: tuple[str, ...]
) -> tuple[str, ...]:
    """The user ids of everybody who could own a referral, the first choice first.

    The order is: the opening's recruiter, its hiring manager, all recruiters, all admins. Of these,
    `recruiters` and `admins` should be active people only.
    """
    hiring_team = (opening.recruiter, opening.hiring_manager) if opening else ()
    ids = [user_id for user_id in (*hiring_team, *recruiters, *admins) if user_id]
    return tuple(dict.fromkeys(ids))
