"""An advocate attaches a link or a file to a referral that they have made."""

from __future__ import annotations

from domain.attachments import NewAttachment
from domain.errors import NotAllowedError, StaleError
from domain.referrals import Consent, Referral
from services import attachments
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from services.windows import refresh_windows


def find_own_agreed_referral(context: Context, referral_id: int) -> tuple[Referral, str]:
    """The referral, and the candidate's name as the actor wrote it.

    Raises `NotFoundError`, `NotAllowedError` (also if the candidate has not agreed), and
    `StaleError` if the referral has ended.
    """
    referral, own = find_referral_and_own_endorsement(context, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if referral.candidate.consent is not Consent.AGREED:
        raise NotAllowedError("attach_unagreed")
    return referral, own.candidate_name


def attach(context: Context, referral_id: int, new: NewAttachment | None) -> None:
    """Stores what is attached, and passes a copy of the file, if any, on to the owner.

    Raises what `find_own_agreed_referral` raises, and `FieldError` if they have attached too many.
    """
    referral, _ = find_own_agreed_referral(context, referral_id)
    attachments.store(context, referral, new, has_card=True)
    refresh_windows(context, [referral.owner])
