"""Recruiters and admins see which bonuses are due, mark them as paid, and enter first days."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Replace, Request, Response, Show
from services import bonus, desk
from services.context import Context
from views import button_values
from views import payroll as view

ACTION = "pay_bonus"


def register(registry: Registry) -> None:
    for id_ in (view.OPEN_PAYROLL, view.SHOW_EARLIER, view.SHOW_LATER):
        registry.add_read_action(id_, open_payroll, access=Access.RECRUITER, action=ACTION)
    registry.add_write_action(view.MARK_PAID, mark_paid, access=Access.RECRUITER, action=ACTION)
    registry.add_write_action(view.MARK_UNPAID, mark_unpaid, access=Access.RECRUITER, action=ACTION)
    registry.add_read_action(
        view.OPEN_HIRE_FORM, open_hire_form, access=Access.MEMBER, action="answer_referral"
    )
    registry.add_submission(
        view.HIRE_FORM, store_hire, access=Access.MEMBER, action="answer_referral"
    )


def open_payroll(context: Context, request: Request) -> Response:
    page = bonus.load_payroll_page(context, button_values.parse_id(request.value))
    modal = view.payroll_modal(page)
    return Replace(modal) if request.in_modal else Show(modal)


def mark_paid(context: Context, request: Request) -> Response:
    part = view.parse_part(request.value)
    bonus.mark_paid(context, part.referral_id, part.advocate, part.day)
    return _show_list(context, part.start)


def mark_unpaid(context: Context, request: Request) -> Response:
    part = view.parse_part(request.value)
    bonus.mark_unpaid(context, part.referral_id, part.advocate, part.day)
    return _show_list(context, part.start)


def _show_list(context: Context, start: int) -> Response:
    return Replace(view.payroll_modal(bonus.load_payroll_page(context, start)))


def open_hire_form(context: Context, request: Request) -> Response:
    """In the list the form takes the list's place, so that no outdated list is under it."""
    value = view.parse_hire_value(request.value)
    desk.find_answerable_referral(context, value.referral_id)
    referral, hire = bonus.find_hired(context, value.referral_id)
    form = view.hire_form(referral, hire, value)
    return Replace(form) if request.in_modal else Show(form)


def store_hire(context: Context, request: Request) -> Response:
    value = view.parse_hire_value(request.private_metadata)
    desk.find_answerable_referral(context, value.referral_id)
    referral, _ = bonus.find_hired(context, value.referral_id)
    bonus.store_hire(context, referral, view.parse_hire(request.state))
    if value.start is None or not bonus.may_see_payroll(context.actor):
        return Done()
    return _show_list(context, value.start)
