"""Follow-ups for members who asked in their settings to hear of new openings ("roles").

ROLES is a weekly round-up: one follow-up per member, which stays open and is due again every week.
Its `subject_id` is 0. In a week without news nothing is sent. HOT_ROLE tells at once of an opening
that is marked as hot, whose id is the `subject_id`. The `period` of both begins with the user id.
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
from storage import hot_openings, members, openings, outbox

COMPARED_MAX = 200  # new openings that are compared with the topics, newest first
MONDAY = 0
NO_SUBJECT = 0  # the `subject_id` of a round-up


def next_roles_time(policy: Policy, rules: PersonalRules, now: datetime) -> datetime:
    """The time (UTC) of the member's next round-up.

    It is on the weekday of the round-ups in channels. If the policy has none, it is on Monday.
    """
    day = MONDAY if policy.roundup_day is None else policy.roundup_day
    return next_roundup_time(now, day, rules.zone, rules.hours)


def _find_members(context: Context, follow_ups: Sequence[FollowUp]) -> dict[str, Member]:
    """The members of the follow-ups, by user id."""
    user_ids = {each.member for each in follow_ups}
    return members.find_many(context.transaction, context.workspace.id, user_ids)


def _find_wanted(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the round-ups whose members still want one."""
    by_user_id = _find_members(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if each.member in by_user_id and by_user_id[each.member].own_settings.roundup is not None
    }


def _find_covered_time(context: Context, follow_up: FollowUp) -> tuple[datetime, datetime]:
    """The times (UTC) after which, and until which, openings belong in the newest round-up.

    It begins where the one before it ended, whatever delayed either of them, so that no opening is
    told twice or never. A round-up ends when it was queued.
    """
    nudges = outbox.list_nudges_by_recipient(
        context.transaction,
        context.workspace.id,
        [follow_up.member],
        context.now - 2 * LONGEST_LOOK_BACK,
    )
    times = [
        each.at for each in nudges.get(follow_up.member, ()) if follow_up.id in each.follow_ups
    ]
    until = times[-1] if times else context.now
    if len(times) > 1:
        return max(times[-2], until - LONGEST_LOOK_BACK), until
    # Before a round-up is loaded, `due_at` is moved to the time of the next one.
    begin = min(follow_up.created_at, follow_up.due_at - LONGEST_LOOK_BACK)
    return max(begin, until - LONGEST_LOOK_BACK), until


def _load_news(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The openings since the last round-up that suit the viewer's topics.

    Openings for which the viewer vouches for somebody are left out. An open round-up without
    openings has no item, so it is not sent.
    """
    own = [each for each in follow_ups if each.member == viewer.user_id]
    member = _find_members(context, own).get(viewer.user_id)
    if member is None:
        return {}
    topics, items = member.own_settings.topics, {}
    for each in own:
        after, until = _find_covered_time(context, each)
        newest = openings.list_opened_since(
            context.transaction, context.workspace.id, after, COMPARED_MAX
        )
        posted = [opening for opening in newest if opening.posted_at <= until]
        referred = hot_openings.list_advocates_of_openings(
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


def _stop_if_not_needed(context: Context, follow_up: FollowUp, state: FollowUpState) -> None:
    """Turns the round-up off in the settings of a member who answered "not needed"."""
    member = members.find(context.transaction, context.workspace.id, follow_up.member)
    if member is None or state is not FollowUpState.NOT_NEEDED:
        return
    own_settings = replace(member.own_settings, roundup=None)
    members.save_own_settings(
        context.transaction,
        context.workspace.id,
        follow_up.member,
        own_settings,
        member.paused_until,
    )


def _find_hot(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about an opening that is still hot, and that is still news.

    It is no news for a member who vouches for somebody for the opening, or who no longer wants to
    hear of hot openings.
    """
    by_user_id = _find_members(context, follow_ups)
    found = openings.find_many(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    referred = hot_openings.list_advocates_of_openings(
        context.transaction, context.workspace.id, found
    )
    applicable = set()
    for each in follow_ups:
        member, opening = by_user_id.get(each.member), found.get(each.subject_id)
        if member is None or opening is None or not opening.is_hot:
            continue
        is_wanted = member.own_settings.roundup is RoundupChoice.HOT_TOO
        if is_wanted and (opening.id, member.user_id) not in referred:
            applicable.add(each.id)
    return applicable


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
    find_applicable=_find_wanted,
    load_items=_load_news,
    next_nudge_time=_next_week,
    on_answer=_stop_if_not_needed,
    is_listed=False,
)
HOT_ROLE = KindOfFollowUp(
    find_applicable=_find_hot,
    load_items=_load_hot,
    next_nudge_time=never_again,
    is_listed=False,
)


def plan_or_cancel_roundup(context: Context, rules: PersonalRules, *, is_wanted: bool) -> None:
    """Plans the actor's first round-up, or cancels it together with the news of hot openings.

    A round-up that is already planned keeps its time.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
    if not is_wanted:
        stored_follow_ups.settle_matching(
            transaction,
            workspace_id,
            FollowUpState.CANCELLED,
            context.now,
            member=user_id,
            kinds=(FollowUpKind.ROLES, FollowUpKind.HOT_ROLE),
        )
        return
    planned = stored_follow_ups.find_by_subject(
        transaction, workspace_id, FollowUpKind.ROLES, NO_SUBJECT, user_id
    )
    if planned is None or planned.state is not FollowUpState.OPEN:
        stored_follow_ups.plan(
            transaction,
            workspace_id,
            FollowUpKind.ROLES,
            NO_SUBJECT,
            referral_id=None,
            member=user_id,
            due_at=next_roles_time(context.policy, rules, context.now),
            now=context.now,
            period=user_id,
        )
