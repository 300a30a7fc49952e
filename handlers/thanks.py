"""Somebody thanks a colleague, who may share it in a channel."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Replace, Request, Response, Show
from services import thanks
from services.context import Context
from views import button_values
from views import thanks as view

ACT = "thank"


def register(on: Registry) -> None:
    on.command("thanks", open_form, access=Access.MEMBER, act=ACT)
    on.opens(view.OPEN_THANKS_FORM, open_form, access=Access.MEMBER, act=ACT)
    on.submission(view.THANKS_FORM, give_thanks, access=Access.MEMBER, act=ACT)
    on.does(view.SHARE_THANKS, share_thanks, access=Access.MEMBER, act="share_thanks")


def open_form(context: Context, _request: Request) -> Response:
    return Show(view.thanks_form(thanks.list_deepest_advocates(context)))


def give_thanks(context: Context, request: Request) -> Response:
    form = view.parse_thanks(request.state)
    page, at_once = thanks.give_thanks(context, form.receiver, form.deed, form.words)
    return Replace(view.thanks_sent_modal(page, at_once=at_once))


def share_thanks(context: Context, request: Request) -> Response:
    thanks.share_thanks(context, button_values.parse_id(request.value))
    return Done()
