"""An advocate introduces a candidate with a text that is drafted from their endorsement.

Starts from the form, ends when the advocate marks the introduction as sent. The bot sends nothing.
"""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.endorsements import CommitmentKind
from domain.errors import FieldError
from domain.introduction import draft_introduction, is_same_text
from domain.limits import TEXT_MAX
from services import commitments as commitment_service
from services.commitments import CommitmentTask
from services.context import Context
from storage import commitments, members

KIND = CommitmentKind.INTRODUCTION


def load_form_page(context: Context, referral_id: int) -> IntroductionPage:
    """The content of the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError` and `AlreadyAnsweredError`.
    """
    return _load_page(context, commitment_service.find_unfinished_task(context, referral_id, KIND))


def _load_page(context: Context, task: CommitmentTask, text: str = "") -> IntroductionPage:
    """Loads the form. Without `text`, it shows the saved text or the draft.

    The recipient is the hiring manager. It is the owner if there is no hiring manager, or if the
    actor is the hiring manager.
    """
    manager = task.opening.hiring_manager if task.opening else None
    recipient = task.referral.owner
    if manager and manager != context.actor.user_id:
        recipient = manager
    member = members.find(context.transaction, context.workspace.id, recipient)
    draft = draft_introduction(
        candidate_name=task.endorsement.candidate_name,
        recipient=member.name if member else "",
        advocate=context.actor.member.name,
        relationship=task.endorsement.relationship,
        evidence=task.endorsement.evidence,
        title=task.referral.opening_title,
    )
    saved_text = task.commitment.text if task.commitment else ""
    email = member.email if member else None
    return IntroductionPage(
        task.referral, task.endorsement, recipient, email, draft, text or saved_text or draft
    )


def save_draft(context: Context, referral_id: int, text: str) -> IntroductionPage:
    """Saves the advocate's text, which the form shows from then on.

    Raises what `load_form_page` raises, and `FieldError("text")` for a text that is
    empty, too long, or the unchanged draft.
    """
    task = commitment_service.find_unfinished_task(context, referral_id, KIND)
    draft = _load_page(context, task).draft
    if not text:
        raise FieldError("text", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("text", "too_long", str(TEXT_MAX))
    if is_same_text(text, draft):
        raise FieldError("text", "unedited")
    commitment = commitment_service.ensure_commitment(context, task, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _load_page(context, task, text)


def mark_sent(context: Context, referral_id: int) -> None:
    """Marks the introduction as made by the actor, with the draft or in another way.

    Raises `NotFoundError`, `NotAllowedError` and `StaleError`.
    """
    task = commitment_service.find_task(context, referral_id, KIND)
    if not task.is_done:
        commitment = commitment_service.ensure_commitment(context, task, KIND)
        commitment_service.mark_done(context, commitment)
