"""The candidate interviews: the advocate opens the kit, and tells what they heard."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.nudge_answers import Nudged
from handlers.protocol import CloseAll, Done, Home, Registry, Request, Response, Show
from services import interview, pages
from services.people import reader
from storage.engine import Transaction
from views import button_values
from views import home as home_view
from views import interview as view


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.KIT, open_, access=Access.MEMBER, act="endorse")
    on.submission(
        view.KIT_FORM, partial(helped, policy=policy), access=Access.MEMBER, act="endorse"
    )
    on.submission(
        view.HEARD_FORM,
        partial(add_heard, policy=policy),
        access=Access.MEMBER,
        act="answer_follow_up",
    )


def open_(request: Request, transaction: Transaction) -> Response:
    return show(request, transaction, button_values.parse_id(request.value))


def show(request: Request, transaction: Transaction, referral_id: int) -> Response:
    return Show(view.interview_kit_modal(interview.kit(transaction, request.actor, referral_id)))


def helped(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    interview.helped(
        transaction, request.actor, button_values.parse_id(request.private), policy, request.now
    )
    return CloseAll()


def open_heard(
    request: Request, transaction: Transaction, nudged: Nudged, policy: Policy
) -> Response:
    interview.asked(transaction, request.actor, nudged.step.id)
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    items = pages.due_items(transaction, who, [nudged.step])
    return Show(view.interview_note_form(items[0], nudged.value)) if items else Done()


def add_heard(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    step_id, _, intent = request.private.partition(":")
    text = view.parse_interview_note(request.state)
    interview.add_heard(
        transaction, request.actor, button_values.parse_id(step_id), text, request.now
    )
    if intent in ("", "0"):  # it was opened from App Home
        return Home(home_view.app_home(pages.home(transaction, request.actor, policy, request.now)))
    return Done()
