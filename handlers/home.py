"""App Home opens: everything that concerns this person, and everything they can do."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Done, Home, Registry, Request, Response
from services import pages
from storage.engine import Transaction
from views import home as view


def register(on: Registry, *, policy: Policy) -> None:
    on.event("app_home_opened", partial(opened, policy=policy), access=Access.ANYONE, writes=False)


def opened(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """Only the Home tab is drawn; the messages tab is Slack's own."""
    if request.event.get("tab", "home") != "home":
        return Done()
    return Home(view.app_home(pages.home(transaction, request.actor, policy, request.now)))
