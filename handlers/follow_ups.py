"""Somebody answers a nudge: done, later, not needed, or with the action that it offers.

The buttons of all jobs are in the table `ANSWERS`.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.permissions import Access
from handlers import bench, consent, general
from handlers import commitment_answers as deed_answers
from handlers.asks import answers as ask_answers
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer, refresh_page
from handlers.protocol import Done, Registry, Request, Response, Show
from services import desk, desk_pages, follow_up_answers
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_viewer
from views.desk import questions, stage_forms
from views.nudges import later_form, values
from views.nudges import owner as owner_nudge
from views.nudges.copy import LATER, MARK_DONE, NOT_NEEDED

ACT = "answer_follow_up"


def register(on: Registry) -> None:
    for button, answer in ANSWERS.items():
        if answer.folded:
            continue
        add = on.opens if answer.opens else on.does
        add(button, press_button, access=Access.MEMBER, act=ACT)
    on.does(values.MENU, choose_from_menu, access=Access.MEMBER, act=ACT)
    on.submission(later_form.LATER_FORM, snooze, access=Access.MEMBER, act=ACT)


def choose_from_menu(context: Context, request: Request) -> Response:
    """The overflow menu of a nudge."""
    menu = values.parse_menu(request.value)
    return _answer_nudge(context, request, menu.action_id, menu.target)


def press_button(context: Context, request: Request) -> Response:
    return _answer_nudge(context, request, request.id, values.parse_follow_up(request.value))


def _answer_nudge(
    context: Context, request: Request, action_id: str, target: values.FollowUpValue
) -> Response:
    answer = ANSWERS.get(action_id)
    if answer is None:  # A menu of another release.
        return Done()
    find = follow_up_answers.find_own if answer.own else follow_up_answers.find
    answered = AnsweredNudge(find(context, target.follow_up_id), target.intent_id)
    shown = answer.act(context, request, answered)
    return refresh_page(context, request, target.intent_id) if shown is None else shown


def _settle_done(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    follow_up_answers.settle(context, answered.follow_up.id, FollowUpState.DONE)


def _settle_not_needed(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    follow_up_answers.settle(context, answered.follow_up.id, FollowUpState.NOT_NEEDED)


def _take_referral(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    desk.take_referral(context, answered.follow_up.referral_id or 0)


def _open_hand_over_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    referral = desk.find_referral_for_display(context, answered.follow_up.referral_id or 0)
    return Show(stage_forms.hand_over_form(referral))


def _open_answer_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    page = desk_pages.load_question_page(context, answered.follow_up.subject_id)
    return Show(questions.answer_form(page))


def _open_snooze_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    viewer = build_viewer(context)
    (item,) = load_items(context, viewer, [answered.follow_up])
    return Show(later_form.later_form(item, answered.value))


# With `own=False` anybody who may answer the referral can press the button.
ANSWERS: dict[str, NudgeAnswer] = {
    MARK_DONE: NudgeAnswer(_settle_done),
    NOT_NEEDED: NudgeAnswer(_settle_not_needed),
    owner_nudge.TAKE: NudgeAnswer(_take_referral, own=False),
    LATER: NudgeAnswer(_open_snooze_form, opens=True),
    owner_nudge.HAND_OVER: NudgeAnswer(_open_hand_over_form, opens=True, own=False),
    owner_nudge.ANSWER: NudgeAnswer(_open_answer_form, opens=True),
    **bench.ANSWERS,
    **consent.ANSWERS,
    **general.ANSWERS,
    **ask_answers.ANSWERS,
    **deed_answers.ANSWERS,
}


def snooze(context: Context, request: Request) -> Response:
    target = values.parse_follow_up(request.private)
    later = later_form.parse_later(request.state)
    follow_up_answers.snooze(context, target.follow_up_id, later.choice, later.day)
    return refresh_page(context, request, target.intent_id)
