"""What an advocate said they would do: taken up, dropped, done. Each is told where it is shown.

The help with each of them is in a file of its own: `introduction`, `manager_word`, `interview`,
`channel_post`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.errors import AlreadyAnsweredError, NotAllowedError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.members import Actor
from domain.openings import Opening
from domain.policy import Policy
from domain.referrals import Commitment, CommitmentKind, CommitmentState, Endorsement, Referral
from services import follow_ups
from services.follow_ups import CARDS
from storage import commitments, endorsements, history, openings, referrals
from storage.engine import Transaction
from storage.outbox import intents as outbox


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that the actor can do for a candidate; `commitment` is None until it is offered."""

    referral: Referral
    mine: Endorsement
    opening: Opening | None
    commitment: Commitment | None

    @property
    def done(self) -> bool:
        return self.commitment is not None and self.commitment.state is CommitmentState.DONE


def find(transaction: Transaction, actor: Actor, referral_id: int, kind: CommitmentKind) -> Deed:
    """Raises `NotFoundError`, `NotAllowedError` for somebody else's referral, `StaleError`
    where it has ended.
    """
    ws = actor.workspace_id
    referral = referrals.find(transaction, ws, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    mine = endorsements.by(transaction, ws, referral_id, actor.user_id)
    if mine is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    opening = openings.find(transaction, ws, referral.opening_id) if referral.opening_id else None
    offered = commitments.of_member(transaction, ws, referral_id, actor.user_id)
    commitment = next((each for each in offered if each.kind is kind), None)
    return Deed(referral, mine, opening, commitment)


def still_to_do(
    transaction: Transaction, actor: Actor, referral_id: int, kind: CommitmentKind
) -> Deed:
    """As `find`; raises `AlreadyAnsweredError` where it is done."""
    deed = find(transaction, actor, referral_id, kind)
    if deed.done:
        raise AlreadyAnsweredError("deed")
    return deed


def offer(
    transaction: Transaction,
    actor: Actor,
    referral: Referral,
    kinds: Collection[CommitmentKind],
    policy: Policy,
    now: datetime,
) -> list[Commitment]:
    """These are what the actor will do: new ones are taken up, others dropped; the new ones."""
    ws = actor.workspace_id
    new = []
    for kind in dict.fromkeys(kinds):
        commitment, is_new = commitments.take_up(
            transaction, ws, referral.id, actor.user_id, kind, now
        )
        if is_new:
            new.append(commitment)
    if not referral.ended:
        follow_ups.expect_deeds(transaction, [(referral, deed) for deed in new], policy, now)
    for commitment in commitments.of_member(transaction, ws, referral.id, actor.user_id):
        if commitment.kind not in kinds and commitment.state is CommitmentState.OPEN:
            settle(transaction, ws, commitment, CommitmentState.NOT_NEEDED, now)
    return new


def taken_up(
    transaction: Transaction,
    actor: Actor,
    deed: Deed,
    kind: CommitmentKind,
    policy: Policy,
    now: datetime,
) -> Commitment:
    """The open commitment behind the deed; made where the actor had not offered it."""
    commitment, is_new = commitments.take_up(
        transaction, actor.workspace_id, deed.referral.id, actor.user_id, kind, now
    )
    if is_new:
        follow_ups.expect_deeds(transaction, [(deed.referral, commitment)], policy, now)
    return commitment


def do(transaction: Transaction, actor: Actor, commitment: Commitment, now: datetime) -> bool:
    """Done: it deepens the referral, and every place that shows it says so. False: done before."""
    return settle(transaction, actor.workspace_id, commitment, CommitmentState.DONE, now)


_BECOMES = {
    CommitmentState.DONE: FollowUpState.DONE,
    CommitmentState.NOT_NEEDED: FollowUpState.NOT_NEEDED,
}


def settle(
    transaction: Transaction,
    workspace_id: int,
    commitment: Commitment,
    state: CommitmentState,
    now: datetime,
) -> bool:
    """Done or dropped, by whoever made it; False when it was settled before."""
    ws = workspace_id
    if not commitments.settle(transaction, ws, commitment.id, state, now):
        return False
    kinds = (FollowUpKind.COMMITMENT,)
    follow_ups.close(transaction, ws, _BECOMES[state], now, kinds=kinds, subject_id=commitment.id)
    outbox.refresh(transaction, ws, CARDS, commitment.referral_id, now)
    referral = referrals.find(transaction, ws, commitment.referral_id)
    if referral is not None:
        follow_ups.thank_again(transaction, referral, now)
    history.note(
        transaction,
        ws,
        commitment.member,
        f"commitment.{state.value}",
        "referral",
        commitment.referral_id,
        now,
        commitment=commitment.id,
        kind=commitment.kind.value,
    )
    return True


def said_more(transaction: Transaction, actor: Actor, referral: Referral, now: datetime) -> None:
    """There is evidence now: nobody asks for it again."""
    ws = actor.workspace_id
    follow_ups.close(
        transaction,
        ws,
        FollowUpState.DONE,
        now,
        kinds=(FollowUpKind.SAY_MORE,),
        subject_id=referral.id,
        member=actor.user_id,
    )
