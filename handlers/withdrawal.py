"""An advocate withdraws their words about a candidate, from the menu of their referral."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import withdrawal
from services.context import Context
from views import button_values
from views import withdrawal as view


def register(registry: Registry) -> None:
    registry.add_submission(view.WITHDRAW_FORM, withdraw, access=Access.MEMBER, action="endorse")


def show_form(context: Context, referral_id: int) -> Response:
    return Show(view.withdrawal_form(withdrawal.load_withdrawal(context, referral_id)))


def withdraw(context: Context, request: Request) -> Response:
    page = withdrawal.withdraw(context, button_values.parse_id(request.private_metadata))
    return Replace(view.withdrawn_modal(page))
