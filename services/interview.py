"""A candidate interviews: the advocate's kit, and what they heard afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from domain.commitment_pages import InterviewKitPage
from domain.endorsements import CommitmentKind, CommitmentState
from domain.errors import AlreadyAnsweredError, FieldError, NotFoundError, StaleError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.limits import TEXT_MAX
from domain.referrals import Referral
from domain.stages import Stage
from services import commitments as deeds
from services import follow_up_answers, follow_ups, outbox
from services.context import Context
from services.follow_ups import DESK_CARDS
from storage import commitments, history, interview_notes, referrals
from storage import follow_ups as planned
from storage import outbox as stored_outbox

KIND = CommitmentKind.INTERVIEW_PREP


def plan_for_stage(context: Context, referral: Referral, advocates: Sequence[str]) -> None:
    """There is an interview: help that was promised is due, and a check-in comes after it."""
    if referral.stage is not Stage.INTERVIEWING:
        kinds = (FollowUpKind.INTERVIEW,)
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=referral, kinds=kinds)
        return
    for advocate in advocates:
        promised = [
            (referral, deed)
            for deed in commitments.list_by_member(
                context.transaction, referral.workspace_id, referral.id, advocate
            )
            if deed.kind is KIND and deed.state is CommitmentState.OPEN
        ]
        follow_ups.plan_commitment_reminders(context, promised)
        follow_ups.plan_interview_question(context, referral, advocate)


def load_kit_page(context: Context, referral_id: int) -> InterviewKitPage:
    """For every advocate, promised or not. Raises `NotFoundError`, `NotAllowedError`,
    `StaleError`.
    """
    deed = deeds.find_task(context, referral_id, KIND)
    return InterviewKitPage(
        deed.referral, deed.mine, deed.opening, context.actor.member.name, deed.done
    )


def mark_prepared(context: Context, referral_id: int) -> None:
    """They have prepared the candidate. Raises as `load_kit_page`; said before, nothing changes."""
    deed = deeds.find_task(context, referral_id, KIND)
    if not deed.done:
        commitment = deeds.ensure_commitment(context, deed, KIND)
        deeds.mark_done(context, commitment)


def find_interview_question(context: Context, step_id: int) -> tuple[FollowUp, Referral]:
    """The check-in that the actor answers: `NotFoundError`, `NotAllowedError`, `StaleError`,
    `AlreadyAnsweredError`.
    """
    step = follow_up_answers.find_own(context, step_id)
    referral = referrals.find(context.transaction, context.workspace.id, step.referral_id or 0)
    if referral is None or step.kind is not FollowUpKind.INTERVIEW:
        raise NotFoundError("referral")
    if step.state is FollowUpState.CANCELLED:
        raise StaleError("referral", referral.stage.value)
    if step.state is not FollowUpState.OPEN:
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    return step, referral


def add_interview_note(context: Context, step_id: int, text: str) -> None:
    """What they heard goes to those who decide. Raises as `find_interview_question`, and `FieldError("heard",
    ...)`.
    """
    step, referral = find_interview_question(context, step_id)
    if not text:
        raise FieldError("heard", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("heard", "too_long", str(TEXT_MAX))
    ws = context.workspace.id
    if not planned.settle(context.transaction, ws, step.id, FollowUpState.DONE, context.now):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    interview_notes.add(
        context.transaction, ws, referral.id, context.actor.user_id, text, context.now
    )
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "referral.heard",
        "referral",
        referral.id,
        context.now,
        step=step.id,
    )
    stored_outbox.queue_nudge_edits(
        context.transaction, ws, {context.actor.user_id}, {step.id}, context.now
    )
    outbox.queue_edits(context, DESK_CARDS, referral.id)
