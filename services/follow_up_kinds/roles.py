"""Follow-ups about openings for someone who wants news: a weekly round-up, and hot openings.

`period` begins with the user id. `subject_id` is the id of the hot opening, and 0 for the round-up.
The round-up stays open and is due again every week. In a week without news nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Member
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from domain.roundup import next_roundup_time
from domain.topics import LONGEST_LOOK_BACK, RoleNews, RoundupChoice, suits_topics
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp, never_again
from storage import follow_ups as stored_follow_ups
from storage import hot_openings, members, openings

READ_MAX = 200  # new openings that are compared with the topics
MONDAY = 0


def next_roles_time(policy: Policy, rules: PersonalRules, now: datetime) -> datetime:
    """The time (UTC) of the next round-up: the day of the channels' round-ups, or Monday."""
    day = MONDAY if policy.roundup_day is None else policy.roundup_day
    return next_roundup_time(now, day, rules.zone, rules.hours)


def _find_people(context: Context, follow_ups: Sequence[FollowUp]) -> dict[str, Member]:
    people = {each.member for each in follow_ups}
    return members.find_many(context.transaction, context.workspace.id, people)


def _find_wanted(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    people = _find_people(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if each.member in people and people[each.member].own_settings.roundup is not None
    }


def _load_news(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The openings since the last round-up.

    When they are loaded, `due_at` is already the time of the next round-up. Openings for which the
    viewer has put someone forward are left out.
    """
    own = [each for each in follow_ups if each.member == viewer.user_id]
    member = _find_people(context, own).get(viewer.user_id)
    if member is None:
        return {}
    topics, items = member.own_settings.topics, {}
    for each in own:
        since = each.due_at - LONGEST_LOOK_BACK
        posted = openings.list_opened_since(
            context.transaction, context.workspace.id, since, READ_MAX
        )
        referred = hot_openings.list_who_referred(
            context.transaction, context.workspace.id, {opening.id for opening in posted}
        )
        suitable = tuple(
            opening
            for opening in posted
            if suits_topics(opening, topics) and (opening.id, viewer.user_id) not in referred
        )
        if suitable or each.state is not FollowUpState.OPEN:
            items[each.id] = NudgeItem(
                each, None, "new roles", role_news=RoleNews(suitable, topics)
            )
    return items


def _next_week(
    policy: Policy, _follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return next_roles_time(policy, rules, now)


def _stop_roundup(context: Context, follow_up: FollowUp, state: FollowUpState) -> None:
    """Turns the round-up off in the settings of a member who answered "not needed"."""
    member = members.find(context.transaction, context.workspace.id, follow_up.member)
    if member is None or state is not FollowUpState.NOT_NEEDED:
        return
    own = replace(member.own_settings, roundup=None)
    members.save_own_settings(
        context.transaction, context.workspace.id, follow_up.member, own, member.paused_until
    )


def _find_hot(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    people = _find_people(context, follow_ups)
    found = openings.find_many(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    referred = hot_openings.list_who_referred(context.transaction, context.workspace.id, found)
    return {
        each.id
        for each in follow_ups
        if each.member in people
        and (each.subject_id, each.member) not in referred
        and people[each.member].own_settings.roundup is RoundupChoice.HOT_TOO
        and each.subject_id in found
        and found[each.subject_id].is_hot
    }


def _load_hot(
    context: Context, _viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    found = openings.find_many(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    return {
        each.id: NudgeItem(each, None, found[each.subject_id].ref, opening=found[each.subject_id])
        for each in follow_ups
        if each.subject_id in found
    }


ROLES = KindOfFollowUp(
    _find_wanted, _load_news, _next_week, on_answer=_stop_roundup, is_listed=False
)
HOT_ROLE = KindOfFollowUp(_find_hot, _load_hot, never_again, is_listed=False)


def plan_or_cancel_roundup(context: Context, rules: PersonalRules, *, is_wanted: bool) -> None:
    """Plans the actor's first round-up, or cancels it. A planned round-up keeps its time."""
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
    kind = FollowUpKind.ROLES
    if not is_wanted:
        stored_follow_ups.settle_matching(
            transaction,
            workspace_id,
            FollowUpState.CANCELLED,
            context.now,
            member=user_id,
            kinds=(kind, FollowUpKind.HOT_ROLE),
        )
        return
    planned = stored_follow_ups.find_by_subject(transaction, workspace_id, kind, 0, user_id)
    if planned is None or planned.state is not FollowUpState.OPEN:
        stored_follow_ups.plan(
            transaction,
            workspace_id,
            kind,
            0,
            referral_id=None,
            member=user_id,
            due_at=next_roles_time(context.policy, rules, context.now),
            now=context.now,
            period=user_id,
        )
