"""Members as Slack tells of them; what somebody owned goes on when they leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.errors import NoOwnerError
from domain.follow_ups import FollowUpState
from domain.members import Profile
from domain.policy import Policy
from services import desk
from services.asks import closing as ask_ends
from services.openings import change_people
from services.people import owner_for, owners
from services.referrals import opening_of
from storage import bench, follow_ups, history, members, openings, referrals, workspaces
from storage.engine import Transaction
from storage.outbox import intents as outbox

MOST_REFERRALS = 10_000


def learn(
    transaction: Transaction,
    workspace_id: int,
    profiles: Sequence[Profile],
    policy: Policy,
    now: datetime,
) -> None:
    """Store what Slack says of these people; whoever has left is followed up at once."""
    for user_id in members.save(transaction, workspace_id, profiles):
        left(transaction, workspace_id, user_id, policy, now)


def gone(
    transaction: Transaction, workspace_id: int, user_id: str, policy: Policy, now: datetime
) -> None:
    """Slack refused to write to them: they are not here any more."""
    if members.set_inactive(transaction, workspace_id, user_id):
        left(transaction, workspace_id, user_id, policy, now)


def left(
    transaction: Transaction, workspace_id: int, user_id: str, policy: Policy, now: datetime
) -> None:
    """Nothing more goes to them; their openings and referrals go to the next owner, who is told."""
    history.note(transaction, workspace_id, "slack", "member.left", "member", 0, now, user=user_id)
    outbox.drop_for(transaction, workspace_id, user_id, now, "recipient_left")
    for opening in openings.run_by(transaction, workspace_id, user_id):
        chain = [
            person
            for person in owners(transaction, workspace_id, opening, policy)
            if person != user_id
        ]
        heir = chain[0] if chain else None
        change_people(
            transaction,
            opening,
            hiring_manager=heir if opening.hiring_manager == user_id else opening.hiring_manager,
            recruiter=heir if opening.recruiter == user_id else opening.recruiter,
            now=now,
        )
    for referral in referrals.owned_by(transaction, workspace_id, user_id, MOST_REFERRALS):
        try:
            heir = owner_for(
                transaction,
                workspace_id,
                opening_of(transaction, referral),
                policy,
                but_not=referral.advocate,
            )
        except NoOwnerError:
            continue
        desk.give_to(transaction, referral, heir, "slack", policy, now)
    ask_ends.person_left(transaction, workspace_id, user_id, now)
    follow_ups.settle_all(transaction, workspace_id, FollowUpState.CANCELLED, now, member=user_id)
    bench.forget(transaction, workspace_id, user_id)


def recruiters_are(transaction: Transaction, workspace_id: int, user_ids: Collection[str]) -> None:
    """The recruiters' user group holds exactly these people now."""
    members.set_recruiter_group(transaction, workspace_id, user_ids)


def read_again(transaction: Transaction, workspace_id: int) -> None:
    """Everybody is read from Slack anew, at the next tick."""
    workspaces.release_members_reading(transaction, workspace_id)
