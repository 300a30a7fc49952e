"""`/refer mine`: an advocate's referrals, and what waits for them."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response
from services import advocate_pages
from services.context import Context
from views import referrals as view


def register(registry: Registry) -> None:
    registry.add_command("mine", show_own_referrals, access=Access.MEMBER, action="refer")


def show_own_referrals(context: Context, _request: Request) -> Response:
    return Ephemeral(view.own_referrals_message(advocate_pages.load_own_referrals(context)))
