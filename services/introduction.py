"""The form in which an advocate writes the mail that introduces a candidate.

The bot drafts the text from the endorsement and saves it. The advocate sends it, and then says so.
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

_KIND = CommitmentKind.INTRODUCTION


def load_form_page(context: Context, referral_id: int) -> IntroductionPage:
    """Loads the content of the form, as the actor last saved it.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError` and `AlreadyAnsweredError`.
    """
    return _load_page(context, commitment_service.find_unfinished_task(context, referral_id, _KIND))


def _load_page(context: Context, task: CommitmentTask, text: str = "") -> IntroductionPage:
    """Shows `text` in the form, or else the saved text, or else the draft.

    The candidate is introduced to the hiring manager. Without one, or if the actor is the hiring
    manager, to the owner of the referral.
    """
    manager = task.opening.hiring_manager if task.opening else None
    recipient_id = task.referral.owner
    if manager and manager != context.actor.user_id:
        recipient_id = manager
    recipient = members.find(context.transaction, context.workspace.id, recipient_id)
    draft = draft_introduction(
        candidate_name=task.endorsement.candidate_name,
        recipient=recipient.name if recipient else "",
        advocate=context.actor.member.name,
        relationship=task.endorsement.relationship,
        evidence=task.endorsement.evidence,
        title=task.referral.opening_title,
    )
    saved_text = task.commitment.text if task.commitment else ""
    return IntroductionPage(
        referral=task.referral,
        endorsement=task.endorsement,
        recipient=recipient_id,
        cc_email=recipient.email if recipient else None,
        draft=draft,
        text=text or saved_text or draft,
    )


def save_draft(context: Context, referral_id: int, text: str) -> IntroductionPage:
    """Saves the actor's text, which the form shows from then on.

    Raises what `load_form_page` raises, and `FieldError("text")` for a text that is
    empty, too long, or the unchanged draft.
    """
    task = commitment_service.find_unfinished_task(context, referral_id, _KIND)
    draft = _load_page(context, task).draft
    if not text:
        raise FieldError("text", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("text", "too_long", str(TEXT_MAX))
    if is_same_text(text, draft):
        raise FieldError("text", "unedited")
    commitment = commitment_service.ensure_commitment(context, task, _KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _load_page(context, task, text)


def mark_sent(context: Context, referral_id: int) -> None:
    """Records that the actor has introduced the candidate, with this text or in another way.

    A second call changes nothing. Raises `NotFoundError`, `NotAllowedError` and `StaleError`.
    """
    task = commitment_service.find_task(context, referral_id, _KIND)
    if not task.is_done:
        commitment = commitment_service.ensure_commitment(context, task, _KIND)
        commitment_service.mark_done(context, commitment)
