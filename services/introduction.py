"""An advocate introduces a candidate: a draft from their own words, theirs once they changed it."""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.endorsements import CommitmentKind
from domain.errors import FieldError
from domain.introduction import draft_introduction, is_same_text
from domain.limits import TEXT_MAX
from services import commitments as deeds
from services.commitments import CommitmentTask
from services.context import Context
from storage import commitments, members

KIND = CommitmentKind.INTRODUCTION


def load_form_page(context: Context, referral_id: int) -> IntroductionPage:
    """What stands in the form. Raises `NotFoundError`, `NotAllowedError`, `StaleError`,
    `AlreadyAnsweredError`.
    """
    return _form_page(context, deeds.find_unfinished_task(context, referral_id, KIND))


def _form_page(context: Context, deed: CommitmentTask, text: str = "") -> IntroductionPage:
    """To the hiring manager; to whoever answers, where there is none or it is the advocate."""
    manager = deed.opening.hiring_manager if deed.opening else None
    whom = manager if manager and manager != context.actor.user_id else deed.referral.owner
    known = members.find(context.transaction, context.workspace.id, whom)
    drafted = draft_introduction(
        candidate_name=deed.mine.candidate_name,
        recipient=known.name if known else "",
        advocate=context.actor.member.name,
        relationship=deed.mine.relationship,
        evidence=deed.mine.evidence,
        title=deed.referral.opening_title,
    )
    kept = text or (deed.commitment.text if deed.commitment else "")
    cc = known.email if known else None
    return IntroductionPage(deed.referral, deed.mine, whom, cc, drafted, kept or drafted)


def save_draft(context: Context, referral_id: int, text: str) -> IntroductionPage:
    """Keep how the advocate words it; coming back later shows it.

    Raises as `load_form_page`, and `FieldError("text", ...)` for nothing, too much, or the draft as it was.
    """
    deed = deeds.find_unfinished_task(context, referral_id, KIND)
    drafted = _form_page(context, deed).draft
    if not text:
        raise FieldError("text", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("text", "too_long", str(TEXT_MAX))
    if is_same_text(text, drafted):
        raise FieldError("text", "unedited")
    commitment = deeds.ensure_commitment(context, deed, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _form_page(context, deed, text)


def mark_sent(context: Context, referral_id: int) -> None:
    """They sent it, or introduced them in another way.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`; done before, nothing changes.
    """
    deed = deeds.find_task(context, referral_id, KIND)
    if not deed.done:
        commitment = deeds.ensure_commitment(context, deed, KIND)
        deeds.mark_done(context, commitment)
