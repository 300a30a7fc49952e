"""Gathers the rows of the exports: referrals, openings, bonuses and figures.

The functions check no permission. Where the workspace hides candidates until they agree, exports
hide them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from domain.bonus.rows import to_bonus_row
from domain.consent import redact_for_desk
from domain.exports.csv_text import to_csv
from domain.exports.rows import COLUMNS, Export, Row, to_opening_row, to_referral_row
from domain.figures.periods import Period, PeriodChoice, check_period, recent_period
from domain.figures.rows import list_figure_rows
from services import bonus, figures
from services.context import Context
from storage import bonus as stored_bonuses
from storage import exports as stored

BONUSES_MAX = 100_000
_BATCH = 500  # bonuses that are read together


def choose_period(context: Context, first: date | None, last: date | None) -> Period:
    """The period between two days in the company's time zone: a year until today without them.

    Raises `FormError`.
    """
    today = context.now.astimezone(ZoneInfo(context.policy.default_tz)).date()
    last = last or today
    return check_period(first or recent_period(PeriodChoice.YEAR, last).first, last, today)


def export_text(context: Context, export: Export, period: Period) -> str:
    """The text of the CSV file. Only figures are of the period; the others are of all time."""
    return to_csv(COLUMNS[export], _list_rows(context, export, period))


def _list_rows(context: Context, export: Export, period: Period) -> Iterator[Row]:
    transaction, ws = context.transaction, context.workspace.id
    if export is Export.FIGURES:
        zone = ZoneInfo(context.policy.default_tz)
        yield from list_figure_rows(figures.load_figures(context, period, zone))
        return
    names = stored.list_names(transaction, ws)
    if export is Export.BONUSES:
        yield from _list_bonus_rows(context, names)
    elif export is Export.OPENINGS:
        for opening in stored.list_openings(transaction, ws):
            yield to_opening_row(opening, names)
    else:
        for facts in stored.list_referrals(transaction, ws):
            shown = redact_for_desk(facts.referral, context.policy.hide_until_agreed)
            yield to_referral_row(replace(facts, referral=shown), names)


def _list_bonus_rows(context: Context, names: dict[str, str]) -> Iterator[Row]:
    transaction, ws = context.transaction, context.workspace.id
    ids = stored_bonuses.list_referral_ids(transaction, ws, limit=BONUSES_MAX)
    for start in range(0, len(ids), _BATCH):
        for row in bonus.list_rows(context, ids[start : start + _BATCH]):
            shown = redact_for_desk(row.referral, context.policy.hide_until_agreed)
            yield to_bonus_row(replace(row, referral=shown), names)
