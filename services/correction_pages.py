"""Loads the correction of a stage for an advocate."""

from __future__ import annotations

from domain.message_payload import Delivery
from domain.messages import StageChanged, StageCorrected
from domain.news_pages import StageCorrectedPage
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, ErasedPage
from services.context import Context
from services.message_pages import load_for_advocate
from storage import outbox


def load_stage_correction(
    context: Context, payload: StageCorrected, delivery: Delivery
) -> StageCorrectedPage | ErasedPage | Dropped:
    """Loads the correction. It is dropped if the recipient was never told of the wrong stage."""
    to = delivery.recipient
    news = StageChanged(payload.subject_id, payload.wrong, changed_by="")
    key = news.dedupe_key(to, f"{to}:{payload.history_id}")
    if not outbox.may_be_in_slack(context.transaction, context.workspace.id, key):
        return Dropped("not_told")
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    return StageCorrectedPage(page, payload.wrong, payload.corrected_by)
