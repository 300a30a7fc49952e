"""An advocate introduces a candidate: a draft from their own words, theirs once they changed it."""

from __future__ import annotations

from datetime import datetime

from domain.commitment_pages import IntroductionPage
from domain.errors import FieldError
from domain.introduction import draft, is_unchanged
from domain.members import Actor
from domain.policy import Policy
from domain.referrals import CommitmentKind
from services import commitments as deeds
from services.commitments import Deed
from storage import commitments, members
from storage.engine import Transaction

LONGEST = 3000  # characters; Slack's own limit of a text field
KIND = CommitmentKind.INTRODUCTION


def page(transaction: Transaction, actor: Actor, referral_id: int) -> IntroductionPage:
    """What stands in the form. Raises `NotFoundError`, `NotAllowedError`, `StaleError`,
    `AlreadyAnsweredError`.
    """
    return _page(transaction, actor, deeds.still_to_do(transaction, actor, referral_id, KIND))


def _page(transaction: Transaction, actor: Actor, deed: Deed, text: str = "") -> IntroductionPage:
    """To the hiring manager; to whoever answers, where there is none or it is the advocate."""
    manager = deed.opening.hiring_manager if deed.opening else None
    whom = manager if manager and manager != actor.user_id else deed.referral.owner
    known = members.find(transaction, actor.workspace_id, whom)
    drafted = draft(
        called=deed.mine.called,
        whom=known.name if known else "",
        advocate=actor.member.name,
        relationship=deed.mine.relationship,
        evidence=deed.mine.evidence,
        title=deed.referral.opening_title,
    )
    kept = text or (deed.commitment.text if deed.commitment else "")
    cc = known.email if known else None
    return IntroductionPage(deed.referral, deed.mine, whom, cc, drafted, kept or drafted)


def keep(
    transaction: Transaction,
    actor: Actor,
    referral_id: int,
    text: str,
    policy: Policy,
    now: datetime,
) -> IntroductionPage:
    """Keep how the advocate words it; coming back later shows it.

    Raises as `page`, and `FieldError("text", ...)` for nothing, too much, or the draft as it was.
    """
    deed = deeds.still_to_do(transaction, actor, referral_id, KIND)
    drafted = _page(transaction, actor, deed).drafted
    if not text:
        raise FieldError("text", "empty")
    if len(text) > LONGEST:
        raise FieldError("text", "too_long", str(LONGEST))
    if is_unchanged(text, drafted):
        raise FieldError("text", "unedited")
    commitment = deeds.taken_up(transaction, actor, deed, KIND, policy, now)
    commitments.word(transaction, actor.workspace_id, commitment.id, text)
    return _page(transaction, actor, deed, text)


def sent(
    transaction: Transaction, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> None:
    """They sent it, or introduced them in another way.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`; done before, nothing changes.
    """
    deed = deeds.find(transaction, actor, referral_id, KIND)
    if not deed.done:
        commitment = deeds.taken_up(transaction, actor, deed, KIND, policy, now)
        deeds.do(transaction, actor, commitment, now)
