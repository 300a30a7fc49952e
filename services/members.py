"""Stores members as Slack describes them, and hands over the work of members who leave.

Starts from an event, from reading all members, or from a refused message.
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
from services.people import choose_successor, list_possible_owners
from storage import bench, follow_ups, members, openings, outbox, referrals, workspaces

REFERRALS_MAX = 10_000  # handed over when one owner leaves


def save_profiles(context: Context, profiles: Sequence[Profile]) -> None:
    """Stores profiles, and hands over the openings and referrals of members who have left."""
    for user_id in members.save_profiles(context.transaction, context.workspace.id, profiles):
        hand_over_from(context, user_id)


def is_new_or_changed(context: Context, profile: Profile) -> bool:
    """Returns whether storing the profile would change anything."""
    return members.is_new_or_changed(context.transaction, context.workspace.id, profile)


def mark_inactive(context: Context, user_id: str) -> None:
    """Marks somebody as having left, after Slack has refused a message to them."""
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
    for opening in openings.list_by_person_in_charge(
        context.transaction, context.workspace.id, user_id
    ):
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
            successor = choose_successor(context, referral)
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


def request_members_reading(context: Context) -> None:
    """Lets the next tick read all members from Slack again."""
    workspaces.release_members_reading(context.transaction, context.workspace.id)
