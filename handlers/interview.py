"""An advocate prepares a candidate for the interview, and adds a note about it afterwards."""

from __future__ import annotations

from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge
from handlers.protocol import CloseAll, Done, Home, Registry, Request, Response, Show
from services import home_page, interview
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_viewer
from views import button_values
from views import home as home_view
from views import interview as view
from views.nudges.values import parse_follow_up


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_KIT, open_kit, access=Access.MEMBER, action="endorse")
    registry.add_submission(view.KIT_FORM, mark_prepared, access=Access.MEMBER, action="endorse")
    registry.add_submission(
        view.NOTE_FORM,
        add_note,
        access=Access.MEMBER,
        action="answer_follow_up",
    )


def open_kit(context: Context, request: Request) -> Response:
    return show_kit(context, button_values.parse_id(request.value))


def show_kit(context: Context, referral_id: int) -> Response:
    return Show(view.interview_kit_modal(interview.load_kit_page(context, referral_id)))


def mark_prepared(context: Context, request: Request) -> Response:
    interview.mark_prepared(context, button_values.parse_id(request.private_metadata))
    return CloseAll()


def open_note_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    interview.find_interview_question(context, answered.follow_up.id)
    viewer = build_viewer(context)
    items = load_items(context, viewer, [answered.follow_up])
    if not items:
        return Done()
    return Show(view.interview_note_form(items[0], answered.value))


def add_note(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private_metadata)
    text = view.parse_interview_note(request.state)
    interview.add_interview_note(context, target.follow_up_id, text)
    if not target.intent_id:  # The form was opened from App Home.
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
