"""An advocate tells another channel of the role: the form, the preview, "Post it"."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, CloseAll, Done, Registry, Replace, Show
from services import channel_post
from storage.engine import Session
from views import channel_post as view
from views import kit

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.OPEN, open_, who=Who.MEMBER, act=ACT)
    on.submission(view.FORM, partial(check, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, who=Who.MEMBER, act=ACT)
    on.submission(view.PREVIEW, post, who=Who.MEMBER, act=ACT)
    on.does(view.AGAIN, again, who=Who.MEMBER, act=ACT)


def open_(click: Click, session: Session) -> Answer:
    return show(click, session, kit.number(click.value))


def show(click: Click, session: Session, referral_id: int) -> Answer:
    return Show(view.form(channel_post.page(session, click.actor, referral_id)))


def check(click: Click, session: Session, *, policy: Policy) -> Answer:
    """The words are kept; the form becomes the preview."""
    text, channel = view.parse(click.state)
    page = channel_post.check(
        session, click.actor, kit.number(click.private), text, channel, policy, click.now
    )
    return Replace(view.preview(page))


def change(click: Click, session: Session) -> Answer:
    referral_id, channel = view.parse_place(click.value)
    page = channel_post.page(session, click.actor, referral_id)
    return Replace(view.form(replace(page, channel=channel)))


def post(click: Click, session: Session) -> Answer:
    channel_post.post(session, click.actor, *view.parse_place(click.private), click.now)
    return CloseAll()


def again(click: Click, session: Session) -> Answer:
    """The channel was mended, or joined: once more."""
    channel_post.post(session, click.actor, *view.parse_place(click.value), click.now)
    return Done()
