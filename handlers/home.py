"""Someone opens App Home."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Home, Registry, Request, Response
from services import home_page
from services.context import Context
from views import home as view


def register(registry: Registry) -> None:
    registry.add_event("app_home_opened", show_home, access=Access.ANYONE)


def show_home(context: Context, request: Request) -> Response:
    """Publishes App Home. Slack sends the event for the Messages tab too, which needs no page."""
    if request.event.get("tab", "home") != "home":
        return Done()
    return Home(view.app_home(home_page.load_home(context)))
