"""Recruiters and hiring managers answer referrals from the card of a referral or from App Home.

They take a referral, move it to another stage, hand it over to a colleague, and ask the advocates
questions. The advocate's answer to a question is handled here as well.
"""

from __future__ import annotations

from functools import partial

from domain.asks import AskKind
from domain.bonus.clock import Hire
from domain.errors import FieldError, FormError
from domain.permissions import Access
from domain.stages import Stage
from handlers.desk_list import show_referral
from handlers.protocol import Done, Home, Registry, Replace, Request, Response, Show
from services import advocate_questions, bonus, corrections, desk, desk_pages, home_page
from services.context import Context
from services.people import build_viewer
from views import button_values
from views import home as home_view
from views.asks import form as ask_form
from views.desk import buttons, questions, side_by_side, stage_correction, stage_forms

ACTION = "answer_referral"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_write_action(
        buttons.TAKE_REFERRAL, take_referral, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        buttons.OPEN_MOVE_FORM, open_move_form, access=Access.MEMBER, action=ACTION
    )
    registry.add_write_action(
        stage_correction.CORRECT_STAGE, correct_stage, access=Access.MEMBER, action=ACTION
    )
    registry.add_write_action(buttons.OPEN_CARD, open_card, access=Access.MEMBER, action=ACTION)
    open_not_now_form = partial(open_move_form, stage=Stage.NOT_NOW)
    registry.add_read_action(
        buttons.MOVE_TO_NOT_NOW, open_not_now_form, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        stage_forms.SELECT_STAGE, show_fields_of_stage, access=Access.MEMBER, action=ACTION
    )
    registry.add_submission(
        stage_forms.MOVE_FORM, move_referral, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        buttons.ASK_ADVOCATE, open_question_form, access=Access.MEMBER, action=ACTION
    )
    registry.add_submission(questions.ASK_FORM, ask_advocate, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(buttons.READ_IN_FULL, open_card, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(buttons.MENU, handle_menu_choice, access=Access.MEMBER, action=ACTION)
    registry.add_submission(
        stage_forms.HAND_OVER_FORM, hand_over_referral, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        questions.OPEN_ANSWER_FORM, open_answer_form, access=Access.MEMBER, action="answer_question"
    )
    registry.add_submission(
        questions.ANSWER_FORM, answer_question, access=Access.MEMBER, action="answer_question"
    )


def take_referral(context: Context, request: Request) -> Response:
    """Makes the actor the owner, and redraws the modal or App Home with the button."""
    referral_id = button_values.parse_id(request.value)
    desk.take_referral(context, referral_id)
    if request.in_modal:
        return show_referral(context, request, referral_id)
    return _show_home(context) if request.from_home else Done()


def _show_home(context: Context) -> Response:
    return Home(home_view.app_home(home_page.load_home(context)))


def correct_stage(context: Context, request: Request) -> Response:
    """Takes back the last change of stage, which somebody made by mistake."""
    correction = stage_correction.parse_stage_correction(request.value)
    corrections.correct_stage(context, correction.referral_id, correction.history_id)
    if request.in_modal:
        return show_referral(context, request, correction.referral_id)
    return Done()


def open_card(context: Context, request: Request) -> Response:
    return show_referral(context, request, button_values.parse_id(request.value))


def open_move_form(context: Context, request: Request, *, stage: Stage | None = None) -> Response:
    """Opens the form that moves a referral to another stage. `stage` is preselected in it."""
    referral = desk.find_referral_for_display(context, button_values.parse_id(request.value))
    return Show(stage_forms.move_form(referral, stage))


def show_fields_of_stage(context: Context, request: Request) -> Response:
    """Redraws the form after a choice of stage. A stage that ends the referral needs a reason."""
    referral_id = button_values.parse_id(request.private_metadata)
    referral = desk.find_referral_for_display(context, referral_id)
    return Replace(stage_forms.move_form(referral, stage_forms.parse_selected_stage(request.value)))


def move_referral(context: Context, request: Request) -> Response:
    form = stage_forms.parse_move(request.state)
    if form.stage is None:
        raise FieldError("stage", "empty")
    referral_id = button_values.parse_id(request.private_metadata)
    if form.lacks_reasons:  # the person submitted the form before Slack showed the reasons in it
        referral = desk.find_referral_for_display(context, referral_id)
        return Replace(stage_forms.move_form(referral, form.stage))
    try:
        moved = desk.move_stage(
            context,
            referral_id,
            form.stage,
            form.reason,
            form.note,
            return_after=form.return_after,
        )
    except FormError as error:
        raise stage_forms.rename_reason_field(error, form.stage) from None
    if form.started_on is not None:
        bonus.store_hire(context, moved, Hire(form.started_on))
    return Done()


def handle_menu_choice(context: Context, request: Request) -> Response:
    menu = buttons.parse_menu(request.value)
    referral = desk.find_referral_for_display(context, menu.referral_id)
    if menu.choice is buttons.MenuChoice.HAND_OVER:
        return Show(stage_forms.hand_over_form(referral))
    if menu.choice is buttons.MenuChoice.ASK_COLLEAGUE:
        referral = desk.find_revealed_referral(context, referral.id)
        prefill = ask_form.AskPrefill(AskKind.DESK, referral=referral)
        return Show(ask_form.ask_form(prefill))
    if menu.choice is buttons.MenuChoice.SIDE_BY_SIDE:
        page = desk_pages.load_side_by_side_page(context, referral.id)
        return Show(side_by_side.side_by_side_modal(page))
    if menu.choice is buttons.MenuChoice.READ:
        return show_referral(context, request, referral.id)
    if menu.choice is buttons.MenuChoice.ASK_ADVOCATE:
        return _show_question_form(context, referral.id)
    # Every other choice moves the referral. `stage` is None if the person picks it in the form.
    return Show(stage_forms.move_form(referral, menu.choice.stage))


def open_question_form(context: Context, request: Request) -> Response:
    return _show_question_form(context, button_values.parse_id(request.value))


def _show_question_form(context: Context, referral_id: int) -> Response:
    referral = advocate_questions.find_referral_to_ask_about(context, referral_id)
    viewer = build_viewer(context)
    page = desk_pages.load_desk_page(context, viewer, referral)
    return Show(questions.question_form(page))


def ask_advocate(context: Context, request: Request) -> Response:
    form = questions.parse_question(request.state, request.private_metadata)
    advocate_questions.ask_advocate(context, form.referral_id, form.advocate, form.text)
    return Done()


def hand_over_referral(context: Context, request: Request) -> Response:
    new_owner = stage_forms.parse_hand_over(request.state)
    if new_owner is None:
        raise FieldError("to", "empty")
    desk.hand_over_referral(context, button_values.parse_id(request.private_metadata), new_owner)
    return Done()


def open_answer_form(context: Context, request: Request) -> Response:
    page = desk_pages.load_question_page(context, button_values.parse_id(request.value))
    return Show(questions.answer_form(page))


def answer_question(context: Context, request: Request) -> Response:
    advocate_questions.answer_question(
        context,
        button_values.parse_id(request.private_metadata),
        questions.parse_answer(request.state),
    )
    return Done()
