"""Members as Slack tells of them; what somebody owned goes on when they leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.errors import NobodyToAnswer
from domain.follow_ups import FollowUpState
from domain.members import Profile
from domain.policy import Policy
from services import desk
from services.asks import closing as ask_ends
from services.openings import change_people
from services.people import owner_for, owners
from services.referrals import opening_of
from storage import bench, follow_ups, history, members, openings, referrals, workspaces
from storage.engine import Session
from storage.outbox import intents as outbox

MOST_REFERRALS = 10_000


def learn(
    session: Session,
    workspace_id: int,
    profiles: Sequence[Profile],
    policy: Policy,
    now: datetime,
) -> None:
    """Store what Slack says of these people; whoever has left is followed up at once."""
    for user_id in members.save(session, workspace_id, profiles):
        left(session, workspace_id, user_id, policy, now)


def gone(session: Session, workspace_id: int, user_id: str, policy: Policy, now: datetime) -> None:
    """Slack refused to write to them: they are not here any more."""
    if members.set_inactive(session, workspace_id, user_id):
        left(session, workspace_id, user_id, policy, now)


def left(session: Session, workspace_id: int, user_id: str, policy: Policy, now: datetime) -> None:
    """Nothing more goes to them; their openings and referrals go to the next owner, who is told."""
    history.note(session, workspace_id, "slack", "member.left", "member", 0, now, user=user_id)
    outbox.drop_for(session, workspace_id, user_id, now, "recipient_left")
    for opening in openings.run_by(session, workspace_id, user_id):
        chain = [
            person for person in owners(session, workspace_id, opening, policy) if person != user_id
        ]
        heir = chain[0] if chain else None
        change_people(
            session,
            opening,
            hiring_manager=heir if opening.hiring_manager == user_id else opening.hiring_manager,
            recruiter=heir if opening.recruiter == user_id else opening.recruiter,
            now=now,
        )
    for referral in referrals.owned_by(session, workspace_id, user_id, MOST_REFERRALS):
        try:
            heir = owner_for(
                session,
                workspace_id,
                opening_of(session, referral),
                policy,
                but_not=referral.advocate,
            )
        except NobodyToAnswer:
            continue
        desk.give_to(session, referral, heir, "slack", policy, now)
    ask_ends.person_left(session, workspace_id, user_id, now)
    follow_ups.settle_all(session, workspace_id, FollowUpState.CANCELLED, now, member=user_id)
    bench.forget(session, workspace_id, user_id)


def recruiters_are(session: Session, workspace_id: int, user_ids: Collection[str]) -> None:
    """The recruiters' user group holds exactly these people now."""
    members.set_recruiter_group(session, workspace_id, user_ids)


def read_again(session: Session, workspace_id: int) -> None:
    """Everybody is read from Slack anew, at the next tick."""
    workspaces.release_members_reading(session, workspace_id)
