"""Somebody wants to know how it works, or typed a word that we do not know."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response
from services.context import Context
from views import help as view
from views.home import HELP

# Words that a later version answers; until then they say so, and are never met with silence.
LATER = ("desk", "stats", "settings", "privacy")
UNKNOWN = "unknown"


def register(on: Registry) -> None:
    on.command("help", show, access=Access.ANYONE, act="help")
    on.opens(HELP, show, access=Access.ANYONE, act="help")
    on.command(UNKNOWN, suggest, access=Access.ANYONE, act="help")
    for word in LATER:
        on.command(word, not_yet, access=Access.ANYONE, act="help")


def show(_context: Context, _request: Request) -> Response:
    return Ephemeral(view.help_message())


def suggest(_context: Context, request: Request) -> Response:
    """`words` is the unknown word, `value` the nearest that we know."""
    return Ephemeral(view.unknown_command_message(request.words, request.value or None))


def not_yet(_context: Context, request: Request) -> Response:
    return Ephemeral(view.unavailable_command_message(request.id))
