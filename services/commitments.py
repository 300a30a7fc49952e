"""Stores and settles commitments: help for a candidate that an advocate offered.

A commitment is settled when it is done or not needed. The modules `introduction`, `manager_word`,
`interview` and `channel_post` are each about one kind of commitment.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.endorsements import Commitment, CommitmentKind, CommitmentState, Endorsement
from domain.errors import AlreadyAnsweredError, NotAllowedError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening
from domain.referrals import Referral
from services import follow_ups, history, outbox
from services.context import Context
from services.follow_ups import DESK_CARDS
from storage import commitments, desk, endorsements, openings, referrals


@dataclass(frozen=True, slots=True)
class CommitmentTask:
    """One kind of help that the actor can give, whether they have offered it or not.

    `commitment` is None if they never offered it. `opening` is None for a referral without one.
    """

    referral: Referral
    endorsement: Endorsement
    opening: Opening | None
    commitment: Commitment | None

    @property
    def is_done(self) -> bool:
        return self.commitment is not None and self.commitment.state is CommitmentState.DONE


def find_task(context: Context, referral_id: int, kind: CommitmentKind) -> CommitmentTask:
    """Finds the task of this kind for a referral that the actor has endorsed.

    Raises `NotFoundError` (also if the candidate is erased), `NotAllowedError` if the actor has not
    endorsed the referral, and `StaleError` if the referral has ended.
    """
    workspace_id = context.workspace.id
    referral = referrals.find(context.transaction, workspace_id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    endorsement = endorsements.find_by_advocate(
        context.transaction, workspace_id, referral_id, context.actor.user_id
    )
    if endorsement is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    opening = (
        openings.find(context.transaction, workspace_id, referral.opening_id)
        if referral.opening_id
        else None
    )
    own_commitments = commitments.list_by_member(
        context.transaction, workspace_id, referral_id, context.actor.user_id
    )
    commitment = next((each for each in own_commitments if each.kind is kind), None)
    return CommitmentTask(referral, endorsement, opening, commitment)


def find_unfinished_task(
    context: Context, referral_id: int, kind: CommitmentKind
) -> CommitmentTask:
    """Like `find_task`, but raises `AlreadyAnsweredError` if the task is done."""
    task = find_task(context, referral_id, kind)
    if task.is_done:
        raise AlreadyAnsweredError("deed")
    return task


def set_commitments(
    context: Context, referral: Referral, kinds: Collection[CommitmentKind]
) -> list[Commitment]:
    """Makes the actor's commitments match `kinds`, and returns those that were added or reopened.

    Open commitments of other kinds are settled as not needed. Commitments that are done stay done.
    """
    workspace_id = context.workspace.id
    newly_open = []
    for kind in dict.fromkeys(kinds):
        commitment, is_newly_open = commitments.add_or_reopen(
            context.transaction, workspace_id, referral.id, context.actor.user_id, kind, context.now
        )
        if is_newly_open:
            newly_open.append(commitment)
    if not referral.ended:
        follow_ups.plan_commitment_reminders(
            context, [(referral, commitment) for commitment in newly_open]
        )
    for commitment in commitments.list_by_member(
        context.transaction, workspace_id, referral.id, context.actor.user_id
    ):
        if commitment.kind not in kinds and commitment.state is CommitmentState.OPEN:
            settle_commitment(context, commitment, CommitmentState.NOT_NEEDED)
    return newly_open


def ensure_commitment(context: Context, task: CommitmentTask, kind: CommitmentKind) -> Commitment:
    """Returns the open or fulfilled commitment of the task: adds or reopens it if necessary."""
    commitment, is_newly_open = commitments.add_or_reopen(
        context.transaction,
        context.workspace.id,
        task.referral.id,
        context.actor.user_id,
        kind,
        context.now,
    )
    if is_newly_open:
        follow_ups.plan_commitment_reminders(context, [(task.referral, commitment)])
    return commitment


def mark_done(context: Context, commitment: Commitment) -> bool:
    """Settles a commitment as done. Returns False if it was settled already."""
    return settle_commitment(context, commitment, CommitmentState.DONE)


_FOLLOW_UP_STATES = {
    CommitmentState.DONE: FollowUpState.DONE,
    CommitmentState.NOT_NEEDED: FollowUpState.NOT_NEEDED,
}


def settle_commitment(context: Context, commitment: Commitment, state: CommitmentState) -> bool:
    """Settles a commitment and its reminders. `state` is `DONE` or `NOT_NEEDED`.

    Queues edits of the messages that show it. Returns False if it was settled already.
    """
    workspace_id = context.workspace.id
    if not commitments.settle(context.transaction, workspace_id, commitment.id, state, context.now):
        return False
    follow_ups.close_matching(
        context,
        _FOLLOW_UP_STATES[state],
        kinds=(FollowUpKind.COMMITMENT,),
        subject_id=commitment.id,
    )
    desk.save_depths(context.transaction, workspace_id, [commitment.referral_id])
    refresh_messages(context, commitment.referral_id)
    history.add_line(
        context,
        f"commitment.{state.value}",
        "referral",
        commitment.referral_id,
        by=commitment.member,
        commitment=commitment.id,
        kind=commitment.kind.value,
    )
    return True


def refresh_messages(context: Context, referral_id: int) -> None:
    """Queues edits of the messages that show what the advocates offered and did.

    These are the cards on the desk, and the messages that acknowledged each endorsement.
    """
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is not None:
        follow_ups.queue_acknowledgement_edits(context, referral)


def close_say_more(context: Context, referral: Referral) -> None:
    """Closes the follow-up that asks the actor to say more about the candidate, since they did."""
    follow_ups.close_matching(
        context,
        FollowUpState.DONE,
        kinds=(FollowUpKind.SAY_MORE,),
        subject_id=referral.id,
        member=context.actor.user_id,
    )
