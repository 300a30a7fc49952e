"""Somebody answers a nudge: done, later, not needed; or does at once what it is about.

A value is "<follow-up>:<intent>": the intent is the message that is brought up to date.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.permissions import Access
from handlers import bench, consent, general
from handlers import commitment_answers as deed_answers
from handlers.asks import answers as ask_answers
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date
from handlers.protocol import Done, Registry, Request, Response, Show
from services import desk, desk_pages, follow_up_answers
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_reader
from views.desk import questions, stage_forms
from views.nudges import later_form, values
from views.nudges import owner as owner_nudge
from views.nudges.copy import DONE, LATER, NOT_NEEDED

ACT = "answer_follow_up"


def register(on: Registry) -> None:
    for button, answer in ANSWERS.items():
        if answer.folded:
            continue
        add = on.opens if answer.opens else on.does
        add(button, press, access=Access.MEMBER, act=ACT)
    on.does(values.MENU, choose, access=Access.MEMBER, act=ACT)
    on.submission(later_form.LATER_FORM, later, access=Access.MEMBER, act=ACT)


def choose(context: Context, request: Request) -> Response:
    """What stands behind the three dots: "<what>:<follow-up>:<intent>"."""
    menu = values.parse_menu(request.value)
    return _act(context, request, menu.action_id, menu.target)


def press(context: Context, request: Request) -> Response:
    return _act(context, request, request.id, values.parse_follow_up(request.value))


def _act(
    context: Context, request: Request, action_id: str, target: values.FollowUpValue
) -> Response:
    answer = ANSWERS.get(action_id)
    if answer is None:  # a menu of an older version
        return Done()
    find = follow_up_answers.find_own if answer.own else follow_up_answers.find
    nudged = Nudged(find(context, target.follow_up_id), target.intent_id)
    shown = answer.act(context, request, nudged)
    return brought_up_to_date(context, request, target.intent_id) if shown is None else shown


def _done(context: Context, _request: Request, nudged: Nudged) -> None:
    follow_up_answers.settle(context, nudged.step.id, FollowUpState.DONE)


def _not_needed(context: Context, _request: Request, nudged: Nudged) -> None:
    follow_up_answers.settle(context, nudged.step.id, FollowUpState.NOT_NEEDED)


def _take(context: Context, _request: Request, nudged: Nudged) -> None:
    desk.take_referral(context, nudged.step.referral_id or 0)


def _hand_over(context: Context, _request: Request, nudged: Nudged) -> Response:
    referral = desk.find_referral_for_display(context, nudged.step.referral_id or 0)
    return Show(stage_forms.hand_over_form(referral))


def _answer(context: Context, _request: Request, nudged: Nudged) -> Response:
    page = desk_pages.load_question_page(context, nudged.step.subject_id)
    return Show(questions.answer_form(page))


def _later(context: Context, _request: Request, nudged: Nudged) -> Response:
    who = build_reader(context)
    (item,) = load_items(context, who, [nudged.step])
    return Show(later_form.later_form(item, nudged.value))


# Whoever may answer the referral may take it or hand it over; the rest is between us and them.
ANSWERS: dict[str, NudgeAnswer] = {
    DONE: NudgeAnswer(_done),
    NOT_NEEDED: NudgeAnswer(_not_needed),
    owner_nudge.TAKE: NudgeAnswer(_take, own=False),
    LATER: NudgeAnswer(_later, opens=True),
    owner_nudge.HAND_OVER: NudgeAnswer(_hand_over, opens=True, own=False),
    owner_nudge.ANSWER: NudgeAnswer(_answer, opens=True),
    **bench.ANSWERS,
    **consent.ANSWERS,
    **general.ANSWERS,
    **ask_answers.ANSWERS,
    **deed_answers.ANSWERS,
}


def later(context: Context, request: Request) -> Response:
    target = values.parse_follow_up(request.private)
    later = later_form.parse_later(request.state)
    follow_up_answers.snooze(context, target.follow_up_id, later.choice, later.day)
    return brought_up_to_date(context, request, target.intent_id)
