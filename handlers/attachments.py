"""An advocate attaches a link or a file. Whoever answers the referral may request a copy."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Ephemeral, Registry, Request, Response, Show
from services import attaching, attachments, desk
from services.context import Context
from views import attachments as view
from views import button_values


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_FORM, open_form, access=Access.MEMBER, action="endorse")
    registry.add_submission(view.FORM, attach, access=Access.MEMBER, action="endorse")
    registry.add_write_action(
        view.SEND_COPIES, send_copies, access=Access.MEMBER, action="answer_referral"
    )


def open_form(context: Context, request: Request) -> Response:
    return show_form(context, button_values.parse_id(request.value))


def show_form(context: Context, referral_id: int) -> Response:
    referral, name = attaching.find_own_agreed_referral(context, referral_id)
    takes_files = attachments.can_take_files(context)
    return Show(view.attach_form(referral, name, takes_files=takes_files))


def attach(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.private_metadata)
    attaching.attach(context, referral_id, view.parse_attach_form(request.state))
    return Done()


def send_copies(context: Context, request: Request) -> Response:
    referral = desk.find_revealed_referral(context, button_values.parse_id(request.value))
    attachments.request_copies(context, referral)
    return Ephemeral(view.on_their_way_message())
