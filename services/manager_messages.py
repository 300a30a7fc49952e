"""Loads the messages to hiring managers when they are sent, or the reason why they are not."""

from __future__ import annotations

from domain.desk_messages import ManagerDigest, ReferralForManager
from domain.desk_pages import ManagerDigestPage
from domain.message_payload import Delivery
from domain.outcomes import Deferred, Dropped
from domain.pages import DeskPage, ErasedPage
from services import manager_digests
from services.context import Context
from services.message_pages import load_for_desk
from services.people import defer_nudge


def load_for_manager(
    context: Context, payload: ReferralForManager, delivery: Delivery
) -> DeskPage | ErasedPage | Dropped:
    page = load_for_desk(context, payload, delivery)
    if isinstance(page, DeskPage) and not delivery.is_edit:
        if page.referral.owner == delivery.recipient:  # They have the owner's card.
            return Dropped("is_owner")
        if page.referral.ended:
            return Dropped("ended")
    return page


def load_manager_digest(
    context: Context, payload: ManagerDigest, delivery: Delivery
) -> ManagerDigestPage | Dropped | Deferred:
    if not delivery.is_edit:
        deferred = defer_nudge(context, delivery.recipient)
        if deferred is not None:
            return deferred
    page = manager_digests.load_digest(context, delivery.recipient, payload.referrals)
    return page if page is not None else Dropped("answered_meanwhile")
