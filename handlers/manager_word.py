"""An advocate sends their endorsement to the hiring manager, who may reply."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Home, Registry, Request, Response, Show
from services import home_page, manager_word
from services.context import Context
from views import button_values
from views import home as home_view
from views import manager_word as view


def register(registry: Registry) -> None:
    registry.add_write_action(
        view.SEND_WORD, send_from_button, access=Access.MEMBER, action="endorse"
    )
    registry.add_read_action(
        view.OPEN_REPLY_FORM, open_reply_form, access=Access.MEMBER, action="answer_word"
    )
    registry.add_submission(view.REPLY_FORM, send_reply, access=Access.MEMBER, action="answer_word")


def send_from_button(context: Context, request: Request) -> Response:
    return send_to_manager(context, request, button_values.parse_id(request.value))


def send_to_manager(context: Context, request: Request, referral_id: int) -> Response:
    """Sends the endorsement. App Home is drawn again; messages are edited through the outbox."""
    manager_word.send_to_manager(context, referral_id)
    if request.from_home:
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()


def open_reply_form(context: Context, request: Request) -> Response:
    page = manager_word.find_word_to_answer(context, button_values.parse_id(request.value))
    return Show(view.manager_reply_form(page))


def send_reply(context: Context, request: Request) -> Response:
    commitment_id = button_values.parse_id(request.private_metadata)
    text = view.parse_manager_reply(request.state)
    manager_word.reply_to_advocate(context, commitment_id, text)
    return Done()
