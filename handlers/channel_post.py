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
    on.opens(view.OPEN_FORM, open_form, access=Access.MEMBER, act=ACT)
    on.submission(view.POST_FORM, preview, access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE_POST, change_text, access=Access.MEMBER, act=ACT)
    on.submission(view.PREVIEW_FORM, post, access=Access.MEMBER, act=ACT)
    on.does(view.POST_AGAIN, post_again, access=Access.MEMBER, act=ACT)


def open_form(context: Context, request: Request) -> Response:
    return show_form(context, parse_id(request.value))


def show_form(context: Context, referral_id: int) -> Response:
    return Show(view.channel_post_form(channel_post.load_form_page(context, referral_id)))


def preview(context: Context, request: Request) -> Response:
    """Saves the text; the form becomes the preview."""
    form, referral_id = view.parse_channel_post(request.state), parse_id(request.private)
    page = channel_post.save_draft(context, referral_id, form.text, form.channel)
    return Replace(view.preview_modal(page))


def change_text(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.value)
    page = channel_post.load_form_page(context, destination.referral_id)
    return Replace(view.channel_post_form(replace(page, channel=destination.channel)))


def post(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.private)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return CloseAll()


def post_again(context: Context, request: Request) -> Response:
    """Tries again after Slack has refused the post, for example once the bot is in the channel."""
    destination = view.parse_destination(request.value)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return Done()
