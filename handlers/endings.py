"""The forms in which someone decides how the open referrals of a filled or closed opening end.

The first form is about the candidate who was hired and about the rest: all referrals without a
choice of their own. A list opens a form for each referral. It stores a choice of its own, which is
an exception. Every choice is stored at once, so that none is lost while the person turns pages.
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
    registry.add_read_action(view.OPEN_ONE, open_exception, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.SELECT_ONE, select_exception, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.ONE_FORM, save_exception, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.FORM, submit, access=Access.MEMBER, action=ACTION)


def open_form(context: Context, request: Request) -> Response:
    page = ending_form.load_endings(context, button_values.parse_id(request.value))
    if not page.referrals:
        raise NotFoundError("endings")
    return Show(view.draft_form(page), private=True)


def show_form(context: Context, request: Request) -> Response:
    """Goes back from the list to the form."""
    page = ending_form.load_endings(context, button_values.parse_id(request.value))
    return Replace(view.draft_form(page), private=True)


def select_rest(context: Context, request: Request) -> Response:
    """Redraws the form with the fields that belong to the ending chosen for the rest."""
    opening_id = button_values.parse_id(request.private_metadata)
    _save_form(context, request, opening_id)
    page = ending_form.load_endings(context, opening_id)
    return Replace(view.endings_form(page, view.parse_kind(request.value)), private=True)


def start_over(context: Context, request: Request) -> Response:
    """Forgets all choices and empties the form."""
    ending_form.delete_draft(context)
    page = ending_form.load_endings(context, button_values.parse_id(request.private_metadata))
    return Replace(redraw_inputs(view.draft_form(page), mark="empty"), private=True)


def _save_form(context: Context, request: Request, opening_id: int) -> None:
    choice = view.parse_endings_form(request.state)
    ending_form.save_rest(context, opening_id, choice.hired, choice.rest)


def show_page(context: Context, request: Request) -> Response:
    """Shows a page of the list, from the form or from another page."""
    value = parse_page(request.value)
    if request.state:  # Only the form has inputs.
        _save_form(context, request, value.opening_id)
    page = ending_form.load_endings(context, value.opening_id)
    return Replace(view.endings_list(page, value.page), private=True)


def open_exception(context: Context, request: Request) -> Response:
    value = parse_one(request.value)
    page = ending_form.load_endings(context, value.opening_id)
    referral = _find_referral(page, value.referral_id)
    chosen = page.draft.ending_of(referral.id) if _has_own_ending(page, referral.id) else None
    form = view.one_form(page, value, referral, chosen.kind if chosen else None)
    return Replace(form, private=True)


def _has_own_ending(page: EndingsPage, referral_id: int) -> bool:
    return referral_id == page.draft.hired or referral_id in page.draft.exceptions


def _find_referral(page: EndingsPage, referral_id: int) -> Referral:
    for referral in page.referrals:
        if referral.id == referral_id:
            return referral
    raise NotFoundError("referral")


def select_exception(context: Context, request: Request) -> Response:
    """Redraws the form of one referral with the fields that belong to the chosen ending."""
    value = parse_one(request.private_metadata)
    page = ending_form.load_endings(context, value.opening_id)
    referral = _find_referral(page, value.referral_id)
    form = view.one_form(page, value, referral, view.parse_kind(request.value))
    return Replace(form, private=True)


def save_exception(context: Context, request: Request) -> Response:
    value = parse_one(request.private_metadata)
    _find_referral(ending_form.load_endings(context, value.opening_id), value.referral_id)
    ending = view.parse_one_choice(request.state)
    ending_form.save_exception(context, value.opening_id, value.referral_id, ending)
    page = ending_form.load_endings(context, value.opening_id)
    return Replace(view.endings_list(page, value.page), private=True)


def submit(context: Context, request: Request) -> Response:
    """Decides the referrals, and confirms how many were decided."""
    opening_id = button_values.parse_id(request.private_metadata)
    _save_form(context, request, opening_id)
    return Replace(view.decided_modal(ending_form.submit(context, opening_id)))
