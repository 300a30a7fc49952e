"""Loads what advocates are told about their referral: a new stage or owner, or a second look.

News that is out of date is dropped before it is sent. A posted message is only edited.
"""

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

# The messages about these stages name the owner.
_STAGES_NAMING_OWNER = (Stage.IN_REVIEW, Stage.CONTACTED)


def load_stage_changed(
    context: Context, payload: StageChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    """Loads the referral, with the stages that the advocate was not told about in between."""
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    has_moved_on = payload.stage is not None and page.referral.stage is not payload.stage
    if not delivery.is_edit and (has_moved_on or _has_newer(context, delivery, [payload.kind])):
        return Dropped("overtaken")
    endorsement = page.endorsement
    since = page.referral.created_at if endorsement.is_first else endorsement.submitted_at
    untold_stages = find_untold_stages(context, page.referral, delivery, since=since)
    page = replace(page, earlier_stages=untold_stages)
    if not page.referral.ended:
        return page
    is_told = outcome_notes.is_told(context, page.referral.id, delivery.recipient)
    return replace(page, is_candidate_told=is_told, intent_id=delivery.intent_id)


def load_owner_changed(
    context: Context, payload: OwnerChanged, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    """Loads the referral. Only the newest owner is told, and none once the referral has ended."""
    page = load_for_advocate(context, payload, delivery)
    if delivery.is_edit or not isinstance(page, AdvocatePage):
        return page
    kinds_naming_owner = [OwnerChanged.kind]
    if page.referral.stage in _STAGES_NAMING_OWNER:
        kinds_naming_owner.append(StageChanged.kind)
    if page.referral.ended or _has_newer(context, delivery, kinds_naming_owner):
        return Dropped("overtaken")
    return page


def load_second_look(
    context: Context, payload: SecondLookTaken, delivery: Delivery
) -> SecondLookPage | ErasedPage | Dropped:
    """Loads the news that someone looked again at a candidate who had "not now"."""
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    has_moved_on = page.referral.stage is not Stage.NOT_NOW
    if not delivery.is_edit and (has_moved_on or _has_newer(context, delivery, [payload.kind])):
        return Dropped("overtaken")
    return SecondLookPage(page, payload.by)


def _has_newer(context: Context, delivery: Delivery, kinds: Sequence[str]) -> bool:
    """Whether a newer message of one of these kinds to the same person makes this one needless."""
    return outbox.is_superseded(
        context.transaction, context.workspace.id, delivery.intent_id, kinds
    )
