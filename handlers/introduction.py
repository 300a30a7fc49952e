"""An advocate introduces the candidate: the draft, the check, "Mark as sent"."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import introduction
from services.context import Context
from views import button_values
from views import introduction as view

ACT = "endorse"


def register(on: Registry) -> None:
    on.opens(view.OPEN, open_, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, check, access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, access=Access.MEMBER, act=ACT)
    on.does(view.DONE, done_otherwise, access=Access.MEMBER, act=ACT)
    on.submission(view.READY, sent, access=Access.MEMBER, act=ACT)


def open_(context: Context, request: Request) -> Response:
    return show(context, button_values.parse_id(request.value))


def show(context: Context, referral_id: int) -> Response:
    return Show(view.introduction_form(introduction.load_form_page(context, referral_id)))


def check(context: Context, request: Request) -> Response:
    """What they wrote is kept; the form becomes the text to take along."""
    text = view.parse_introduction(request.state)
    page = introduction.save_draft(context, button_values.parse_id(request.private), text)
    return Replace(view.ready_modal(page))


def change(context: Context, request: Request) -> Response:
    return Replace(
        view.introduction_form(
            introduction.load_form_page(context, button_values.parse_id(request.value))
        )
    )


def done_otherwise(context: Context, request: Request) -> Response:
    introduction.mark_sent(context, button_values.parse_id(request.value))
    return Replace(view.thanks_modal())


def sent(context: Context, request: Request) -> Response:
    introduction.mark_sent(context, button_values.parse_id(request.private))
    return CloseAll()
