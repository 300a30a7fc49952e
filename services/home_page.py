"""Loads everything that App Home shows to the actor, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.consent import redact_for_desk
from domain.depth import desk_sort_key
from domain.endorsements import Depth
from domain.follow_ups import FollowUpKind
from domain.members import Role
from domain.operators import NO_STUCK_ROWS
from domain.pages import HomePage, NudgeItem
from domain.permissions import may_manage, may_post, may_see_openings
from domain.referrals import Referral
from services import bonus, outbox, slack_copies
from services.advocate_pages import MAX_LISTED, list_own_items, list_own_pages
from services.asks import own_asks
from services.context import Context
from services.people import build_actor, build_viewer, find_answerable
from storage import endorsements, members, openings, referrals

DESK_MAX = 500  # referrals that are read and sorted; the first `MAX_LISTED` are shown


def load_home(context: Context) -> HomePage:
    """Loads App Home. A guest sees openings only, and only if the policy allows it."""
    transaction, ws, actor = context.transaction, context.workspace.id, context.actor
    viewer = build_viewer(context)
    is_member, may_see = actor.has_role(Role.MEMBER), may_see_openings(actor, context.policy)
    desk = referrals.list_by_owner(transaction, ws, actor.user_id, DESK_MAX) if is_member else []
    answerable = find_answerable(context, actor.user_id, desk)
    desk = [each for each in desk if each.id in answerable]
    depths = endorsements.find_depths(transaction, ws, [each.id for each in desk])
    shown = openings.search(transaction, ws, "", limit=MAX_LISTED) if may_see else []
    hide = context.policy.hide_until_agreed
    return HomePage(
        viewer=viewer,
        own_referrals=list_own_pages(context, viewer) if is_member else (),
        due_items=_without_own_desk(list_own_items(context, viewer)) if is_member else (),
        desk_referrals=tuple(
            redact_for_desk(each, hide) for each in sort_desk(desk, depths)[:MAX_LISTED]
        ),
        desk_remaining=max(len(desk) - MAX_LISTED, 0),
        depths=depths,
        openings=tuple(shown),
        open_count=openings.count_open(transaction, ws) if shown else 0,
        managed_openings=frozenset(
            each.id for each in shown if is_member and may_manage(actor, each)
        ),
        may_see_openings=may_see,
        may_refer=is_member,
        may_post=may_post(actor),
        stuck_rows=outbox.find_stuck_rows(context) if actor.has_role(Role.ADMIN) else NO_STUCK_ROWS,
        unreached_copies=(
            slack_copies.find_unreached(context) if actor.has_role(Role.ADMIN) else ()
        ),
        has_bonuses=bonus.has_bonuses(context),
        asks=own_asks.load_unfinished_asks(context) if is_member else (),
    )


def load_home_of(context: Context, user_id: str) -> HomePage | None:
    """Loads App Home as this member sees it. None for somebody who is not stored."""
    member = members.find(context.transaction, context.workspace.id, user_id)
    if member is None:
        return None
    actor = build_actor(context.transaction, member, context.policy)
    return load_home(replace(context, actor=actor))


def sort_desk(desk: Sequence[Referral], depths: Mapping[int, Depth]) -> list[Referral]:
    """Sorts by answer, age and depth (docs/depth.md)."""

    def key(each: Referral) -> tuple[bool, date, int, datetime]:
        return desk_sort_key(
            answered=each.answered_at is not None,
            created_at=each.created_at,
            depth=depths.get(each.id, Depth.LEAD),
        )

    return sorted(desk, key=key)


def _without_own_desk(items: tuple[NudgeItem, ...]) -> tuple[NudgeItem, ...]:
    """Leaves out reminders to answer the viewer's own referrals, which the desk lists already.

    A reminder about a referral of another owner, which was passed on to the viewer, stays.
    """
    return tuple(
        item
        for item in items
        if item.follow_up.kind is not FollowUpKind.RECRUITER_ANSWER
        or item.referral is None
        or item.follow_up.member != item.referral.owner
    )
