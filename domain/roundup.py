"""The weekly round-up of a channel: when it is due, and whether there is anything to tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.openings import Opening
from domain.pages import RoundupPage
from domain.working_time import CivilHours, as_utc, on_date

# PRODUCT.md, "Defaults": at most 6 roles; static digests get muted.
MOST_ROLES = 6


def next_roundup(now: datetime, weekday: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The next such day (Monday 0) after today in `tz`, at the start of the civil hours; UTC.

    Where nobody works on that day, the next working day after it.
    """
    today = as_utc(now).astimezone(tz).date()
    return on_date(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1), tz, hours)


def worth_saying(openings: Sequence[Opening], since: datetime) -> RoundupPage | None:
    """What to tell of a channel's openings, newest changes first; None where nothing changed.

    `openings` are those that are open, and those that changed since.
    """
    if not any(each.changed_at > since for each in openings):
        return None
    taking = [each for each in openings if each.taking]
    taking.sort(key=lambda each: (each.changed_at, each.id), reverse=True)
    shown = tuple(taking[:MOST_ROLES])
    ended = sum(not each.taking for each in openings)
    return RoundupPage(since, shown, ended, len(taking) - len(shown))
