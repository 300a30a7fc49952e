"""Makes another advocate the first voice of a referral, and tells both advocates.

A recruiter or an admin chooses the advocate at the desk. Who gets the bonus depends on the rule
that is frozen into the referral.
"""

from __future__ import annotations

from domain.credit import CreditCorrected, CreditPage, CreditReason
from domain.errors import FieldError, NotAllowedError
from domain.message_payload import Delivery
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, DeskPage, ErasedPage
from domain.permissions import sees_every_referral
from domain.referrals import Referral
from domain.stages import Stage
from services import bonus, hires, history, outbox
from services.context import Context
from services.desk import find_revealed_referral
from services.desk_pages import load_desk_page
from services.follow_ups import DESK_CARDS, queue_acknowledgement_edits
from services.message_pages import load_for_advocate
from services.people import build_viewer
from storage import candidates, endorsements, referrals


def may_correct(context: Context, page: DeskPage) -> bool:
    """Whether the actor may make another advocate the first voice.

    They must see every referral and not vouch for this one, and it must have several advocates.
    """
    return (
        sees_every_referral(context.actor)
        and len(page.endorsements) > 1
        and not page.viewer_vouches
    )


def load_form(context: Context, referral_id: int) -> DeskPage:
    """Loads the form.

    Raises `NotFoundError`, `NotAllowedError`, and `FieldError` while the candidate is hidden.
    """
    referral = _find_referral(context, referral_id)
    return load_desk_page(context, build_viewer(context), referral)


def correct(context: Context, referral_id: int, to: str, reason: CreditReason | None) -> None:
    """Makes `to` (a user id) the first voice. Raises what `load_form` raises, and `FieldError`."""
    found = _find_referral(context, referral_id)
    transaction, workspace_id = context.transaction, context.workspace.id
    # The lock lets only one correction happen at a time, so the referral is read again under it.
    candidates.lock(transaction, workspace_id, found.candidate.id)
    referral = _find_referral(context, referral_id)
    if reason is None:
        raise FieldError("reason", "credit_reason")
    if to == referral.advocate:
        raise FieldError("credit", "has_credit")
    voices = endorsements.list_current(transaction, workspace_id, referral.id)
    if to not in {each.advocate for each in voices}:
        raise FieldError("credit", "unknown")
    bonus.check_nothing_paid(context, referral)
    endorsements.set_first_voice(transaction, workspace_id, referral.id, to)
    referrals.set_advocate(transaction, workspace_id, referral.id, to)
    bonus.agree_for(context, referral, to)
    if referral.stage is Stage.HIRED:
        hires.refresh_follow_ups(context, referral)
    details = {"before": referral.advocate, "after": to, "reason": reason.value}
    history_id = history.add_line(context, "referral.credited", "referral", referral.id, **details)
    for advocate in (to, referral.advocate):
        payload = CreditCorrected(referral.id, is_first=advocate == to, reason=reason)
        outbox.queue(context, payload, to=advocate, occasion=f"{advocate}:{history_id}")
    outbox.queue_edits(context, DESK_CARDS, referral.id)
    queue_acknowledgement_edits(context, referral)


def _find_referral(context: Context, referral_id: int) -> Referral:
    referral = find_revealed_referral(context, referral_id)
    own = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    if own is not None or not sees_every_referral(context.actor):
        raise NotAllowedError("correct_credit")
    return referral


def load_credit_corrected(
    context: Context, payload: CreditCorrected, delivery: Delivery
) -> CreditPage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    if page.endorsement.is_first is not payload.is_first and not delivery.is_edit:
        return Dropped("overtaken")
    own = bonus.find_own_bonuses(context, {page.referral.id: delivery.recipient})
    return CreditPage(page, payload.is_first, payload.reason, own.get(page.referral.id))
