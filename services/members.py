"""Stores members as Slack describes them, and hands over what somebody owned when they leave.

Starts from an event, a reading of all members, or a refused message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.errors import NoOwnerError
from domain.follow_ups import FollowUpState
from domain.members import Profile
from services import desk, history
from services.asks import closing as ask_closing
from services.context import Context
from services.openings import replace_people
from services.people import choose_owner, list_possible_owners
from services.referrals import find_opening_of
from storage import bench, follow_ups, members, openings, outbox, referrals, workspaces

REFERRALS_MAX = 10_000


def save_profiles(context: Context, profiles: Sequence[Profile]) -> None:
    """Stores profiles, and hands over what those who have left owned."""
    for user_id in members.save_profiles(context.transaction, context.workspace.id, profiles):
        hand_over_from(context, user_id)


def mark_inactive(context: Context, user_id: str) -> None:
    """Slack refuses messages to somebody, as they have left."""
    if members.set_inactive(context.transaction, context.workspace.id, user_id):
        hand_over_from(context, user_id)


def hand_over_from(context: Context, user_id: str) -> None:
    """Hands the openings and referrals of somebody who left to the next owner, who is told.

    Queued messages to them are dropped, and their follow-ups, asks and bench end.
    """
    history.add_line(context, "member.left", "member", 0, user=user_id)
    outbox.drop_queued_to(
        context.transaction, context.workspace.id, user_id, context.now, "recipient_left"
    )
    for opening in openings.list_run_by(context.transaction, context.workspace.id, user_id):
        possible = list_possible_owners(context, opening)
        successor = next((person for person in possible if person != user_id), None)
        replace_people(
            context,
            opening,
            hiring_manager=successor
            if opening.hiring_manager == user_id
            else opening.hiring_manager,
            recruiter=successor if opening.recruiter == user_id else opening.recruiter,
        )
    for referral in referrals.list_by_owner(
        context.transaction, context.workspace.id, user_id, REFERRALS_MAX
    ):
        try:
            successor = choose_owner(
                context, find_opening_of(context, referral), but_not=referral.advocate
            )
        except NoOwnerError:
            continue
        desk.change_owner(context, referral, successor)
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
    """Stores who is in the recruiters' user group: these people and nobody else."""
    members.set_recruiter_group(context.transaction, context.workspace.id, user_ids)


def request_new_reading(context: Context) -> None:
    """Lets the next tick read all members from Slack again."""
    workspaces.release_members_reading(context.transaction, context.workspace.id)
