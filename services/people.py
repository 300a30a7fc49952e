"""Finds the roles and the personal rules of members, and the people who can own a referral."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.away import find_absence
from domain.contact import address_to_compare
from domain.errors import NoOwnerError
from domain.members import Actor, Member
from domain.openings import Opening
from domain.outcomes import Deferred
from domain.own_settings import PersonalRules, find_personal_rules
from domain.pages import Viewer
from domain.permissions import may_answer, member_roles, possible_owners
from domain.policy import Policy
from domain.referrals import Candidate, Referral
from domain.work_addresses import is_of_same_company
from domain.working_time import next_civil_time
from services.context import Context
from storage import endorsements, members, openings
from storage.engine import Transaction
from storage.own_candidates import has_colleague_with_address, list_own_candidates

LOOKED_UP_MAX = 3  # unknown people to look up in Slack while the actor waits


def build_actor(
    transaction: Transaction,
    member: Member,
    policy: Policy,
    *,
    manages_openings: bool | None = None,
) -> Actor:
    """The member with their roles.

    `manages_openings` is whether they are the hiring manager of an opening, or None to look it up.
    """
    if manages_openings is None:
        manages_openings = members.manages_openings(
            transaction, member.workspace_id, member.user_id
        )
    return Actor(member, member_roles(member, policy, manages_openings=manages_openings))


def find_actor(context: Context, user_id: str) -> Actor | None:
    """The member with their roles, or None for someone who is not stored."""
    member = members.find(context.transaction, context.workspace.id, user_id)
    return build_actor(context.transaction, member, context.policy) if member else None


def find_answerable(context: Context, user_id: str, referrals: Sequence[Referral]) -> set[int]:
    """The ids of those referrals that this user may see and answer now, in four queries.

    Roles may change after a message is queued or a follow-up is planned. So a message or page that
    shows a referral to anybody but its advocates calls this at each rendering.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    member = members.find(transaction, workspace_id, user_id) if referrals else None
    if member is None:
        return set()
    actor = build_actor(transaction, member, context.policy)
    own_candidates = find_own_candidates(context, referrals)
    opening_ids = {each.opening_id for each in referrals if each.opening_id is not None}
    openings_by_id = openings.find_many(transaction, workspace_id, opening_ids)
    answerable = set()
    for referral in referrals:
        opening_id = referral.opening_id
        opening = openings_by_id.get(opening_id) if opening_id is not None else None
        if may_answer(actor, opening, referral.owner, own_candidates[referral.id]):
            answerable.add(referral.id)
    return answerable


def find_time_zone(context: Context, user_id: str | None = None) -> ZoneInfo:
    """The time zone of a member, by default of the actor."""
    return find_rules(context, user_id).zone


def find_today(context: Context, user_id: str | None = None) -> date:
    """Today's date in the time zone of a member, by default of the actor."""
    return context.now.astimezone(find_time_zone(context, user_id)).date()


def find_rules(context: Context, user_id: str | None = None) -> PersonalRules:
    """The time zone, working hours and nudge budget of a member, by default of the actor."""
    member: Member | None = context.actor.member
    if user_id and user_id != context.actor.user_id:
        member = members.find(context.transaction, context.workspace.id, user_id)
    return find_personal_rules(member, context.policy)


def next_working_moment(context: Context, member: Member | None) -> datetime:
    """Now (UTC) if the member works now, else the start of their next working hours.

    Nudges, and messages that someone else has caused, wait until then. `member` is None for a user
    who is not stored: the defaults of the workspace apply.
    """
    rules = find_personal_rules(member, context.policy)
    return next_civil_time(context.now, rules.zone, rules.hours)


def build_viewer(context: Context, user_id: str | None = None) -> Viewer:
    """The viewer of a page, by default the actor."""
    return Viewer(
        user_id or context.actor.user_id,
        find_time_zone(context, user_id),
        context.now,
        hide_until_agreed=context.policy.hide_until_agreed,
    )


def list_possible_owners(context: Context, opening: Opening | None) -> tuple[str, ...]:
    """The user ids of the possible owners of a referral for the opening, the best choice first.

    `opening` is None for a general referral.
    """
    return tuple(member.user_id for member in _list_possible_owners(context, opening))


def _list_possible_owners(context: Context, opening: Opening | None) -> list[Member]:
    """The possible owners, the best choice first. People who are away come last."""
    recruiters, admins = members.list_recruiters_and_admins(
        context.transaction,
        context.workspace.id,
        context.policy.recruiters,
        context.policy.admins,
    )
    user_ids = possible_owners(opening, recruiters, admins)
    known = members.find_many(context.transaction, context.workspace.id, user_ids)
    possible = [
        member for user_id in user_ids if (member := known.get(user_id)) and member.is_colleague
    ]
    return sorted(possible, key=lambda member: _is_away(context, member))


def find_present(context: Context, user_ids: Sequence[str]) -> list[str]:
    """Those user ids whose members are stored and not away, in the same order."""
    known = members.find_many(context.transaction, context.workspace.id, user_ids)
    return [
        user_id
        for user_id in user_ids
        if (member := known.get(user_id)) and not _is_away(context, member)
    ]


def _is_away(context: Context, member: Member) -> bool:
    return find_absence(member, context.policy, context.now) is not None


