"""Someone decides how the open referrals of a filled or closed opening end.

Starts from the form that ends the opening, or from the message about its end. Every choice is
stored at once, so that no choice is lost while the person turns pages.
"""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.pages import EndingsPage
from domain.permissions import Access
from domain.referrals import Referral
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import ending_form
from services.context import Context
from views import button_values
from views import endings as view
from views.ending_messages import OPEN_FORM
from views.ending_values import parse_one, parse_page
from views.inputs import redraw_inputs

ACTION = "manage_opening"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(OPEN_FORM, open_form, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.SELECT_REST, select_rest, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.START_OVER, start_over, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.SHOW_PAGE, show_page, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.BACK_TO_FORM, show_form, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.OPEN_ONE, open_one, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.SELECT_ONE, select_one, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.ONE_FORM, save_one, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.FORM, submit, access=Access.MEMBER, action=ACTION)


def open_form(context: Context, request: Request) -> Response:
    page = ending_form.load_endings(context, button_values.parse_id(request.value))
    if not page.referrals:
        raise NotFoundError("endings")
    return Show(view.draft_form(page), private=True)


def show_form(context: Context, request: Request) -> Response:
    page = ending_form.load_endings(context, button_values.parse_id(request.value))
    return Replace(view.draft_form(page), private=True)


def select_rest(context: Context, request: Request) -> Response:
    """Redraws the form after a choice of the ending for all referrals without one of their own."""
    opening_id = button_values.parse_id(request.private_metadata)
    _save_form(context, request, opening_id)
    page = ending_form.load_endings(context, opening_id)
    return Replace(view.endings_form(page, view.parse_kind(request.value)), private=True)


def start_over(context: Context, request: Request) -> Response:
    ending_form.delete_draft(context)
    page = ending_form.load_endings(context, button_values.parse_id(request.private_metadata))
    return Replace(redraw_inputs(view.draft_form(page), mark="empty"), private=True)


def _save_form(context: Context, request: Request, opening_id: int) -> None:
    choice = view.parse_endings_form(request.state)
    ending_form.save_rest(context, opening_id, choice.hired, choice.rest)


def show_page(context: Context, request: Request) -> Response:
    """Shows a page of the list. If the form was open before, its content is stored first."""
    value = parse_page(request.value)
    if request.state:
        _save_form(context, request, value.opening_id)
    page = ending_form.load_endings(context, value.opening_id)
    return Replace(view.endings_list(page, value.page), private=True)


def open_one(context: Context, request: Request) -> Response:
    value = parse_one(request.value)
    page = ending_form.load_endings(context, value.opening_id)
    referral = _find_referral(page, value.referral_id)
    chosen = page.draft.ending_of(referral.id) if _is_exception(page, referral.id) else None
    form = view.one_form(page, value, referral, chosen.kind if chosen else None)
    return Replace(form, private=True)


def _is_exception(page: EndingsPage, referral_id: int) -> bool:
    return referral_id == page.draft.hired or referral_id in page.draft.exceptions


def _find_referral(page: EndingsPage, referral_id: int) -> Referral:
    for referral in page.referrals:
        if referral.id == referral_id:
            return referral
    raise NotFoundError("referral")


def select_one(context: Context, request: Request) -> Response:
    """Redraws the form of one referral with the fields that belong to the chosen ending."""
    value = parse_one(request.private_metadata)
    page = ending_form.load_endings(context, value.opening_id)
    referral = _find_referral(page, value.referral_id)
    form = view.one_form(page, value, referral, view.parse_kind(request.value))
    return Replace(form, private=True)


def save_one(context: Context, request: Request) -> Response:
    value = parse_one(request.private_metadata)
    _find_referral(ending_form.load_endings(context, value.opening_id), value.referral_id)
    ending = view.parse_one_choice(request.state)
    ending_form.save_exception(context, value.opening_id, value.referral_id, ending)
    page = ending_form.load_endings(context, value.opening_id)
    return Replace(view.endings_list(page, value.page), private=True)


def submit(context: Context, request: Request) -> Response:
    opening_id = button_values.parse_id(request.private_metadata)
    _save_form(context, request, opening_id)
    return Replace(view.decided_modal(ending_form.submit(context, opening_id)))
