"""An advocate posts about a role in another channel: the form, the preview, "Post it"."""

from __future__ import annotations

from dataclasses import replace

from domain.permissions import Access
from handlers.protocol import CloseAll, Done, Registry, Replace, Request, Response, Show
from services import channel_post
from services.context import Context
from views import channel_post as view
from views.button_values import parse_id

ACTION = "endorse"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_FORM, open_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.POST_FORM, show_preview, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.CHANGE_POST, change_text, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.PREVIEW_FORM, queue_post, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.POST_AGAIN, retry_post, access=Access.MEMBER, action=ACTION)


def open_form(context: Context, request: Request) -> Response:
    return show_form(context, parse_id(request.value))


def show_form(context: Context, referral_id: int) -> Response:
    return Show(view.channel_post_form(channel_post.load_form_page(context, referral_id)))


def show_preview(context: Context, request: Request) -> Response:
    """Saves the text as a draft, and shows the preview in place of the form."""
    form, referral_id = view.parse_channel_post(request.state), parse_id(request.private_metadata)
    page = channel_post.save_draft(context, referral_id, form.text, form.channel)
    return Replace(view.preview_modal(page))


def change_text(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.value)
    page = channel_post.load_form_page(context, destination.referral_id)
    return Replace(view.channel_post_form(replace(page, channel=destination.channel)))


def queue_post(context: Context, request: Request) -> Response:
    destination = view.parse_destination(request.private_metadata)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return CloseAll()


def retry_post(context: Context, request: Request) -> Response:
    """Queues a refused post again, for example after the bot was invited to the channel."""
    destination = view.parse_destination(request.value)
    channel_post.queue_post(context, destination.referral_id, destination.channel)
    return Done()
