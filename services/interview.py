"""A candidate interviews: the advocate's kit, and what they heard afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.commitment_pages import KitPage
from domain.errors import AlreadyAnsweredError, FieldError, NotFoundError, StaleError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Actor
from domain.policy import Policy
from domain.referrals import CommitmentKind, CommitmentState, Referral, Stage
from services import commitments as deeds
from services import follow_ups
from services.follow_ups import CARDS
from storage import commitments, history, referrals
from storage import follow_ups as planned
from storage import interview_notes as heard
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged

LONGEST = 3000  # characters
KIND = CommitmentKind.INTERVIEW_PREP


def stage_moved(
    transaction: Transaction,
    referral: Referral,
    advocates: Sequence[str],
    policy: Policy,
    now: datetime,
) -> None:
    """There is an interview: help that was promised is due, and a check-in comes after it."""
    if referral.stage is not Stage.INTERVIEWING:
        ws, kinds = referral.workspace_id, (FollowUpKind.INTERVIEW,)
        follow_ups.close(
            transaction, ws, FollowUpState.CANCELLED, now, referral=referral, kinds=kinds
        )
        return
    for advocate in advocates:
        promised = [
            (referral, deed)
            for deed in commitments.of_member(
                transaction, referral.workspace_id, referral.id, advocate
            )
            if deed.kind is KIND and deed.state is CommitmentState.OPEN
        ]
        follow_ups.expect_deeds(transaction, promised, policy, now)
        follow_ups.ask_of_interview(transaction, referral, advocate, policy, now)


def kit(transaction: Transaction, actor: Actor, referral_id: int) -> KitPage:
    """For every advocate, promised or not. Raises `NotFoundError`, `NotAllowedError`,
    `StaleError`.
    """
    deed = deeds.find(transaction, actor, referral_id, KIND)
    return KitPage(deed.referral, deed.mine, deed.opening, actor.member.name, deed.done)


def helped(
    transaction: Transaction, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> None:
    """They have prepared the candidate. Raises as `kit`; said before, nothing changes."""
    deed = deeds.find(transaction, actor, referral_id, KIND)
    if not deed.done:
        commitment = deeds.taken_up(transaction, actor, deed, KIND, policy, now)
        deeds.do(transaction, actor, commitment, now)


def asked(transaction: Transaction, actor: Actor, step_id: int) -> tuple[FollowUp, Referral]:
    """The check-in that the actor answers: `NotFoundError`, `NotAllowedError`, `StaleError`,
    `AlreadyAnsweredError`.
    """
    step = follow_ups.mine(transaction, actor, step_id)
    referral = referrals.find(transaction, actor.workspace_id, step.referral_id or 0)
    if referral is None or step.kind is not FollowUpKind.INTERVIEW:
        raise NotFoundError("referral")
    if step.state is FollowUpState.CANCELLED:
        raise StaleError("referral", referral.stage.value)
    if step.state is not FollowUpState.OPEN:
        raise AlreadyAnsweredError("follow_up", actor.user_id)
    return step, referral


def add_heard(
    transaction: Transaction, actor: Actor, step_id: int, text: str, now: datetime
) -> None:
    """What they heard goes to those who decide. Raises as `asked`, and `FieldError("heard",
    ...)`.
    """
    step, referral = asked(transaction, actor, step_id)
    if not text:
        raise FieldError("heard", "empty")
    if len(text) > LONGEST:
        raise FieldError("heard", "too_long", str(LONGEST))
    ws = actor.workspace_id
    if not planned.settle(transaction, ws, step.id, FollowUpState.DONE, now):
        raise AlreadyAnsweredError("follow_up", actor.user_id)
    heard.add(transaction, ws, referral.id, actor.user_id, text, now)
    history.note(
        transaction, ws, actor.user_id, "referral.heard", "referral", referral.id, now, step=step.id
    )
    nudged.refresh(transaction, ws, {actor.user_id}, {step.id}, now)
    outbox.refresh(transaction, ws, CARDS, referral.id, now)
