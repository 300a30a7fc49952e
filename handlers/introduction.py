"""An advocate introduces the candidate: draft, preview, "Mark as sent"."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import introduction
from services.context import Context
from views import button_values
from views import introduction as view

ACT = "endorse"


def register(on: Registry) -> None:
    on.opens(view.OPEN_FORM, open_form, access=Access.MEMBER, act=ACT)
    on.submission(view.TEXT_FORM, preview, access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE_TEXT, change_text, access=Access.MEMBER, act=ACT)
    on.does(view.MARK_INTRODUCED, mark_done_otherwise, access=Access.MEMBER, act=ACT)
    on.submission(view.READY_FORM, mark_sent, access=Access.MEMBER, act=ACT)


def open_form(context: Context, request: Request) -> Response:
    return show_form(context, button_values.parse_id(request.value))


def show_form(context: Context, referral_id: int) -> Response:
    return Show(view.introduction_form(introduction.load_form_page(context, referral_id)))


def preview(context: Context, request: Request) -> Response:
    """Saves the text; the form becomes the text that the advocate can send."""
    text = view.parse_introduction(request.state)
    page = introduction.save_draft(context, button_values.parse_id(request.private), text)
    return Replace(view.ready_modal(page))


def change_text(context: Context, request: Request) -> Response:
    return Replace(
        view.introduction_form(
            introduction.load_form_page(context, button_values.parse_id(request.value))
        )
    )


def mark_done_otherwise(context: Context, request: Request) -> Response:
    introduction.mark_sent(context, button_values.parse_id(request.value))
    return Replace(view.thanks_modal())


def mark_sent(context: Context, request: Request) -> Response:
    introduction.mark_sent(context, button_values.parse_id(request.private))
    return CloseAll()