def find_work_address(context: Context, typed: str | None) -> str | None:
    """The normalised address if it is a work address of somebody else in the company, else None.

    It is one if a colleague has it, or if its domain is that of the actor's company.
    """
    email = address_to_compare(typed)
    if email is None or "@" not in email or context.actor.member.has_address(email):
        return None
    own_email = address_to_compare(context.actor.member.email)
    is_of_company = is_of_same_company(email, own_email) or has_colleague_with_address(
        context.transaction, context.workspace.id, email
    )
    return email if is_of_company else None


def find_own_candidates(context: Context, referrals: Sequence[Referral]) -> dict[int, set[str]]:
    """The user ids of members who are the candidate themselves, by the id of the referral.

    They have the candidate's address, or they asked to be referred. A member may not own, read or
    answer a referral of themselves.
    """
    emails = {each.candidate.email for each in referrals if each.candidate.email}
    members_as_candidates = list_own_candidates(
        context.transaction, context.workspace.id, emails, {each.id for each in referrals}
    )
    own_candidates: dict[int, set[str]] = {}
    for referral in referrals:
        own_candidates[referral.id] = {
            member.user_id
            for member in members_as_candidates
            if member.referral_id == referral.id
            or (member.email and member.email == referral.candidate.email)
        }
    return own_candidates


def find_opening_of(context: Context, referral: Referral) -> Opening | None:
    """The opening of a referral; None for a general referral."""
    if referral.opening_id is None:
        return None
    return openings.find(context.transaction, referral.workspace_id, referral.opening_id)


def is_work_address(candidate: Candidate, colleague: Member | None) -> bool:
    """Whether the candidate's address has the domain of the colleague's company."""
    own = address_to_compare(colleague.email) if colleague else None
    return candidate.email is not None and is_of_same_company(candidate.email, own)


def list_other_possible_owners(context: Context, referral: Referral) -> tuple[str, ...]:
    """The user ids of the possible owners who are neither advocates nor the candidate."""
    opening = find_opening_of(context, referral)
    current = endorsements.list_current(context.transaction, referral.workspace_id, referral.id)
    excluded = {referral.advocate, *(each.advocate for each in current)}
    excluded |= find_own_candidates(context, [referral])[referral.id]
    return tuple(
        user_id for user_id in list_possible_owners(context, opening) if user_id not in excluded
    )


def list_escalation_chain(context: Context, referral: Referral) -> tuple[str, ...]:
    """The user ids of those who are asked, one after the other, if the owner does not answer.

    They are the hiring team of the opening and the admins, in the order of choice. Other recruiters
    are asked only if there is nobody else.
    """
    possible = [
        user for user in list_other_possible_owners(context, referral) if user != referral.owner
    ]
    opening = find_opening_of(context, referral)
    _recruiters, admins = members.list_recruiters_and_admins(
        context.transaction,
        context.workspace.id,
        context.policy.recruiters,
        context.policy.admins,
    )
    team = (opening.recruiter, opening.hiring_manager) if opening is not None else ()
    first_asked = tuple(user for user in possible if user in team or user in admins)
    return first_asked or tuple(possible)


def choose_successor(context: Context, referral: Referral) -> str:
    """Chooses the next owner of a referral whose owner has left, and returns the user id.

    An advocate is chosen only if nobody else can be. The candidate is never chosen. Raises
    `NoOwnerError` if nobody is left.
    """
    others = list_other_possible_owners(context, referral)
    if others:
        return others[0]
    opening = find_opening_of(context, referral)
    return choose_owner(context, opening, referral.candidate).user_id


def choose_owner(
    context: Context,
    opening: Opening | None,
    candidate: Candidate,
    *,
    avoid: Collection[str] = (),
    candidate_user_id: str | None = None,
    given_email: str | None = None,
) -> Member:
    """Chooses the owner of a referral.

    A person in `avoid`, for example the advocate, is chosen only if nobody else can be. The
    candidate is never chosen: `candidate_user_id` is their user id if the caller knows it, and
    `given_email` is another of their addresses. Raises `NoOwnerError` if nobody can be the owner.
    The error names people to look up in Slack.
    """
    emails = {email for email in (candidate.email, given_email) if email}
    members_as_candidates = list_own_candidates(
        context.transaction, context.workspace.id, emails, ()
    )
    excluded = {candidate_user_id, *(each.user_id for each in members_as_candidates)}
    possible = [
        member
        for member in _list_possible_owners(context, opening)
        if member.user_id not in excluded
    ]
    if not possible:
        raise NoOwnerError(_list_unknown_owners(context))
    preferred = (member for member in possible if member.user_id not in avoid)
    return next(preferred, possible[0])


def _list_unknown_owners(context: Context) -> tuple[str, ...]:
    """The user ids of a few recruiters and admins in the settings who are not stored yet."""
    named = {*context.policy.recruiters, *context.policy.admins}
    known = members.find_many(context.transaction, context.workspace.id, named)
    return tuple(sorted(named - known.keys())[:LOOKED_UP_MAX])


def defer_nudge(context: Context, user_id: str) -> Deferred | None:
    """The deferral of a nudge to someone who is away, or None if the nudge may be sent now."""
    member = members.find(context.transaction, context.workspace.id, user_id)
    absence = find_absence(member, context.policy, context.now) if member else None
    return Deferred(absence.look_again_at, "away") if absence else None
