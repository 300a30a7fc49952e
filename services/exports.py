"""Gathers the rows of the exports: referrals, openings, bonuses and figures.

The caller checks the permission. If the workspace hides candidates until they agree, exports hide
them too. An export for a member leaves out the referrals in which the member is the candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.bonus.rows import to_bonus_row
from domain.consent import redact_for_desk
from domain.exports.csv_text import to_csv
from domain.exports.rows import COLUMNS, Export, Row, to_opening_row, to_referral_row
from domain.figures.periods import Period, PeriodChoice, check_period, recent_period
from domain.figures.rows import list_figure_rows
from domain.referrals import Referral
from services import bonus, figures
from services.context import Context
from services.people import find_own_candidates, find_time_zone
from storage import bonus as stored_bonuses
from storage import exports as stored

RowT = TypeVar("RowT")
BONUSES_MAX = 100_000  # more than any company has: a limit for the memory that is used
_BATCH_SIZE = 500  # how many referrals are read with one query


def choose_period(context: Context, first: date | None, last: date | None) -> Period:
    """The period from the day `first` to the day `last`, in the company's time zone.

    `last` is today by default. Without `first`, the period is a year long. Raises `FormError`.
    """
    today = context.now.astimezone(ZoneInfo(context.policy.default_tz)).date()
    last = last or today
    return check_period(first or recent_period(PeriodChoice.YEAR, last).first, last, today)


def build_csv(context: Context, export: Export, period: Period, reader: str | None = None) -> str:
    """The text of the CSV file.

    `reader` is the user id of the member who gets the file, or None for whoever runs the server.
    Only figures are limited to the period. Its days are those of the reader's time zone.
    """
    return to_csv(COLUMNS[export], _list_rows(context, export, period, reader))


def _list_rows(
    context: Context, export: Export, period: Period, reader: str | None
) -> Iterator[Row]:
    transaction, workspace_id = context.transaction, context.workspace.id
    if export is Export.FIGURES:
        company_zone = ZoneInfo(context.policy.default_tz)
        zone = find_time_zone(context, reader) if reader else company_zone
        yield from list_figure_rows(figures.load_figures(context, period, zone))
        return
    names = stored.list_names(transaction, workspace_id)
    if export is Export.BONUSES:
        yield from _list_bonus_rows(context, names, reader)
    elif export is Export.OPENINGS:
        for opening in stored.list_openings(transaction, workspace_id):
            yield to_opening_row(opening, names)
    else:
        for batch in _split(stored.list_referrals(transaction, workspace_id)):
            about_reader = _find_ids_about_reader(
                context, [each.referral for each in batch], reader
            )
            for facts in batch:
                redacted = redact_for_desk(facts.referral, context.policy.hide_until_agreed)
                if redacted.id not in about_reader:
                    yield to_referral_row(replace(facts, referral=redacted), names)


def _list_bonus_rows(context: Context, names: dict[str, str], reader: str | None) -> Iterator[Row]:
    transaction, workspace_id = context.transaction, context.workspace.id
    referral_ids = stored_bonuses.list_referral_ids(transaction, workspace_id, limit=BONUSES_MAX)
    for ids in _split(referral_ids):
        rows = bonus.list_rows(context, ids)
        about_reader = _find_ids_about_reader(context, [row.referral for row in rows], reader)
        for row in rows:
            redacted = redact_for_desk(row.referral, context.policy.hide_until_agreed)
            if redacted.id not in about_reader:
                yield to_bonus_row(replace(row, referral=redacted), names)


def _split(rows: Sequence[RowT]) -> Iterator[Sequence[RowT]]:
    for start in range(0, len(rows), _BATCH_SIZE):
        yield rows[start : start + _BATCH_SIZE]


def _find_ids_about_reader(
    context: Context, found: Sequence[Referral], reader: str | None
) -> frozenset[int]:
    """The ids of those referrals whose candidate is the reader."""
    if reader is None:
        return frozenset()
    candidates = find_own_candidates(context, found)
    return frozenset(id_ for id_, user_ids in candidates.items() if reader in user_ids)
