"""Somebody thanks a colleague, and the colleague may show it to others."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Done, Registry, Replace, Show
from services import thanks
from storage.engine import Session
from views import kit
from views import thanks as view

ACT = "thank"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("thanks", partial(open_form, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.OPEN, partial(open_form, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.FORM, partial(give, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.SHARE, partial(share, policy=policy), who=Who.MEMBER, act="share_thanks")


def open_form(click: Click, session: Session, *, policy: Policy) -> Answer:
    return Show(view.form(thanks.deepest(session, click.actor, policy, click.now)))


def give(click: Click, session: Session, *, policy: Policy) -> Answer:
    whom, deed, words = view.parse(click.state)
    page, at_once = thanks.give(session, click.actor, whom, deed, words, policy, click.now)
    return Replace(view.sent(page, at_once=at_once))


def share(click: Click, session: Session, *, policy: Policy) -> Answer:
    thanks.share(session, click.actor, kit.number(click.value), policy, click.now)
    return Done()
