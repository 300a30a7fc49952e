"""Who may do what. Checked at every action and submission; whoever is not known may do nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from domain.errors import NotAllowedError
from domain.members import Actor, Member, Role, Standing
from domain.policy import Policy


class Who(StrEnum):
    """What a listener declares: the least that a person must be to get past its door."""

    ANYONE = "anyone"  # guests and people from other companies too: help, and what guests may see
    MEMBER = "member"
    POSTER = "poster"  # recruiters, hiring managers and admins
    RECRUITER = "recruiter"
    ADMIN = "admin"
    SLACK = "slack"  # events that no person sends


class HasDesk(Protocol):
    """Anything with a hiring manager and a recruiter: an opening, or a referral's opening."""

    @property
    def hiring_manager(self) -> str | None: ...
    @property
    def recruiter(self) -> str | None: ...


def roles_of(member: Member, policy: Policy, *, manages_openings: bool) -> frozenset[Role]:
    """A person's roles now. Guests, strangers, bots and people who left hold nothing else."""
    if not member.active or member.is_bot:
        return frozenset()
    if member.standing is not Standing.MEMBER:
        return frozenset({Role.GUEST})
    roles = {Role.MEMBER}
    if member.user_id in policy.admins or (member.is_admin and not policy.admins):
        roles.add(Role.ADMIN)
    if member.user_id in policy.recruiters or member.in_recruiter_group:
        roles.add(Role.RECRUITER)
    if member.user_id in policy.hiring_managers or manages_openings:
        roles.add(Role.HIRING_MANAGER)
    return frozenset(roles)


_ENOUGH: dict[Who, frozenset[Role]] = {
    Who.ANYONE: frozenset(Role),
    Who.MEMBER: frozenset({Role.MEMBER}),
    Who.POSTER: frozenset({Role.RECRUITER, Role.HIRING_MANAGER, Role.ADMIN}),
    Who.RECRUITER: frozenset({Role.RECRUITER, Role.ADMIN}),
    Who.ADMIN: frozenset({Role.ADMIN}),
    Who.SLACK: frozenset(),
}


def admit(actor: Actor, who: Who, act: str, ask: str | None = None) -> None:
    """Let the actor through a listener's door, or raise `NotAllowedError(act)`."""
    if not actor.roles & _ENOUGH[who]:
        raise NotAllowedError(act, ask)


def may_post(actor: Actor) -> bool:
    """Recruiters, hiring managers and admins post openings."""
    return bool(actor.roles & _ENOUGH[Who.POSTER])


def may_see_openings(actor: Actor, policy: Policy) -> bool:
    """Guests see openings only where the workspace chose so; strangers are counted as guests."""
    return actor.has(Role.MEMBER) or (actor.has(Role.GUEST) and policy.guests_see_openings)


def check_may_see_openings(actor: Actor, policy: Policy) -> None:
    if not may_see_openings(actor, policy):
        raise NotAllowedError("see_openings")


def may_manage(actor: Actor, opening: HasDesk) -> bool:
    """Edit, pause, fill and close an opening: its hiring manager, recruiters, admins."""
    return actor.has(Role.RECRUITER, Role.ADMIN) or actor.user_id in {
        opening.hiring_manager,
        opening.recruiter,
    } - {None}


def check_may_manage(actor: Actor, opening: HasDesk) -> None:
    if not actor.has(Role.MEMBER) or not may_manage(actor, opening):
        raise NotAllowedError("manage_opening", opening.recruiter or opening.hiring_manager)


def may_answer(actor: Actor, opening: HasDesk | None, owner: str | None) -> bool:
    """See and answer a referral: its owner, its opening's hiring manager, recruiters, admins."""
    if not actor.has(Role.MEMBER):
        return False
    if actor.user_id == owner or actor.has(Role.RECRUITER, Role.ADMIN):
        return True
    return opening is not None and actor.user_id in {opening.hiring_manager, opening.recruiter}


def check_may_answer(actor: Actor, opening: HasDesk | None, owner: str | None) -> None:
    if not may_answer(actor, opening, owner):
        raise NotAllowedError("answer_referral", owner)


def next_owners(
    opening: HasDesk | None, recruiters: tuple[str, ...], admins: tuple[str, ...]
) -> tuple[str, ...]:
    """Everybody who could own a referral, first choice first: no referral is without an owner.

    The opening's recruiter, its hiring manager, any recruiter, any admin. The caller passes only
    people who are still here.
    """
    first = (opening.recruiter, opening.hiring_manager) if opening else (None, None)
    chain = [person for person in (*first, *recruiters, *admins) if person]
    return tuple(dict.fromkeys(chain))
