"""An advocate tells another channel of the role: the form, the preview, "Post it"."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import CloseAll, Done, Registry, Replace, Request, Response, Show
from services import channel_post
from storage.engine import Transaction
from views import button_values
from views import channel_post as view

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.OPEN, open_, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, partial(check, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, access=Access.MEMBER, act=ACT)
    on.submission(view.PREVIEW, post, access=Access.MEMBER, act=ACT)
    on.does(view.AGAIN, again, access=Access.MEMBER, act=ACT)


def open_(request: Request, transaction: Transaction) -> Response:
    return show(request, transaction, button_values.parse_id(request.value))


def show(request: Request, transaction: Transaction, referral_id: int) -> Response:
    return Show(view.channel_post_form(channel_post.page(transaction, request.actor, referral_id)))


def check(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """The words are kept; the form becomes the preview."""
    text, channel = view.parse_channel_post(request.state)
    page = channel_post.check(
        transaction,
        request.actor,
        button_values.parse_id(request.private),
        text,
        channel,
        policy,
        request.now,
    )
    return Replace(view.preview_modal(page))


def change(request: Request, transaction: Transaction) -> Response:
    referral_id, channel = view.parse_destination(request.value)
    page = channel_post.page(transaction, request.actor, referral_id)
    return Replace(view.channel_post_form(replace(page, channel=channel)))


def post(request: Request, transaction: Transaction) -> Response:
    channel_post.post(
        transaction, request.actor, *view.parse_destination(request.private), request.now
    )
    return CloseAll()


def again(request: Request, transaction: Transaction) -> Response:
    """The channel was mended, or joined: once more."""
    channel_post.post(
        transaction, request.actor, *view.parse_destination(request.value), request.now
    )
    return Done()
