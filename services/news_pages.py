"""Loads the news about a referral for its advocates: another stage or owner, and a second look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.message_payload import Delivery
from domain.messages import OwnerChanged, SecondLookTaken, StageChanged
from domain.news_pages import SecondLookPage
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, ErasedPage
from domain.stages import Stage
from services import outcome_notes
from services.context import Context
from services.message_pages import load_for_advocate
from services.untold_stages import find_untold_stages
from storage import outbox

# The news about these stages name the owner.
_STAGES_NAMING_OWNER = (Stage.IN_REVIEW, Stage.CONTACTED)


def load_stage_changed(
    context: Context, payload: StageChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    is_overtaken = payload.stage is not None and page.referral.stage is not payload.stage
    if not delivery.is_edit and (is_overtaken or _is_superseded(context, delivery, [payload.kind])):
        return Dropped("overtaken")
    own = page.endorsement
    since = page.referral.created_at if own.is_first else own.submitted_at
    untold = find_untold_stages(context, page.referral, delivery, since=since)
    page = replace(page, earlier_stages=untold)
    if not page.referral.ended:
        return page
    told = outcome_notes.is_told(context, page.referral.id, delivery.recipient)
    return replace(page, is_candidate_told=told, intent_id=delivery.intent_id)


def load_owner_changed(
    context: Context, payload: OwnerChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if delivery.is_edit or not isinstance(page, AdvocatePage):
        return page
    # Only the newest change of the owner is told, and none once the referral has ended.
    newer = [OwnerChanged.kind]
    if page.referral.stage in _STAGES_NAMING_OWNER:
        newer.append(StageChanged.kind)
    is_past = page.referral.ended or _is_superseded(context, delivery, newer)
    return Dropped("overtaken") if is_past else page


def load_second_look(
    context: Context, payload: SecondLookTaken, delivery: Delivery
) -> SecondLookPage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    is_past = page.referral.stage is not Stage.NOT_NOW
    if not delivery.is_edit and (is_past or _is_superseded(context, delivery, [payload.kind])):
        return Dropped("overtaken")
    return SecondLookPage(page, payload.by)


def _is_superseded(context: Context, delivery: Delivery, by: Sequence[str]) -> bool:
    return outbox.is_superseded(context.transaction, context.workspace.id, delivery.intent_id, by)
