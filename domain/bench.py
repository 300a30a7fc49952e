"""A bench: the people whom somebody would vouch for, kept for its owner's eyes only.

Starts from what the owner writes down, ends with when they are reminded of each.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.matching import Known
from domain.openings import Opening
from domain.referrals import Relationship
from domain.working_time import CivilHours, add_working_days, as_utc, next_civil

MOST_PEOPLE = 100  # whoever keeps more keeps in touch with nobody


class Rhythm(StrEnum):
    """How often the owner is reminded to be in touch."""

    WEEK = "1w"
    TWO_WEEKS = "2w"
    MONTH = "1m"
    QUARTER = "3m"
    HALF_YEAR = "6m"
    NEVER = "never"


DEFAULT_RHYTHM = Rhythm.QUARTER  # PRODUCT.md: dormant ties stay useful
_WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO_WEEKS: 2}
_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
# A reminder that is ignored comes once more, after this many working days, and then rests until
# the owner does something with that person on their bench: two that are ignored are an answer.
SECOND_AFTER_WORKING_DAYS = 5
MOST_REMINDERS = 2


@dataclass(frozen=True, slots=True)
class BenchForm:
    """What the owner writes down. Texts are as typed, trimmed."""

    name: str
    email: str | None = None
    profile_url: str | None = None
    relationship: Relationship | None = None
    good_at: str = ""
    place: str = ""
    history: str = ""
    rhythm: Rhythm = DEFAULT_RHYTHM


@dataclass(frozen=True, slots=True)
class BenchPerson:
    """Somebody on a bench. `heard_at` (UTC) is when its owner last said that they were in touch."""

    id: int
    workspace_id: int
    owner: str
    says: BenchForm
    added_at: datetime
    heard_at: datetime | None

    @property
    def name(self) -> str:
        return self.says.name

    @property
    def since(self) -> datetime:
        """Since when nothing was heard, as far as the owner told."""
        return self.heard_at or self.added_at

    @property
    def known(self) -> Known:
        return Known(self.says.good_at, self.says.place, self.says.history)


@dataclass(frozen=True, slots=True)
class Fit:
    """An opening that suits somebody, and why."""

    opening: Opening
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchNote:
    """What a nudge about somebody on a bench shows: the fit, or what is new at the company."""

    person: BenchPerson
    fit: Fit | None = None
    news: tuple[Opening, ...] = ()


def next_check_in(
    since: datetime, rhythm: Rhythm, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When the owner is next reminded, in UTC: the same day of a later week or month at the same
    wall time, then civil. None where they want no reminders. Raises ValueError when naive."""
    if rhythm is Rhythm.NEVER:
        return None
    local = as_utc(since).astimezone(tz)
    if rhythm in _WEEKS:
        day = local.date() + timedelta(weeks=_WEEKS[rhythm])
    else:
        day = _months_later(local.date(), _MONTHS[rhythm])
    at = datetime.combine(day, local.time().replace(fold=0), tzinfo=tz)
    return next_civil(at, tz, hours)


def second_check_in(
    nudged_at: datetime, nudges_sent: int, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When a reminder that is ignored comes again; None after the last. `nudges_sent` counts the
    one that goes out at `nudged_at`."""
    if nudges_sent >= MOST_REMINDERS:
        return None
    return add_working_days(nudged_at, SECOND_AFTER_WORKING_DAYS, tz, hours)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
