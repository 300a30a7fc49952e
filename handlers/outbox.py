"""An admin deals with what could not be said: once more, or not at all."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Home, Registry
from services import outbox, pages
from storage.engine import Session
from views import home as home_view
from views import kit
from views import outbox as view


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.RETRY, partial(retry, policy=policy), who=Who.ADMIN, act=outbox.ACT)
    on.does(view.DROP, partial(drop, policy=policy), who=Who.ADMIN, act=outbox.ACT)


def retry(click: Click, session: Session, *, policy: Policy) -> Answer:
    line = outbox.of_workspace(session, click.actor, kit.number(click.value))
    outbox.retry(session, line, click.actor.user_id, click.now)
    return _home(click, session, policy)


def drop(click: Click, session: Session, *, policy: Policy) -> Answer:
    line = outbox.of_workspace(session, click.actor, kit.number(click.value))
    outbox.drop(session, line, click.actor.user_id, click.now)
    return _home(click, session, policy)


def _home(click: Click, session: Session, policy: Policy) -> Answer:
    return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))
