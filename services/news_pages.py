"""Loads the news about a referral for its advocates: another stage, and another owner."""

from __future__ import annotations

from dataclasses import replace

from domain.message_payload import Delivery
from domain.messages import OwnerChanged, StageChanged
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, ErasedPage
from services import outcome_notes
from services.context import Context
from services.message_pages import load_for_advocate


def load_stage_changed(
    context: Context, payload: StageChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    is_overtaken = payload.stage is not None and page.referral.stage is not payload.stage
    if is_overtaken and not delivery.is_edit:
        return Dropped("overtaken")
    if not page.referral.ended:
        return page
    told = outcome_notes.is_told(context, page.referral.id, delivery.recipient)
    return replace(page, is_candidate_told=told, intent_id=delivery.intent_id)


def load_owner_changed(
    context: Context, payload: OwnerChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    return load_for_advocate(context, payload, delivery)
