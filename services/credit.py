"""Makes another advocate the first voice of a referral (the one who gets the credit for it).

A recruiter or an admin does this from the card of the referral, and both advocates are told. Who
gets the bonus depends on the opening's bonus rule at the time of the referral.
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

    The actor must see every referral and not vouch in this one. The referral must have several
    advocates.
    """
    return (
        sees_every_referral(context.actor)
        and len(page.endorsements) > 1
        and not page.viewer_vouches
    )


def load_form(context: Context, referral_id: int) -> DeskPage:
    """Loads the referral with its advocates, for the form that chooses one.

    Raises `NotFoundError`, `NotAllowedError`, and `FieldError` while the candidate is hidden.
    """
    referral = _find_referral(context, referral_id)
    return load_desk_page(context, build_viewer(context), referral)


def correct(context: Context, referral_id: int, chosen: str, reason: CreditReason | None) -> None:
    """Makes the advocate `chosen` (a user id) the first voice.

    Raises what `load_form` raises, and `FieldError` for a choice that is not possible.
    """
    found = _find_referral(context, referral_id)
    transaction, workspace_id = context.transaction, context.workspace.id
    # The lock lets only one correction happen at a time, so the referral is read again under it.
    candidates.lock(transaction, workspace_id, found.candidate.id)
    referral = _find_referral(context, referral_id)
    if reason is None:
        raise FieldError("reason", "credit_reason")
    if chosen == referral.advocate:
        raise FieldError("credit", "has_credit")
    current = endorsements.list_current(transaction, workspace_id, referral.id)
    if chosen not in {endorsement.advocate for endorsement in current}:
        raise FieldError("credit", "unknown")
    bonus.check_nothing_paid(context, referral)
    endorsements.set_first_voice(transaction, workspace_id, referral.id, chosen)
    referrals.set_advocate(transaction, workspace_id, referral.id, chosen)
    bonus.add_first_voice_share(context, referral, chosen)
    if referral.stage is Stage.HIRED:
        hires.refresh_follow_ups(context, referral)
    details = {"before": referral.advocate, "after": chosen, "reason": reason.value}
    history_id = history.add_line(context, "referral.credited", "referral", referral.id, **details)
    for advocate in (chosen, referral.advocate):
        payload = CreditCorrected(referral.id, is_first=advocate == chosen, reason=reason)
        outbox.queue(context, payload, to=advocate, occasion=f"{advocate}:{history_id}")
    outbox.queue_edits(context, DESK_CARDS, referral.id)
    queue_acknowledgement_edits(context, referral)


def _find_referral(context: Context, referral_id: int) -> Referral:
    """Finds a referral whose first voice the actor may change. Raises what `load_form` raises."""
    referral = find_revealed_referral(context, referral_id)
    own_endorsement = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    if own_endorsement is not None or not sees_every_referral(context.actor):
        raise NotAllowedError("correct_credit")
    return referral


def load_credit_corrected(
    context: Context, payload: CreditCorrected, delivery: Delivery
) -> CreditPage | ErasedPage | Dropped:
    """Loads the message to an advocate who is, or is no longer, the first voice.

    It is dropped if the first voice was changed again before the message is posted.
    """
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    if page.endorsement.is_first is not payload.is_first and not delivery.is_edit:
        return Dropped("overtaken")
    bonuses = bonus.find_own_bonuses(context, {page.referral.id: delivery.recipient})
    return CreditPage(page, payload.is_first, payload.reason, bonuses.get(page.referral.id))
