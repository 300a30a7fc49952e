"""Loads the list of the desk: checks who may open it, and reads a page of the chosen referrals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.cadence import next_nudge_time
from domain.consent import is_candidate_hidden, redact_for_desk
from domain.depth import count_fulfilled, find_deepest
from domain.desk import PAGE_SIZE, DeskFilter, DeskPlace, DeskQuery, DeskRow, DeskScope, OwnOpening
from domain.desk_pages import DeskListPage
from domain.endorsements import Depth
from domain.errors import NotAllowedError
from domain.members import Role
from domain.openings import Opening, OpeningStatus
from domain.own_settings import find_personal_rules
from domain.permissions import answers_referrals, sees_every_referral
from domain.referrals import Referral
from domain.working_time import time_zone
from services.context import Context
from services.follow_up_kinds.cadences import answer_deadline
from services.people import (
    build_viewer,
    find_answerable,
    find_own_candidates,
    is_work_address,
    list_possible_owners,
)
from storage import commitments, desk, endorsements, members, openings, team_prefixes

_LONGEST_DEADLINE = timedelta(days=30)  # `find_silent_since` searches no further


def check_may_open_desk(context: Context) -> None:
    """Raises `NotAllowedError` for people who answer no referrals."""
    if may_open_desk(context):
        return
    helper = next(iter(list_possible_owners(context, None)), None)
    raise NotAllowedError("desk", helper)


def may_open_desk(context: Context) -> bool:
    """Whether the actor answers referrals by their role, or owns a referral."""
    if answers_referrals(context.actor):
        return True
    user_id, workspace_id = context.actor.user_id, context.workspace.id
    return context.actor.has_role(Role.MEMBER) and desk.owns_any(
        context.transaction, workspace_id, user_id
    )


def load_first_page(context: Context, chosen: DeskFilter) -> DeskListPage:
    """The first page. If the actor has no referrals to answer, it shows those of everybody.

    Raises `NotAllowedError`.
    """
    page = load_page(context, chosen)
    if page.count == 0 and chosen == DeskFilter():
        page = load_page(context, replace(chosen, scope=DeskScope.ALL))
    return page


def load_page(
    context: Context, chosen: DeskFilter, start: DeskPlace | None = None, problem: str = ""
) -> DeskListPage:
    """One page from `start` on, in a constant number of queries. Raises `NotAllowedError`.

    `problem` is why the last search was not made; the page shows it.
    """
    check_may_open_desk(context)
    transaction, workspace_id = context.transaction, context.workspace.id
    query = _build_query(context, chosen)
    found = desk.list_page(transaction, workspace_id, query, start, PAGE_SIZE + 1)
    next_start = found[PAGE_SIZE][0] if len(found) > PAGE_SIZE else None
    previous_start = (
        desk.find_previous_start(transaction, workspace_id, query, start, PAGE_SIZE)
        if start
        else None
    )
    return DeskListPage(
        viewer=build_viewer(context),
        filter=chosen,
        rows=load_rows(context, [referral for _place, referral in found[:PAGE_SIZE]]),
        count=desk.count(transaction, workspace_id, query),
        start=start if previous_start else None,
        next_start=next_start,
        previous_start=previous_start,
        opening=(
            openings.find(transaction, workspace_id, chosen.opening_id)
            if chosen.opening_id is not None
            else None
        ),
        sees_all=sees_every_referral(context.actor),
        problem=problem,
    )


def load_rows_to_answer(
    context: Context, chosen: DeskFilter, limit: int
) -> tuple[tuple[DeskRow, ...], int]:
    """The first rows that this filter finds, and how many referrals it finds in all."""
    transaction, workspace_id = context.transaction, context.workspace.id
    query = _build_query(context, chosen)
    found = desk.list_page(transaction, workspace_id, query, None, limit)
    rows = load_rows(context, [referral for _place, referral in found])
    return rows, desk.count(transaction, workspace_id, query)


def load_own_openings(context: Context, limit: int) -> tuple[OwnOpening, ...]:
    """The newest openings that the actor decides on, with the numbers of their referrals."""
    transaction, workspace_id = context.transaction, context.workspace.id
    own = openings.list_by_manager(transaction, workspace_id, context.actor.user_id, limit)
    counts = desk.count_by_openings(transaction, workspace_id, [each.id for each in own])
    return tuple(OwnOpening(each, *counts.get(each.id, (0, 0))) for each in own)


def load_rows(context: Context, found: list[Referral]) -> tuple[DeskRow, ...]:
    """The rows of those referrals that the actor may answer, in the same order."""
    transaction, workspace_id = context.transaction, context.workspace.id
    hide = context.policy.hide_until_agreed
    answerable = find_answerable(context, context.actor.user_id, found)
    shown = [each for each in found if each.id in answerable]
    ids = [each.id for each in shown]
    voices = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    made = commitments.list_by_referrals(transaction, workspace_id, ids)
    owners = members.find_many(transaction, workspace_id, {each.owner for each in shown})
    own_candidates = find_own_candidates(context, shown)
    rows = []
    for referral in shown:
        hidden = is_candidate_hidden(referral.candidate, hide)
        fulfilled = count_fulfilled(made[referral.id])
        depth, deepest = find_deepest(voices[referral.id], fulfilled) or (Depth.LEAD, None)
        owner = owners.get(referral.owner)
        works_here = bool(own_candidates[referral.id]) or is_work_address(referral.candidate, owner)
        rules = find_personal_rules(owner, context.policy)
        due_at = answer_deadline(context.policy, referral, rules)
        rows.append(
            DeskRow(
                redact_for_desk(referral, hide),
                depth,
                None if hidden else deepest,
                len(voices[referral.id]),
                is_late=due_at is not None and due_at <= context.now,
                works_here=works_here and not hidden,
            )
        )
    return tuple(rows)


def find_silent_since(context: Context) -> datetime:
    """An unanswered referral that came at this time (UTC) or earlier is late now.

    The time is exact to six hours. It is computed in the workspace's time zone for every owner.
    """
    policy, zone = context.policy, time_zone(context.policy.default_tz)
    came_at = context.now.replace(minute=0, second=0, microsecond=0)
    earliest = came_at - _LONGEST_DEADLINE
    while came_at > earliest:
        due = next_nudge_time(policy.recruiter_answer, came_at, 0, zone, policy.hours)
        if due is not None and due <= context.now:
            break
        came_at -= timedelta(hours=6)
    return came_at


def _build_query(context: Context, chosen: DeskFilter) -> DeskQuery:
    return DeskQuery(
        context.actor.user_id,
        sees_every_referral(context.actor),
        chosen,
        context.policy.hide_until_agreed,
        find_silent_since(context),
    )


def find_openings_and_teams(
    context: Context, typed: str, limit: int
) -> tuple[list[str], list[Opening]]:
    """The teams and the openings (of every status) by which the actor may filter.

    Raises `NotAllowedError`.
    """
    check_may_open_desk(context)
    transaction, workspace_id = context.transaction, context.workspace.id
    teams = sorted(set(team_prefixes.list_teams_by_prefix(transaction, workspace_id).values()))
    folded = typed.casefold()
    matching_teams = [team for team in teams if folded in team.casefold()]
    found = openings.search(
        transaction, workspace_id, typed, limit=limit, statuses=tuple(OpeningStatus)
    )
    return matching_teams[:limit], found
