"""App Home opens: everything that concerns this person, and everything they can do."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Done, Home, Registry
from services import pages
from storage.engine import Session
from views import home as view


def register(on: Registry, *, policy: Policy) -> None:
    on.event("app_home_opened", partial(opened, policy=policy), who=Who.ANYONE, writes=False)


def opened(click: Click, session: Session, *, policy: Policy) -> Answer:
    """Only the Home tab is drawn; the messages tab is Slack's own."""
    if click.event.get("tab", "home") != "home":
        return Done()
    return Home(view.home(pages.home(session, click.actor, policy, click.now)))
