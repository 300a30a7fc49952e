"""Loads the list of the referrals that the actor may answer (the desk), page by page."""

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

_LONGEST_DEADLINE = timedelta(days=30)  # no first answer is due later than this


def check_may_open_desk(context: Context) -> None:
    """Raises `NotAllowedError` if the actor has no desk. The error names somebody who can help."""
    if may_open_desk(context):
        return
    possible_owners = list_possible_owners(context, opening=None)
    raise NotAllowedError("desk", possible_owners[0] if possible_owners else None)


def may_open_desk(context: Context) -> bool:
    """Whether the actor answers referrals by their role, or owns a referral."""
    if answers_referrals(context.actor):
        return True
    user_id, workspace_id = context.actor.user_id, context.workspace.id
    return context.actor.has_role(Role.MEMBER) and desk.owns_any(
        context.transaction, workspace_id, user_id
    )


def load_first_page(context: Context, chosen: DeskFilter) -> DeskListPage:
    """The first page of the chosen referrals. Raises `NotAllowedError`.

    An actor who has chosen nothing and has nothing to answer sees the referrals of everybody.
    """
    page = load_page(context, chosen)
    has_chosen_nothing = chosen == DeskFilter()
    if page.count == 0 and has_chosen_nothing:
        page = load_page(context, replace(chosen, scope=DeskScope.ALL))
    return page


def load_page(
    context: Context, chosen: DeskFilter, start: DeskPlace | None = None, problem: str = ""
) -> DeskListPage:
    """One page from `start` on, in a constant number of queries. Raises `NotAllowedError`.

    `problem` is shown on the page. It says why the search did not work, or is empty.
    """
    check_may_open_desk(context)
    transaction, workspace_id = context.transaction, context.workspace.id
    query = _build_query(context, chosen)
    # One referral more than the page shows tells whether there is a next page.
    found = desk.list_page(transaction, workspace_id, query, start, PAGE_SIZE + 1)
    next_start = found[PAGE_SIZE][0] if len(found) > PAGE_SIZE else None
    previous_start = opening = None
    if start is not None:
        previous_start = desk.find_previous_start(
            transaction, workspace_id, query, start, PAGE_SIZE
        )
    if chosen.opening_id is not None:
        opening = openings.find(transaction, workspace_id, chosen.opening_id)
    return DeskListPage(
        viewer=build_viewer(context),
        filter=chosen,
        rows=_load_rows(context, [referral for _place, referral in found[:PAGE_SIZE]]),
        count=desk.count(transaction, workspace_id, query),
        start=start if previous_start else None,  # a page with nothing before it is the first
        next_start=next_start,
        previous_start=previous_start,
        opening=opening,
        sees_all=sees_every_referral(context.actor),
        problem=problem,
    )


def load_first_rows(
    context: Context, chosen: DeskFilter, limit: int
) -> tuple[tuple[DeskRow, ...], int]:
    """The first `limit` rows that the filter finds, and the number of all rows."""
    transaction, workspace_id = context.transaction, context.workspace.id
    query = _build_query(context, chosen)
    found = desk.list_page(transaction, workspace_id, query, start=None, limit=limit)
    rows = _load_rows(context, [referral for _place, referral in found])
    return rows, desk.count(transaction, workspace_id, query)


def load_own_openings(context: Context, limit: int) -> tuple[OwnOpening, ...]:
    """The newest openings whose hiring manager is the actor, and how many referrals each has."""
    transaction, workspace_id = context.transaction, context.workspace.id
    own = openings.list_by_manager(transaction, workspace_id, context.actor.user_id, limit)
    counts = desk.count_by_openings(transaction, workspace_id, [each.id for each in own])
    own_openings = []
    for opening in own:
        referral_count, unanswered_count = counts.get(opening.id, (0, 0))
        own_openings.append(OwnOpening(opening, referral_count, unanswered_count))
    return tuple(own_openings)


def _load_rows(context: Context, found: list[Referral]) -> tuple[DeskRow, ...]:
    """The rows of those referrals that the actor may answer, in the same order."""
    transaction, workspace_id = context.transaction, context.workspace.id
    hide_until_agreed = context.policy.hide_until_agreed
    answerable_ids = find_answerable(context, context.actor.user_id, found)
    shown = [each for each in found if each.id in answerable_ids]
    ids = [each.id for each in shown]
    endorsements_by_id = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    commitments_by_id = commitments.list_by_referrals(transaction, workspace_id, ids)
    owners = members.find_many(transaction, workspace_id, {each.owner for each in shown})
    own_candidates = find_own_candidates(context, shown)
    rows = []
    for referral in shown:
        is_hidden = is_candidate_hidden(referral.candidate, hide_until_agreed)
        current = endorsements_by_id[referral.id]
        fulfilled = count_fulfilled(commitments_by_id[referral.id])
        # A referral that nobody endorses is only a lead.
        depth, deepest = find_deepest(current, fulfilled) or (Depth.LEAD, None)
        owner = owners.get(referral.owner)
        works_here = bool(own_candidates[referral.id]) or is_work_address(referral.candidate, owner)
        rules = find_personal_rules(owner, context.policy)
        due_at = answer_deadline(context.policy, referral, rules)
        rows.append(
            DeskRow(
                referral=redact_for_desk(referral, hide_until_agreed),
                depth=depth,
                endorsement=None if is_hidden else deepest,
                voices=len(current),
                is_late=due_at is not None and due_at <= context.now,
                works_here=works_here and not is_hidden,
            )
        )
    return tuple(rows)


def _find_late_since(context: Context) -> datetime:
    """The time (UTC) such that a referral that came then or earlier, and is unanswered, is late.

    The search goes back from now in steps of six hours until the answer would have been due. It
    takes the workspace's time zone for that of every owner.
    """
    policy, zone = context.policy, time_zone(context.policy.default_tz)
    came_at = context.now.replace(minute=0, second=0, microsecond=0)
    earliest = came_at - _LONGEST_DEADLINE
    while came_at > earliest:
        answer_due_at = next_nudge_time(
            policy.recruiter_answer, came_at, nudges_sent=0, tz=zone, hours=policy.hours
        )
        if answer_due_at is not None and answer_due_at <= context.now:
            break
        came_at -= timedelta(hours=6)
    return came_at


def _build_query(context: Context, chosen: DeskFilter) -> DeskQuery:
    return DeskQuery(
        viewer=context.actor.user_id,
        sees_all=sees_every_referral(context.actor),
        filter=chosen,
        hides_undecided=context.policy.hide_until_agreed,
        late_since=_find_late_since(context),
    )


def find_teams_and_openings(
    context: Context, typed: str, limit: int
) -> tuple[list[str], list[Opening]]:
    """The choices of the desk's filter: teams, and openings of every status, at most `limit` each.

    They contain what the actor typed. Raises `NotAllowedError`.
    """
    check_may_open_desk(context)
    transaction, workspace_id = context.transaction, context.workspace.id
    teams = sorted(set(team_prefixes.list_teams_by_prefix(transaction, workspace_id).values()))
    matching_teams = [team for team in teams if typed.casefold() in team.casefold()]
    matching_openings = openings.search(
        transaction, workspace_id, typed, limit=limit, statuses=tuple(OpeningStatus)
    )
    return matching_teams[:limit], matching_openings
