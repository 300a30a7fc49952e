"""Somebody asks for help, or types an unknown command."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response
from services.context import Context
from views import help as view
from views.home import SHOW_HELP

# Commands of a later release.
LATER = ("desk", "stats", "settings", "privacy")
UNKNOWN = "unknown"


def register(on: Registry) -> None:
    on.command("help", show_help, access=Access.ANYONE, act="help")
    on.opens(SHOW_HELP, show_help, access=Access.ANYONE, act="help")
    on.command(UNKNOWN, suggest_command, access=Access.ANYONE, act="help")
    for word in LATER:
        on.command(word, show_not_here_yet, access=Access.ANYONE, act="help")


def show_help(_context: Context, _request: Request) -> Response:
    return Ephemeral(view.help_message())


def suggest_command(_context: Context, request: Request) -> Response:
    """`words` is the unknown word, `value` the most similar command."""
    return Ephemeral(view.unknown_command_message(request.words, request.value or None))


def show_not_here_yet(_context: Context, request: Request) -> Response:
    return Ephemeral(view.unavailable_command_message(request.id))
