"""An admin retries or drops messages that could not be sent."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Home, Registry, Request, Response
from services import home_page, outbox
from services.context import Context
from views import button_values
from views import home as home_view
from views import outbox as view


def register(on: Registry) -> None:
    on.does(view.RETRY, retry, access=Access.ADMIN, act=outbox.ACT)
    on.does(view.DROP, drop, access=Access.ADMIN, act=outbox.ACT)


def retry(context: Context, request: Request) -> Response:
    line = outbox.find_row_of_workspace(context, button_values.parse_id(request.value))
    outbox.retry(context, line)
    return _show_home(context)


def drop(context: Context, request: Request) -> Response:
    line = outbox.find_row_of_workspace(context, button_values.parse_id(request.value))
    outbox.drop(context, line)
    return _show_home(context)


def _show_home(context: Context) -> Response:
    return Home(home_view.app_home(home_page.load_home(context)))
