"""The advocate helps a candidate to prepare for an interview, and reports how it went.

The help is an offer of the advocate's, with a kit to read. The report is a note on the card of the
referral. Both begin when the referral reaches the stage "interviewing".
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

_KIND = CommitmentKind.INTERVIEW_PREP


def update_follow_ups(context: Context, referral: Referral, advocates: Sequence[str]) -> None:
    """Plans or cancels the follow-ups about an interview, after the referral's stage has changed.

    At the stage "interviewing" each of the advocates (user ids) is reminded of an offer to help
    with the preparation, and is asked how the interview went. At any other stage the question is
    cancelled.
    """
    if referral.stage is not Stage.INTERVIEWING:
        kinds = (FollowUpKind.INTERVIEW,)
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=referral, kinds=kinds)
        return
    for advocate in advocates:
        offers = commitments.list_by_member(
            context.transaction, referral.workspace_id, referral.id, advocate
        )
        open_offers = [
            (referral, commitment)
            for commitment in offers
            if commitment.kind is _KIND and commitment.state is CommitmentState.OPEN
        ]
        follow_ups.plan_commitment_reminders(context, open_offers)
        follow_ups.plan_interview_question(context, referral, advocate)


def load_kit_page(context: Context, referral_id: int) -> InterviewKitPage:
    """Loads the interview kit, which helps the actor to prepare the candidate.

    An advocate may open it without having offered to help. Raises `NotFoundError`,
    `NotAllowedError` and `StaleError`.
    """
    task = commitment_service.find_task(context, referral_id, _KIND)
    return InterviewKitPage(
        referral=task.referral,
        endorsement=task.endorsement,
        opening=task.opening,
        advocate_name=context.actor.member.name,
        has_helped=task.is_done,
    )


def mark_prepared(context: Context, referral_id: int) -> None:
    """Stores that the actor has prepared the candidate; a second call changes nothing.

    Raises what `load_kit_page` raises.
    """
    task = commitment_service.find_task(context, referral_id, _KIND)
    if not task.is_done:
        commitment = commitment_service.ensure_commitment(context, task, _KIND)
        commitment_service.mark_done(context, commitment)


def find_interview_question(context: Context, follow_up_id: int) -> tuple[FollowUp, Referral]:
    """Finds the actor's follow-up that asks how the interview went, and its referral.

    Raises `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError`, and `StaleError` if the
    referral has left the stage "interviewing".
    """
    follow_up = follow_up_answers.find_own_follow_up(context, follow_up_id)
    if follow_up.kind is not FollowUpKind.INTERVIEW or follow_up.referral_id is None:
        raise NotFoundError("referral")
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if follow_up.state is FollowUpState.CANCELLED:  # by `update_follow_ups`
        raise StaleError("referral", referral.stage.value)
    if follow_up.state is not FollowUpState.OPEN:
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    return follow_up, referral


def add_interview_note(context: Context, follow_up_id: int, text: str) -> None:
    """Stores the actor's note on how the interview went, and shows it on the owner's card.

    Raises what `find_interview_question` raises. A note that is empty or too long raises
    `FieldError("heard")`, with the name of its form field.
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
