"""Someone asks which data is stored about them, by a command or from the help."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response
from services import privacy
from services.context import Context
from views import privacy as view


def register(registry: Registry) -> None:
    registry.add_command("privacy", show_privacy, access=Access.ANYONE, action="help")
    registry.add_read_action(view.SHOW_PRIVACY, show_privacy, access=Access.ANYONE, action="help")


def show_privacy(context: Context, _request: Request) -> Response:
    return Ephemeral(view.privacy_message(privacy.load_privacy(context)))
