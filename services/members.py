"""Members as Slack tells of them; what somebody owned goes on when they leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.errors import NoOwnerError
from domain.follow_ups import FollowUpState
from domain.members import Profile
from services import desk
from services.asks import closing as ask_closing
from services.context import Context
from services.openings import replace_people
from services.people import choose_owner, list_possible_owners
from services.referrals import find_opening_of
from storage import bench, follow_ups, history, members, openings, outbox, referrals, workspaces

MOST_REFERRALS = 10_000


def save_profiles(context: Context, profiles: Sequence[Profile]) -> None:
    """Store what Slack says of these people; whoever has left is followed up at once."""
    for user_id in members.save_profiles(context.transaction, context.workspace.id, profiles):
        hand_over_from(context, user_id)


def mark_inactive(context: Context, user_id: str) -> None:
    """Slack refused to write to them: they are not here any more."""
    if members.set_inactive(context.transaction, context.workspace.id, user_id):
        hand_over_from(context, user_id)


def hand_over_from(context: Context, user_id: str) -> None:
    """Nothing more goes to them; their openings and referrals go to the next owner, who is told."""
    history.add_line(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        "member.left",
        "member",
        0,
        context.now,
        user=user_id,
    )
    outbox.drop_queued_to(
        context.transaction, context.workspace.id, user_id, context.now, "recipient_left"
    )
    for opening in openings.list_run_by(context.transaction, context.workspace.id, user_id):
        chain = [person for person in list_possible_owners(context, opening) if person != user_id]
        heir = chain[0] if chain else None
        replace_people(
            context,
            opening,
            hiring_manager=heir if opening.hiring_manager == user_id else opening.hiring_manager,
            recruiter=heir if opening.recruiter == user_id else opening.recruiter,
        )
    for referral in referrals.list_by_owner(
        context.transaction, context.workspace.id, user_id, MOST_REFERRALS
    ):
        try:
            heir = choose_owner(
                context, find_opening_of(context, referral), but_not=referral.advocate
            )
        except NoOwnerError:
            continue
        desk.change_owner(context, referral, heir)
    ask_closing.close_asks_of_member(context, user_id)
    follow_ups.settle_matching(
        context.transaction,
        context.workspace.id,
        FollowUpState.CANCELLED,
        context.now,
        member=user_id,
    )
    bench.delete_bench(context.transaction, context.workspace.id, user_id)


def set_recruiter_group(context: Context, user_ids: Collection[str]) -> None:
    """The recruiters' user group holds exactly these people now."""
    members.set_recruiter_group(context.transaction, context.workspace.id, user_ids)


def request_new_reading(context: Context) -> None:
    """Everybody is read from Slack anew, at the next tick."""
    workspaces.release_members_reading(context.transaction, context.workspace.id)
