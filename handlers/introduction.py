"""An advocate introduces the candidate: the draft, the check, "Mark as sent"."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, CloseAll, Registry, Replace, Show
from services import introduction
from storage.engine import Session
from views import introduction as view
from views import kit

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.OPEN, open_, who=Who.MEMBER, act=ACT)
    on.submission(view.FORM, partial(check, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, who=Who.MEMBER, act=ACT)
    on.does(view.DONE, partial(done_otherwise, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.READY, partial(sent, policy=policy), who=Who.MEMBER, act=ACT)


def open_(click: Click, session: Session) -> Answer:
    return show(click, session, kit.number(click.value))


def show(click: Click, session: Session, referral_id: int) -> Answer:
    return Show(view.form(introduction.page(session, click.actor, referral_id)))


def check(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What they wrote is kept; the form becomes the text to take along."""
    text = view.parse(click.state)
    page = introduction.keep(
        session, click.actor, kit.number(click.private), text, policy, click.now
    )
    return Replace(view.ready(page))


def change(click: Click, session: Session) -> Answer:
    return Replace(view.form(introduction.page(session, click.actor, kit.number(click.value))))


def done_otherwise(click: Click, session: Session, *, policy: Policy) -> Answer:
    introduction.sent(session, click.actor, kit.number(click.value), policy, click.now)
    return Replace(view.thanks())


def sent(click: Click, session: Session, *, policy: Policy) -> Answer:
    introduction.sent(session, click.actor, kit.number(click.private), policy, click.now)
    return CloseAll()
