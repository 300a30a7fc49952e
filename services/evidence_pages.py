"""Loads the messages that tell an owner of a second vouch, or of more evidence by an advocate."""

from __future__ import annotations

from datetime import datetime

from domain.message_payload import Delivery
from domain.messages import EvidenceAdded, SecondVouch
from domain.news_pages import EvidenceAddedPage
from domain.outcomes import Dropped
from domain.pages import DeskPage, ErasedPage, SecondVouchPage
from domain.referrals import Referral
from services.context import Context
from services.follow_ups import DESK_CARDS
from services.message_pages import load_for_desk
from storage import endorsements
from storage import outbox as stored_outbox


def load_second_vouch(
    context: Context, payload: SecondVouch, delivery: Delivery
) -> SecondVouchPage | ErasedPage | Dropped:
    """Loads the card after a second vouch. Nothing is sent if the first card shows the vouch."""
    page = load_for_desk(context, payload, delivery)
    if not isinstance(page, DeskPage):
        return page
    vouch = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, page.referral.id, payload.advocate
    )
    card_sent_at = _find_card_sent_at(context, page.referral, delivery.recipient)
    if not delivery.is_edit and vouch and card_sent_at and card_sent_at > vouch.submitted_at:
        return Dropped("on_the_card")
    return SecondVouchPage(page, payload.advocate)


def load_news(
    context: Context, payload: EvidenceAdded, delivery: Delivery
) -> EvidenceAddedPage | ErasedPage | Dropped:
    """Loads the news of more evidence. Nothing is sent if it would tell the owner nothing new."""
    page = load_for_desk(context, payload, delivery)
    if not isinstance(page, DeskPage):
        return page
    reason = None
    if not delivery.is_edit:
        reason = _find_reason_to_drop(context, page, payload, delivery)
    return Dropped(reason) if reason else EvidenceAddedPage(page, payload.advocate)


def _find_reason_to_drop(
    context: Context, page: DeskPage, payload: EvidenceAdded, delivery: Delivery
) -> str | None:
    transaction, workspace_id, referral = context.transaction, context.workspace.id, page.referral
    if referral.owner != delivery.recipient:
        return "owner_changed"
    if referral.candidate.hidden:
        return "hidden"
    reported = endorsements.find_version(
        transaction, workspace_id, referral.id, payload.advocate, payload.version
    )
    current = endorsements.find_by_advocate(
        transaction, workspace_id, referral.id, payload.advocate
    )
    if reported is None or current is None:
        return "not_an_advocate"
    # A later version with other evidence has a message of its own. A later version with the same
    # evidence, such as a corrected contact, has none.
    if not current.evidence.says_the_same(reported.evidence):
        return "overtaken"
    card_sent_at = _find_card_sent_at(context, referral, delivery.recipient)
    # A card that is still on its way (None) will show the evidence.
    if card_sent_at is None or card_sent_at >= reported.submitted_at:
        return "on_the_card"
    return None


def _find_card_sent_at(context: Context, referral: Referral, recipient: str) -> datetime | None:
    """When this person first got a card of the referral (UTC), or None if it is on its way."""
    kinds = [card.kind for card in DESK_CARDS]
    return stored_outbox.find_first_sent_at(
        context.transaction, context.workspace.id, kinds, referral.id, recipient
    )
