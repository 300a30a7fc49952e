"""Someone corrects a candidate's contact: an advocate from their list, others from the desk."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response, Show
from services import contact_correction
from services.context import Context
from views import button_values
from views import contact_correction as view


def register(registry: Registry) -> None:
    registry.add_submission(
        view.OWN_FORM, correct_own_contact, access=Access.MEMBER, action="endorse"
    )
    registry.add_read_action(
        view.OPEN_FORM, open_form, access=Access.MEMBER, action="answer_referral"
    )
    registry.add_submission(
        view.FORM, correct_contact, access=Access.MEMBER, action="answer_referral"
    )


def show_own_form(context: Context, referral_id: int) -> Response:
    referral, contact = contact_correction.load_own_contact(context, referral_id)
    return Show(view.contact_form(referral, contact, is_own=True))


def correct_own_contact(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.private_metadata)
    contact = view.parse_contact_form(request.state)
    contact_correction.correct_own_contact(context, referral_id, *contact)
    return Done()


def open_form(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.value)
    referral, contact = contact_correction.load_contact(context, referral_id)
    return Show(view.contact_form(referral, contact, is_own=False))


def correct_contact(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.private_metadata)
    contact = view.parse_contact_form(request.state)
    contact_correction.correct_contact(context, referral_id, *contact)
    return Done()
