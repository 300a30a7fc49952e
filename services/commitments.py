"""What an advocate said they would do: taken up, dropped, done. Each is told where it is shown.

The help with each of them is in a file of its own: `introduction`, `manager_word`, `interview`,
`channel_post`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.endorsements import Commitment, CommitmentKind, CommitmentState, Endorsement
from domain.errors import AlreadyAnsweredError, NotAllowedError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening
from domain.referrals import Referral
from services import follow_ups, outbox
from services.context import Context
from services.follow_ups import DESK_CARDS
from storage import commitments, endorsements, history, openings, referrals


@dataclass(frozen=True, slots=True)
class CommitmentTask:
    """One thing that the actor can do for a candidate; `commitment` is None until it is offered."""

    referral: Referral
    mine: Endorsement
    opening: Opening | None
    commitment: Commitment | None

    @property
    def done(self) -> bool:
        return self.commitment is not None and self.commitment.state is CommitmentState.DONE


def find_task(context: Context, referral_id: int, kind: CommitmentKind) -> CommitmentTask:
    """Raises `NotFoundError`, `NotAllowedError` for somebody else's referral, `StaleError`
    where it has ended.
    """
    ws = context.workspace.id
    referral = referrals.find(context.transaction, ws, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    mine = endorsements.find_by_advocate(
        context.transaction, ws, referral_id, context.actor.user_id
    )
    if mine is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    opening = (
        openings.find(context.transaction, ws, referral.opening_id) if referral.opening_id else None
    )
    offered = commitments.list_by_member(
        context.transaction, ws, referral_id, context.actor.user_id
    )
    commitment = next((each for each in offered if each.kind is kind), None)
    return CommitmentTask(referral, mine, opening, commitment)


def find_unfinished_task(
    context: Context, referral_id: int, kind: CommitmentKind
) -> CommitmentTask:
    """As `find_task`; raises `AlreadyAnsweredError` where it is done."""
    deed = find_task(context, referral_id, kind)
    if deed.done:
        raise AlreadyAnsweredError("deed")
    return deed


def set_commitments(
    context: Context, referral: Referral, kinds: Collection[CommitmentKind]
) -> list[Commitment]:
    """These are what the actor will do: new ones are taken up, others dropped; the new ones."""
    ws = context.workspace.id
    new = []
    for kind in dict.fromkeys(kinds):
        commitment, is_new = commitments.add_or_reopen(
            context.transaction, ws, referral.id, context.actor.user_id, kind, context.now
        )
        if is_new:
            new.append(commitment)
    if not referral.ended:
        follow_ups.plan_commitment_reminders(context, [(referral, deed) for deed in new])
    for commitment in commitments.list_by_member(
        context.transaction, ws, referral.id, context.actor.user_id
    ):
        if commitment.kind not in kinds and commitment.state is CommitmentState.OPEN:
            settle_commitment(context, commitment, CommitmentState.NOT_NEEDED)
    return new


def ensure_commitment(context: Context, deed: CommitmentTask, kind: CommitmentKind) -> Commitment:
    """The open commitment behind the deed; made where the actor had not offered it."""
    commitment, is_new = commitments.add_or_reopen(
        context.transaction,
        context.workspace.id,
        deed.referral.id,
        context.actor.user_id,
        kind,
        context.now,
    )
    if is_new:
        follow_ups.plan_commitment_reminders(context, [(deed.referral, commitment)])
    return commitment


def mark_done(context: Context, commitment: Commitment) -> bool:
    """Done: it deepens the referral, and every place that shows it says so. False: done before."""
    return settle_commitment(context, commitment, CommitmentState.DONE)


_FOLLOW_UP_STATES = {
    CommitmentState.DONE: FollowUpState.DONE,
    CommitmentState.NOT_NEEDED: FollowUpState.NOT_NEEDED,
}


def settle_commitment(context: Context, commitment: Commitment, state: CommitmentState) -> bool:
    """Done or dropped, by whoever made it; False when it was settled before."""
    ws = context.workspace.id
    if not commitments.settle(context.transaction, ws, commitment.id, state, context.now):
        return False
    kinds = (FollowUpKind.COMMITMENT,)
    follow_ups.close_matching(
        context, _FOLLOW_UP_STATES[state], kinds=kinds, subject_id=commitment.id
    )
    refresh_messages(context, commitment.referral_id)
    history.add_line(
        context.transaction,
        ws,
        commitment.member,
        f"commitment.{state.value}",
        "referral",
        commitment.referral_id,
        context.now,
        commitment=commitment.id,
        kind=commitment.kind.value,
    )
    return True


def refresh_messages(context: Context, referral_id: int) -> None:
    """Queues edits of the messages that show what the advocates of a referral have done."""
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is not None:
        follow_ups.queue_acknowledgement_edits(context, referral)


def close_say_more(context: Context, referral: Referral) -> None:
    """There is evidence now: nobody asks for it again."""
    follow_ups.close_matching(
        context,
        FollowUpState.DONE,
        kinds=(FollowUpKind.SAY_MORE,),
        subject_id=referral.id,
        member=context.actor.user_id,
    )
