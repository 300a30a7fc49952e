"""Loads the correction of a stage for an advocate."""

from __future__ import annotations

from domain.message_payload import Delivery
from domain.messages import StageChanged, StagePutRight
from domain.news_pages import PutRightPage
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, ErasedPage
from services.context import Context
from services.message_pages import load_for_advocate
from storage import outbox


def load_put_right(
    context: Context, payload: StagePutRight, delivery: Delivery
) -> PutRightPage | ErasedPage | Dropped:
    """Who was not told of the mistake needs no correction."""
    to = delivery.recipient
    news = StageChanged(payload.subject_id, payload.wrong, changed_by="")
    key = news.dedupe_key(to, f"{to}:{payload.line}")
    if not outbox.is_posted(context.transaction, context.workspace.id, key):
        return Dropped("not_told")
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    return PutRightPage(page, payload.wrong, payload.corrected_by)
