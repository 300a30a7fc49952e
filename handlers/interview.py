"""The candidate interviews: the advocate opens the kit, and tells what they heard."""

from __future__ import annotations

from domain.permissions import Access
from handlers.nudge_answers import Nudged
from handlers.protocol import CloseAll, Done, Home, Registry, Request, Response, Show
from services import home_page, interview
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_reader
from views import button_values
from views import home as home_view
from views import interview as view
from views.nudges.values import parse_follow_up


def register(on: Registry) -> None:
    on.opens(view.KIT, open_, access=Access.MEMBER, act="endorse")
    on.submission(view.KIT_FORM, helped, access=Access.MEMBER, act="endorse")
    on.submission(
        view.HEARD_FORM,
        add_heard,
        access=Access.MEMBER,
        act="answer_follow_up",
    )


def open_(context: Context, request: Request) -> Response:
    return show(context, button_values.parse_id(request.value))


def show(context: Context, referral_id: int) -> Response:
    return Show(view.interview_kit_modal(interview.load_kit_page(context, referral_id)))


def helped(context: Context, request: Request) -> Response:
    interview.mark_prepared(context, button_values.parse_id(request.private))
    return CloseAll()


def open_heard(context: Context, _request: Request, nudged: Nudged) -> Response:
    interview.find_interview_question(context, nudged.step.id)
    who = build_reader(context)
    items = load_items(context, who, [nudged.step])
    return Show(view.interview_note_form(items[0], nudged.value)) if items else Done()


def add_heard(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private)
    text = view.parse_interview_note(request.state)
    interview.add_interview_note(context, target.follow_up_id, text)
    if not target.intent_id:  # it was opened from App Home
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
