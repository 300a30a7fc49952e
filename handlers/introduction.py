"""An advocate introduces the candidate: draft, preview, "Mark as sent"."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import introduction
from services.context import Context
from views import button_values
from views import introduction as view

ACTION = "endorse"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_FORM, open_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.TEXT_FORM, show_ready_text, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.CHANGE_TEXT, change_text, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(
        view.MARK_INTRODUCED, mark_introduced, access=Access.MEMBER, action=ACTION
    )
    registry.add_submission(view.READY_FORM, mark_sent, access=Access.MEMBER, action=ACTION)


def open_form(context: Context, request: Request) -> Response:
    return show_form(context, button_values.parse_id(request.value))


def show_form(context: Context, referral_id: int) -> Response:
    return Show(view.introduction_form(introduction.load_form_page(context, referral_id)))


def show_ready_text(context: Context, request: Request) -> Response:
    """Saves the text, and shows it ready to be sent in place of the form."""
    text = view.parse_introduction(request.state)
    page = introduction.save_draft(context, button_values.parse_id(request.private_metadata), text)
    return Replace(view.ready_modal(page))


def change_text(context: Context, request: Request) -> Response:
    return Replace(
        view.introduction_form(
            introduction.load_form_page(context, button_values.parse_id(request.value))
        )
    )


def mark_introduced(context: Context, request: Request) -> Response:
    """The advocate introduced the candidate without the draft."""
    introduction.mark_sent(context, button_values.parse_id(request.value))
    return Replace(view.thanks_modal())


def mark_sent(context: Context, request: Request) -> Response:
    introduction.mark_sent(context, button_values.parse_id(request.private_metadata))
    return CloseAll()
