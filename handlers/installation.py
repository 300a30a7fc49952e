"""Slack reports that the app was removed from the workspace, or that its token was revoked.

Both events are written into the history only. An event may come late or after the app was installed
again, so `nudges/slack_token.py` asks Slack at the next tick whether the token still works.
"""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import history
from services.context import Context


def register(registry: Registry) -> None:
    registry.add_event("app_uninstalled", record_uninstalled, access=Access.SLACK)
    registry.add_event(
        "tokens_revoked", record_revoked, access=Access.SLACK, needs_write=revokes_our_token
    )


def record_uninstalled(context: Context, _request: Request) -> Response:
    history.add_line(context, "app.uninstalled", "workspace", context.workspace.id)
    return Done()


def revokes_our_token(context: Context, request: Request) -> bool:
    """Returns whether the bot's token is among the revoked ones, and not only tokens of people."""
    tokens = request.event.get("tokens")
    revoked = tokens.get("bot") if isinstance(tokens, dict) else None
    return isinstance(revoked, list) and context.workspace.bot_user_id in revoked


def record_revoked(context: Context, _request: Request) -> Response:
    history.add_line(context, "app.token_revoked", "workspace", context.workspace.id)
    return Done()
