"""Somebody answers a nudge: done, later, not needed; or does at once what it is about.

A value is "<follow-up>:<intent>": the intent is the message that is brought up to date.
"""

from __future__ import annotations

from functools import partial

from domain.follow_ups import FollowUpState
from domain.permissions import Access
from domain.policy import Policy
from handlers import bench, consent, general
from handlers import commitment_answers as deed_answers
from handlers.asks import answers as ask_answers
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date, ids
from handlers.protocol import Done, Registry, Request, Response, Show
from services import desk, follow_ups, pages
from services.people import reader
from storage.engine import Transaction
from views import desk as desk_view
from views import form_state
from views import nudges as view
from views.nudge_copy import DONE, LATER, NOT_NEEDED

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    for button, answer in ANSWERS.items():
        if answer.folded:
            continue
        add = on.opens if answer.opens else on.does
        add(button, partial(press, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.MENU, partial(choose, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.LATER_FORM, partial(later, policy=policy), access=Access.MEMBER, act=ACT)


def choose(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What stands behind the three dots: "<what>:<follow-up>:<intent>"."""
    what, _, value = request.value.partition(":")
    return _act(request, transaction, what, value, policy)


def press(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return _act(request, transaction, request.id, request.value, policy)


def _act(
    request: Request, transaction: Transaction, what: str, value: str, policy: Policy
) -> Response:
    step_id, intent_id = ids(value)
    answer = ANSWERS.get(what)
    if answer is None:  # a menu of an older version
        return Done()
    find = follow_ups.mine if answer.own else follow_ups.find
    nudged = Nudged(find(transaction, request.actor, step_id), intent_id)
    shown = answer.act(request, transaction, nudged, policy)
    return brought_up_to_date(request, transaction, intent_id, policy) if shown is None else shown


def _done(request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy) -> None:
    follow_ups.settle(transaction, request.actor, nudged.step.id, FollowUpState.DONE, request.now)


def _not_needed(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> None:
    follow_ups.settle(
        transaction, request.actor, nudged.step.id, FollowUpState.NOT_NEEDED, request.now
    )


def _take(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> None:
    desk.take(transaction, request.actor, nudged.step.referral_id or 0, policy, request.now)


def _hand_over(
    request: Request, transaction: Transaction, nudged: Nudged, policy: Policy
) -> Response:
    referral = desk.seen(transaction, request.actor, nudged.step.referral_id or 0, policy)
    return Show(desk_view.hand_over_form(referral))


def _answer(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> Response:
    page = pages.question_page(
        transaction, request.actor, nudged.step.subject_id, policy, request.now
    )
    return Show(desk_view.answer_form(page))


def _later(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> Response:
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    (item,) = pages.due_items(transaction, who, [nudged.step])
    return Show(view.later_form(item, nudged.value))


# Whoever may answer the referral may take it or hand it over; the rest is between us and them.
ANSWERS: dict[str, NudgeAnswer] = {
    DONE: NudgeAnswer(_done),
    NOT_NEEDED: NudgeAnswer(_not_needed),
    view.TAKE: NudgeAnswer(_take, own=False),
    LATER: NudgeAnswer(_later, opens=True),
    view.HAND_OVER: NudgeAnswer(_hand_over, opens=True, own=False),
    view.ANSWER: NudgeAnswer(_answer, opens=True),
    **bench.ANSWERS,
    **consent.ANSWERS,
    **general.ANSWERS,
    **ask_answers.ANSWERS,
    **deed_answers.ANSWERS,
}


def later(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    step_id, intent_id = ids(request.private)
    choice = view.parse_later(request.state)
    day = form_state.selected_date(request.state, "day")
    follow_ups.snooze(transaction, request.actor, step_id, choice, day, policy, request.now)
    return brought_up_to_date(request, transaction, intent_id, policy)
