"""The advocate helps a candidate to prepare for an interview, and reports how it went.

Starts from the stage "interviewing", ends with a note on the owner's card.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.commitment_pages import InterviewKitPage
from domain.endorsements import CommitmentKind, CommitmentState
from domain.errors import AlreadyAnsweredError, FieldError, NotFoundError, StaleError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.limits import TEXT_MAX
from domain.referrals import Referral
from domain.stages import Stage
from services import commitments as commitment_service
from services import follow_up_answers, follow_ups, history, outbox
from services.context import Context
from services.follow_ups import DESK_CARDS
from storage import commitments, interview_notes, referrals
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox

KIND = CommitmentKind.INTERVIEW_PREP


def plan_for_stage(context: Context, referral: Referral, advocates: Sequence[str]) -> None:
    """Plans the follow-ups of advocates about an interview. At any other stage it closes them."""
    if referral.stage is not Stage.INTERVIEWING:
        kinds = (FollowUpKind.INTERVIEW,)
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=referral, kinds=kinds)
        return
    for advocate in advocates:
        open_commitments = [
            (referral, commitment)
            for commitment in commitments.list_by_member(
                context.transaction, referral.workspace_id, referral.id, advocate
            )
            if commitment.kind is KIND and commitment.state is CommitmentState.OPEN
        ]
        follow_ups.plan_commitment_reminders(context, open_commitments)
        follow_ups.plan_interview_question(context, referral, advocate)


def load_kit_page(context: Context, referral_id: int) -> InterviewKitPage:
    """Loads the page that helps an advocate to prepare the candidate. It needs no commitment.

    Raises `NotFoundError`, `NotAllowedError` and `StaleError`.
    """
    task = commitment_service.find_task(context, referral_id, KIND)
    return InterviewKitPage(
        task.referral, task.endorsement, task.opening, context.actor.member.name, task.is_done
    )


def mark_prepared(context: Context, referral_id: int) -> None:
    """Marks the candidate as prepared by the actor. Raises what `load_kit_page` raises."""
    task = commitment_service.find_task(context, referral_id, KIND)
    if not task.is_done:
        commitment = commitment_service.ensure_commitment(context, task, KIND)
        commitment_service.mark_done(context, commitment)


def find_interview_question(context: Context, follow_up_id: int) -> tuple[FollowUp, Referral]:
    """Finds the actor's follow-up that asks how the interview went, and its referral.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError` if the stage has changed, and
    `AlreadyAnsweredError`.
    """
    follow_up = follow_up_answers.find_own_follow_up(context, follow_up_id)
    if follow_up.kind is not FollowUpKind.INTERVIEW or follow_up.referral_id is None:
        raise NotFoundError("referral")
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if follow_up.state is FollowUpState.CANCELLED:
        raise StaleError("referral", referral.stage.value)
    if follow_up.state is not FollowUpState.OPEN:
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    return follow_up, referral


def add_interview_note(context: Context, follow_up_id: int, text: str) -> None:
    """Stores the actor's note on how the interview went, and shows it on the owner's card.

    Raises what `find_interview_question` raises, and `FieldError("heard")`.
    """
    follow_up, referral = find_interview_question(context, follow_up_id)
    if not text:
        raise FieldError("heard", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("heard", "too_long", str(TEXT_MAX))
    workspace_id = context.workspace.id
    if not stored_follow_ups.settle(
        context.transaction, workspace_id, follow_up.id, FollowUpState.DONE, context.now
    ):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    interview_notes.add(
        context.transaction, workspace_id, referral.id, context.actor.user_id, text, context.now
    )
    history.add_line(context, "referral.heard", "referral", referral.id, step=follow_up.id)
    stored_outbox.queue_nudge_edits(
        context.transaction, workspace_id, {context.actor.user_id}, {follow_up.id}, context.now
    )
    outbox.queue_edits(context, DESK_CARDS, referral.id)
