"""An advocate introduces a candidate: a draft from their own words, theirs once they changed it."""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.endorsements import CommitmentKind
from domain.errors import FieldError
from domain.introduction import draft_introduction, is_same_text
from services import commitments as deeds
from services.commitments import Deed
from services.context import Context
from storage import commitments, members

LONGEST = 3000  # characters; Slack's own limit of a text field
KIND = CommitmentKind.INTRODUCTION


def page(context: Context, referral_id: int) -> IntroductionPage:
    """What stands in the form. Raises `NotFoundError`, `NotAllowedError`, `StaleError`,
    `AlreadyAnsweredError`.
    """
    return _page(context, deeds.still_to_do(context, referral_id, KIND))


def _page(context: Context, deed: Deed, text: str = "") -> IntroductionPage:
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


def keep(context: Context, referral_id: int, text: str) -> IntroductionPage:
    """Keep how the advocate words it; coming back later shows it.

    Raises as `page`, and `FieldError("text", ...)` for nothing, too much, or the draft as it was.
    """
    deed = deeds.still_to_do(context, referral_id, KIND)
    drafted = _page(context, deed).draft
    if not text:
        raise FieldError("text", "empty")
    if len(text) > LONGEST:
        raise FieldError("text", "too_long", str(LONGEST))
    if is_same_text(text, drafted):
        raise FieldError("text", "unedited")
    commitment = deeds.taken_up(context, deed, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _page(context, deed, text)


def sent(context: Context, referral_id: int) -> None:
    """They sent it, or introduced them in another way.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`; done before, nothing changes.
    """
    deed = deeds.find(context, referral_id, KIND)
    if not deed.done:
        commitment = deeds.taken_up(context, deed, KIND)
        deeds.do(context, commitment)
