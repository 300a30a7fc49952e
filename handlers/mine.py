"""`/refer mine` and `/refer search`: someone lists their referrals and tasks, or searches."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Ephemeral, Registry, Request, Response, Show
from services import advocate_pages, search
from services.context import Context
from views import button_values
from views import referrals as view
from views import search as search_view
from views.acknowledgement import own_card_modal


def register(registry: Registry) -> None:
    registry.add_command("mine", show_own_referrals, access=Access.MEMBER, action="refer")
    registry.add_command("search", show_found, access=Access.MEMBER, action="refer")
    registry.add_read_action(
        view.OPEN_OWN_CARD, open_own_card, access=Access.MEMBER, action="endorse"
    )


def open_own_card(context: Context, request: Request) -> Response:
    page = advocate_pages.load_own_card(context, button_values.parse_id(request.value))
    return Show(own_card_modal(page), private=True)


def show_own_referrals(context: Context, _request: Request) -> Response:
    return Ephemeral(view.own_referrals_message(advocate_pages.load_own_referrals(context)))


def show_found(context: Context, request: Request) -> Response:
    return Ephemeral(search_view.search_results_message(search.search(context, request.text)))
