"""An admin retries or drops messages that failed, and erasures that failed of copies in Slack."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Home, Registry, Request, Response
from services import home_page, outbox, slack_copies
from services.context import Context
from views import button_values
from views import home as home_view
from views import outbox as view


def register(registry: Registry) -> None:
    registry.add_write_action(
        view.RETRY, retry_message, access=Access.ADMIN, action=outbox.OPERATE_ACTION
    )
    registry.add_write_action(
        view.DROP, drop_message, access=Access.ADMIN, action=outbox.OPERATE_ACTION
    )
    registry.add_write_action(
        view.ERASE_AGAIN, erase_again, access=Access.ADMIN, action=outbox.OPERATE_ACTION
    )
    registry.add_write_action(
        view.LEAVE_COPIES, leave_copies, access=Access.ADMIN, action=outbox.OPERATE_ACTION
    )


def erase_again(context: Context, request: Request) -> Response:
    slack_copies.retry_by_admin(context, request.value)
    return _show_home(context)


def leave_copies(context: Context, request: Request) -> Response:
    slack_copies.drop_by_admin(context, request.value)
    return _show_home(context)


def retry_message(context: Context, request: Request) -> Response:
    row = outbox.find_row_of_workspace(context, button_values.parse_id(request.value))
    outbox.retry(context, row)
    return _show_home(context)


def drop_message(context: Context, request: Request) -> Response:
    row = outbox.find_row_of_workspace(context, button_values.parse_id(request.value))
    outbox.drop(context, row)
    return _show_home(context)


def _show_home(context: Context) -> Response:
    return Home(home_view.app_home(home_page.load_home(context)))
