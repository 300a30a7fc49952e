"""The list of due bonuses, for recruiters and admins, and the form for a hire's first day."""

from __future__ import annotations

from domain.bonus.reminders import AdvocatePart
from domain.follow_ups import FollowUpKind
from domain.permissions import Access, check_access, may_see_payroll
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import Done, Registry, Replace, Request, Response, Show
from services import bonus, desk
from services.context import Context
from views import button_values
from views import payroll as view
from views.nudges import hires as hire_nudges

ACTION = "pay_bonus"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    for action_id in (view.OPEN_PAYROLL, view.SHOW_EARLIER, view.SHOW_LATER):
        registry.add_read_action(action_id, open_payroll, access=Access.RECRUITER, action=ACTION)
    registry.add_write_action(view.MARK_PAID, mark_paid, access=Access.RECRUITER, action=ACTION)
    registry.add_write_action(view.MARK_UNPAID, mark_unpaid, access=Access.RECRUITER, action=ACTION)
    registry.add_read_action(
        view.OPEN_HIRE_FORM, open_hire_form, access=Access.MEMBER, action="answer_referral"
    )
    registry.add_submission(
        view.HIRE_FORM, store_hire, access=Access.MEMBER, action="answer_referral"
    )


def open_payroll(context: Context, request: Request) -> Response:
    """Shows a page of the list. The button's value is the index of the page's first bonus."""
    page = bonus.load_payroll_page(context, button_values.parse_id(request.value))
    modal = view.payroll_modal(page)
    return Replace(modal) if request.in_modal else Show(modal)


def mark_paid(context: Context, request: Request) -> Response:
    part = view.parse_part(request.value)
    bonus.mark_paid(context, part.referral_id, part.advocate, part.day)
    return _replace_with_list(context, part.start)


def mark_unpaid(context: Context, request: Request) -> Response:
    part = view.parse_part(request.value)
    bonus.mark_unpaid(context, part.referral_id, part.advocate, part.day)
    return _replace_with_list(context, part.start)


def _replace_with_list(context: Context, start: int) -> Response:
    return Replace(view.payroll_modal(bonus.load_payroll_page(context, start)))


def open_hire_form(context: Context, request: Request) -> Response:
    """Opens the form for the first day, in place of the list if the button is in the list.

    A list below the form would be out of date after the submission.
    """
    value = view.parse_hire_value(request.value)
    desk.find_answerable_referral(context, value.referral_id)
    referral, hire = bonus.find_hired(context, value.referral_id)
    form = view.hire_form(referral, hire, value)
    return Replace(form) if request.in_modal else Show(form)


def store_hire(context: Context, request: Request) -> Response:
    """Stores the first day, and shows the list again if the form was opened from the list."""
    value = view.parse_hire_value(request.private_metadata)
    desk.find_answerable_referral(context, value.referral_id)
    referral, _ = bonus.find_hired(context, value.referral_id)
    bonus.store_hire(context, referral, view.parse_hire(request.state))
    if value.start is None or not may_see_payroll(context.actor):
        return Done()
    return _replace_with_list(context, value.start)


# Answers to nudges ------------------------------------------------------------------------------


def _open_hire_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    referral_id = answered.follow_up.subject_id
    desk.find_answerable_referral(context, referral_id)
    referral, hire = bonus.find_hired(context, referral_id)
    return Show(view.hire_form(referral, hire, view.HireValue(referral_id, start=None)))


def _mark_part_paid(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    check_access(context.actor, Access.RECRUITER, ACTION)
    part = AdvocatePart.parse(answered.follow_up.period)
    bonus.mark_paid(context, answered.follow_up.subject_id, part.advocate, part.day)


def _open_list_page(context: Context, _request: Request, _answered: AnsweredNudge) -> Response:
    check_access(context.actor, Access.RECRUITER, ACTION)
    return Show(view.payroll_modal(bonus.load_payroll_page(context, start=0)))


_DUE_KINDS = (FollowUpKind.BONUS_DUE,)
# With `own_only=False` the button also works for people whom an earlier reminder of the same nudge
# asked. The handlers above check that they still have access.
ANSWERS: dict[str, NudgeAnswer] = {
    hire_nudges.ENTER_FIRST_DAY: NudgeAnswer(
        _open_hire_form, read_only=True, own_only=False, kinds=(FollowUpKind.FIRST_DAY,)
    ),
    hire_nudges.MARK_PAID: NudgeAnswer(_mark_part_paid, own_only=False, kinds=_DUE_KINDS),
    hire_nudges.OPEN_PAYROLL: NudgeAnswer(
        _open_list_page, own_only=False, menu_only=True, kinds=_DUE_KINDS
    ),
}
