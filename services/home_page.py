"""Loads everything that App Home shows to the actor, in a constant number of queries."""

from __future__ import annotations

from dataclasses import replace

from domain.desk import DeskFilter
from domain.follow_ups import FollowUpKind
from domain.home_page import HomePage
from domain.members import Role
from domain.operators import NO_STUCK_ROWS
from domain.pages import NudgeItem
from domain.permissions import answers_referrals, may_manage, may_post, may_see_openings
from services import bonus, desk_list, outbox, slack_copies
from services.advocate_pages import list_own_items, list_own_pages
from services.asks import own_asks
from services.context import Context
from services.openings import list_inactive_openings
from services.people import build_viewer, find_actor
from storage import openings

MAX_SHOWN = 5  # rows of most lists, so that what is due is on the first screen
MAX_ON_DESK = 3  # referrals that the viewer has to answer, each of which takes several lines
MAX_INACTIVE = 5  # paused and ended openings


def load_home(context: Context) -> HomePage:
    """Loads App Home. A guest sees nothing but openings, and these only if the policy allows it.

    Lists are cut to the first rows. The `…_count` fields count all rows.
    """
    transaction, workspace_id, actor = context.transaction, context.workspace.id, context.actor
    viewer = build_viewer(context)
    is_member = actor.has_role(Role.MEMBER)  # False for a guest
    is_admin = actor.has_role(Role.ADMIN)
    may_see = may_see_openings(actor, context.policy)
    desk_rows, desk_count = (
        desk_list.load_first_rows(context, DeskFilter(), MAX_ON_DESK) if is_member else ((), 0)
    )
    due_items = _leave_out_desk_items(list_own_items(context, viewer)) if is_member else ()
    own_openings = desk_list.load_own_openings(context, MAX_SHOWN) if is_member else ()
    open_roles = openings.search(transaction, workspace_id, "", limit=MAX_SHOWN) if may_see else []
    return HomePage(
        viewer=viewer,
        own_referrals=list_own_pages(context, viewer)[:MAX_SHOWN] if is_member else (),
        due_items=due_items[:MAX_SHOWN],
        due_count=len(due_items),
        desk_rows=desk_rows,
        desk_count=desk_count,
        own_openings=own_openings,
        may_open_desk=bool(desk_rows) or answers_referrals(actor),
        openings=tuple(open_roles),
        open_count=openings.count_open(transaction, workspace_id) if open_roles else 0,
        managed_openings=frozenset(
            each.id for each in open_roles if is_member and may_manage(actor, each)
        ),
        may_see_openings=may_see,
        may_refer=is_member,
        may_post=may_post(actor),
        stuck_rows=outbox.find_stuck_rows(context) if is_admin else NO_STUCK_ROWS,
        unreached_copies=slack_copies.list_unreached(context) if is_admin else (),
        has_bonuses=bonus.has_bonuses(context),
        inactive_openings=(
            tuple(list_inactive_openings(context, MAX_INACTIVE)) if is_member else ()
        ),
        asks=own_asks.load_unfinished_asks(context) if is_member else (),
    )


def load_home_of(context: Context, user_id: str) -> HomePage | None:
    """Loads App Home as this member sees it. None for someone who is not stored."""
    actor = find_actor(context, user_id)
    return load_home(replace(context, actor=actor)) if actor else None


def _leave_out_desk_items(items: tuple[NudgeItem, ...]) -> tuple[NudgeItem, ...]:
    """Leaves out the reminders to answer referrals that the viewer owns.

    App Home lists these referrals already. It doesn't list the referrals of other owners, so a
    reminder that was passed on to the viewer stays.
    """
    return tuple(item for item in items if not _is_on_own_desk(item))


def _is_on_own_desk(item: NudgeItem) -> bool:
    return (
        item.follow_up.kind is FollowUpKind.RECRUITER_ANSWER
        and item.referral is not None
        and item.referral.owner == item.follow_up.member
    )
