"""Handles the buttons with which people answer nudges: done, later, not needed and others.

A nudge is a message that reminds a member of follow-ups. `ANSWERS` has the buttons of all nudges.
"""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.permissions import Access
from handlers import (
    bench,
    bonus,
    commitment_answers,
    congratulations,
    consent,
    general,
    openings,
)
from handlers.asks import answers as ask_answers
from handlers.desk_list import show_referral
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer, refresh_page
from handlers.protocol import Done, Registry, Request, Response, Show
from services import desk, desk_pages, follow_up_answers, second_looks
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_viewer
from views.desk import questions, stage_forms
from views.nudges import later_form, values
from views.nudges import owner as owner_nudge
from views.nudges import returning as returning_nudge
from views.nudges.copy import LATER, MARK_DONE, NOT_NEEDED

ACTION = "answer_follow_up"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    for button, answer in ANSWERS.items():
        if answer.menu_only:
            continue
        add_action = registry.add_read_action if answer.read_only else registry.add_write_action
        add_action(button, handle_button, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(values.MENU, handle_menu_choice, access=Access.MEMBER, action=ACTION)
    registry.add_submission(
        later_form.LATER_FORM, snooze_follow_up, access=Access.MEMBER, action=ACTION
    )


def handle_menu_choice(context: Context, request: Request) -> Response:
    menu = values.parse_menu(request.value)
    return _answer_nudge(context, request, menu.action_id, menu.target)


def handle_button(context: Context, request: Request) -> Response:
    return _answer_nudge(context, request, request.id, values.parse_follow_up(request.value))


def _answer_nudge(
    context: Context, request: Request, action_id: str, target: values.FollowUpValue
) -> Response:
    answer = ANSWERS.get(action_id)
    if answer is None:  # The menu was posted by a release that has other actions.
        return Done()
    if answer.own_only:
        follow_up = follow_up_answers.find_own_follow_up(context, target.follow_up_id)
    else:
        follow_up = follow_up_answers.find_follow_up(context, target.follow_up_id)
    if answer.kinds and follow_up.kind not in answer.kinds:
        raise NotFoundError("follow_up")
    answered = AnsweredNudge(follow_up, target.intent_id)
    response = answer.handle(context, request, answered)
    if response is None:
        return refresh_page(context, request, target.intent_id)
    return response


def _settle_done(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    follow_up_answers.settle_follow_up(context, answered.follow_up.id, FollowUpState.DONE)


def _settle_not_needed(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    for id_ in _find_answered_ids(context, answered.follow_up, answered.intent_id):
        follow_up_answers.settle_follow_up(context, id_, FollowUpState.NOT_NEEDED)


def _find_answered_ids(context: Context, follow_up: FollowUp, intent_id: int) -> list[int]:
    """Returns the ids of the follow-ups that one answer settles.

    A nudge shows one item if the member offered the same help for several roles. App Home and lists
    show an item for each role, and their buttons have the `intent_id` 0.
    """
    return follow_up_answers.list_set_ids(context, follow_up) if intent_id else [follow_up.id]


def _take_referral(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    desk.take_referral(context, answered.referral_id)


def _take_over(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    desk.hand_over_referral(context, answered.referral_id, context.actor.user_id)


def _look_again(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    second_looks.look_again(context, answered.follow_up)


def _open_move_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    referral = desk.find_referral_for_display(context, answered.referral_id)
    return Show(stage_forms.move_form(referral))


def _open_hand_over_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    referral = desk.find_referral_for_display(context, answered.referral_id)
    return Show(stage_forms.hand_over_form(referral))


def _open_card(context: Context, request: Request, answered: AnsweredNudge) -> Response:
    return show_referral(context, request, answered.referral_id)


def _open_answer_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    page = desk_pages.load_question_page(context, answered.follow_up.subject_id)
    return Show(questions.answer_form(page))


def _open_snooze_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    viewer = build_viewer(context)
    items = load_items(context, viewer, [answered.follow_up])
    if not items:
        raise NotFoundError("follow_up")  # The row that the follow-up is about is gone.
    return Show(later_form.later_form(items[0], answered.value))


# The key is the action id of the button. With `own_only=False`, people other than the member may
# press it, and the function checks whether they may answer the referral.
ANSWERS: dict[str, NudgeAnswer] = {
    MARK_DONE: NudgeAnswer(_settle_done),
    NOT_NEEDED: NudgeAnswer(_settle_not_needed),
    owner_nudge.TAKE: NudgeAnswer(
        _take_referral, own_only=False, kinds=(FollowUpKind.RECRUITER_ANSWER,)
    ),
    LATER: NudgeAnswer(_open_snooze_form, read_only=True),
    owner_nudge.HAND_OVER: NudgeAnswer(
        _open_hand_over_form,
        read_only=True,
        own_only=False,
        kinds=(FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE),
    ),
    owner_nudge.TAKE_OVER: NudgeAnswer(_take_over, own_only=False, kinds=(FollowUpKind.STAGE,)),
    returning_nudge.LOOK_AGAIN: NudgeAnswer(
        _look_again, own_only=False, kinds=(FollowUpKind.RETURN,)
    ),
    owner_nudge.MOVE: NudgeAnswer(
        _open_move_form, read_only=True, own_only=False, kinds=(FollowUpKind.STAGE,)
    ),
    owner_nudge.OPEN_CARD: NudgeAnswer(
        _open_card,
        own_only=False,
        menu_only=True,
        kinds=(FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE),
    ),
    owner_nudge.ANSWER: NudgeAnswer(
        _open_answer_form, read_only=True, kinds=(FollowUpKind.QUESTION,)
    ),
    **bench.ANSWERS,
    **bonus.ANSWERS,
    **congratulations.ANSWERS,
    **consent.ANSWERS,
    **general.ANSWERS,
    **openings.ANSWERS,
    **ask_answers.ANSWERS,
    **commitment_answers.ANSWERS,
}


def snooze_follow_up(context: Context, request: Request) -> Response:
    """Handles the form behind "Later": postpones the next nudge to the chosen day."""
    target = values.parse_follow_up(request.private_metadata)
    later = later_form.parse_later(request.state)
    follow_up = follow_up_answers.find_own_follow_up(context, target.follow_up_id)
    for id_ in _find_answered_ids(context, follow_up, target.intent_id):
        follow_up_answers.snooze_follow_up(context, id_, later.choice, later.day)
    return refresh_page(context, request, target.intent_id)
