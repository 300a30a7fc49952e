"""App Home opens: everything that concerns this person, and everything they can do."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Home, Registry, Request, Response
from services import home_page
from services.context import Context
from views import home as view


def register(on: Registry) -> None:
    on.event("app_home_opened", opened, access=Access.ANYONE, writes=False)


def opened(context: Context, request: Request) -> Response:
    """Only the Home tab is drawn; the messages tab is Slack's own."""
    if request.event.get("tab", "home") != "home":
        return Done()
    return Home(view.app_home(home_page.load_home(context)))
