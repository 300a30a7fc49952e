"""`/refer stats`: a modal with figures about referrals for a period.

The person chooses the period, and may have charts or a file of the figures sent.
"""

from __future__ import annotations

from domain.figures.periods import Period, PeriodChoice, recent_period
from domain.permissions import Access
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import export_files, figures
from services.context import Context
from services.people import find_today
from views.figures import modal as view

ACTION = "stats"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("stats", show_figures, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.SHOW_FIGURES, show_figures, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.SELECT_PERIOD, select_period, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.SEND_CHARTS, send_charts, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(
        view.SEND_FILE, send_file, access=Access.RECRUITER, action=export_files.ACTION
    )
    registry.add_submission(view.FORM, show_entered_period, access=Access.MEMBER, action=ACTION)


def show_figures(context: Context, _request: Request) -> Response:
    period = _default_period(context)
    return Show(view.figures_modal(figures.load_figures_page(context, period)), private=True)


def select_period(context: Context, request: Request) -> Response:
    """Shows the chosen period. If the person wants to enter one, shows two fields for its days."""
    choice = view.parse_choice(request.value)
    period = recent_period(choice, find_today(context))
    page = figures.load_figures_page(context, period)
    enters_days = choice is PeriodChoice.OWN
    return Replace(view.figures_modal(page, asks_days=enters_days), private=True)


def show_entered_period(context: Context, request: Request) -> Response:
    first_day, last_day = view.parse_days(request.state)
    period = figures.choose_period(context, first_day, last_day)
    page = figures.load_figures_page(context, period)
    return Replace(view.figures_modal(page, asks_days=True), private=True)


def send_charts(context: Context, request: Request) -> Response:
    period = view.parse_period(request.value) or _default_period(context)
    figures.send_charts(context, period)
    page = figures.load_figures_page(context, period)
    return Replace(view.figures_modal(page, note=view.CHARTS_ON_THEIR_WAY), private=True)


def send_file(context: Context, request: Request) -> Response:
    export = view.parse_export(request.value)
    period = view.parse_period(request.private_metadata) or _default_period(context)
    export_files.request_file(context, export, period)
    page = figures.load_figures_page(context, period)
    note = view.file_on_its_way(export, period)
    return Replace(view.figures_modal(page, note=note), private=True)


def _default_period(context: Context) -> Period:
    return recent_period(PeriodChoice.QUARTER, find_today(context))
