"""Someone asks for help, or types an unknown command."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response
from services.context import Context
from views import help as view
from views.home import SHOW_HELP

UNKNOWN = "unknown"  # stands for every command that does not exist


def register(registry: Registry) -> None:
    registry.add_command("help", show_help, access=Access.ANYONE, action="help")
    registry.add_read_action(SHOW_HELP, show_help, access=Access.ANYONE, action="help")
    registry.add_command(UNKNOWN, suggest_command, access=Access.ANYONE, action="help")


def show_help(_context: Context, _request: Request) -> Response:
    return Ephemeral(view.help_message())


def suggest_command(_context: Context, request: Request) -> Response:
    """`request.text` is the unknown word, and `request.value` the most similar command, if any."""
    return Ephemeral(view.unknown_command_message(request.text, request.value or None))
