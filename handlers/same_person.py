"""Someone says whether two candidates are the same person, on a card or on a thanks."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Replace, Request, Response
from services import merging
from services.context import Context
from views import notice
from views import same_person as view

ACTION = "answer_referral"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_write_action(view.SAY_SAME, say_same, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(
        view.SAY_DIFFERENT, say_different, access=Access.MEMBER, action=ACTION
    )


def say_same(context: Context, request: Request) -> Response:
    pair = view.parse_referral_pair(request.value)
    merging.answer_same(context, pair.referral_id, pair.similar_id)
    return _finish(request, "Thank you. They're one person from now on.")


def say_different(context: Context, request: Request) -> Response:
    pair = view.parse_referral_pair(request.value)
    merging.answer_different(context, pair.referral_id, pair.similar_id)
    return _finish(request, "Thank you. They stay two people, and I won't ask again.")


def _finish(request: Request, text: str) -> Response:
    """Replaces a card in a modal, because it is out of date. The outbox edits messages."""
    return Replace(notice.notice_modal(text)) if request.in_modal else Done()
