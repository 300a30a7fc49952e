"""An advocate tells another channel of the role: the form, the preview, "Post it"."""

from __future__ import annotations

from dataclasses import replace

from domain.permissions import Access
from handlers.protocol import CloseAll, Done, Registry, Replace, Request, Response, Show
from services import channel_post
from services.context import Context
from views import channel_post as view
from views.button_values import parse_id

ACT = "endorse"


def register(on: Registry) -> None:
    on.opens(view.OPEN, open_, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, check, access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, access=Access.MEMBER, act=ACT)
    on.submission(view.PREVIEW, post, access=Access.MEMBER, act=ACT)
    on.does(view.AGAIN, again, access=Access.MEMBER, act=ACT)


def open_(context: Context, request: Request) -> Response:
    return show(context, parse_id(request.value))


def show(context: Context, referral_id: int) -> Response:
    return Show(view.channel_post_form(channel_post.load_form_page(context, referral_id)))


def check(context: Context, request: Request) -> Response:
    """The words are kept; the form becomes the preview."""
    form, referral_id = view.parse_channel_post(request.state), parse_id(request.private)
    page = channel_post.save_draft(context, referral_id, form.text, form.channel)
    return Replace(view.preview_modal(page))


def change(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.value)
    page = channel_post.load_form_page(context, destination.referral_id)
    return Replace(view.channel_post_form(replace(page, channel=destination.channel)))


def post(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.private)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return CloseAll()


def again(context: Context, request: Request) -> Response:
    """The channel was mended, or joined: once more."""
    destination = view.parse_destination(request.value)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return Done()
