"""A recruiter or an admin corrects whose voice is the first one for a referral."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response, Show
from services import credit
from services.context import Context
from views import button_values
from views import credit as credit_view

ACTION = "correct_credit"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(
        credit_view.OPEN_CREDIT_FORM, open_form, access=Access.RECRUITER, action=ACTION
    )
    registry.add_submission(credit_view.CREDIT_FORM, submit, access=Access.RECRUITER, action=ACTION)


def open_form(context: Context, request: Request) -> Response:
    page = credit.load_form(context, button_values.parse_id(request.value))
    return Show(credit_view.credit_form(page))


def submit(context: Context, request: Request) -> Response:
    form = credit_view.parse_credit(request.state)
    referral_id = button_values.parse_id(request.private_metadata)
    credit.correct(context, referral_id, form.advocate, form.reason)
    return Done()
