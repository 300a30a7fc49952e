"""An advocate previews and sends their endorsement to the hiring manager, who may reply."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response, Show
from services import manager_word
from services.context import Context
from views import button_values
from views import manager_word as view


def register(registry: Registry) -> None:
    registry.add_read_action(
        view.OPEN_PREVIEW, open_preview, access=Access.MEMBER, action="endorse"
    )
    registry.add_submission(view.PREVIEW_FORM, send_word, access=Access.MEMBER, action="endorse")
    registry.add_read_action(
        view.OPEN_REPLY_FORM, open_reply_form, access=Access.MEMBER, action="answer_word"
    )
    registry.add_submission(view.REPLY_FORM, send_reply, access=Access.MEMBER, action="answer_word")


def open_preview(context: Context, request: Request) -> Response:
    return show_preview(context, button_values.parse_id(request.value))


def show_preview(context: Context, referral_id: int) -> Response:
    return Show(view.preview_form(manager_word.load_preview(context, referral_id)))


def send_word(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.private_metadata)
    manager_word.send_to_manager(context, referral_id, view.parse_line(request.state))
    return Done()


def open_reply_form(context: Context, request: Request) -> Response:
    page = manager_word.find_word_to_answer(context, button_values.parse_id(request.value))
    return Show(view.manager_reply_form(page))


def send_reply(context: Context, request: Request) -> Response:
    commitment_id = button_values.parse_id(request.private_metadata)
    text = view.parse_manager_reply(request.state)
    manager_word.reply_to_advocate(context, commitment_id, text)
    return Done()
