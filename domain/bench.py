"""A bench: one member's private list of people whom they would vouch for.

This file holds the values, and computes when the owner is reminded to be in touch with each person.
Only the owner may read a bench (docs/decisions/040).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.endorsements import Relationship
from domain.matching import PersonNote
from domain.openings import Opening
from domain.working_time import CivilHours, add_working_days, as_utc, next_civil_time

MAX_PEOPLE = 100  # nobody keeps in touch with more people than this


class Rhythm(StrEnum):
    """How often the owner is reminded to get in touch."""

    WEEK = "1w"
    TWO_WEEKS = "2w"
    MONTH = "1m"
    QUARTER = "3m"
    HALF_YEAR = "6m"
    NEVER = "never"


DEFAULT_RHYTHM = Rhythm.QUARTER  # dormant ties stay useful (docs/defaults.md)
_WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO_WEEKS: 2}
_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
# A reminder that nobody answers is repeated once, after this many working days. After that, no more
# are sent until the owner changes something about the person (docs/decisions/041).
WORKING_DAYS_BEFORE_REPEAT = 5
MAX_REMINDERS = 2


@dataclass(frozen=True, slots=True)
class BenchForm:
    """What the owner writes about a person. Texts are trimmed."""

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
    """A person on a bench.

    `owner` is a user id. `last_contact_at` (UTC) is the time at which the owner last reported that
    they were in touch with the person.
    """

    id: int
    workspace_id: int
    owner: str
    details: BenchForm
    added_at: datetime
    last_contact_at: datetime | None

    @property
    def name(self) -> str:
        return self.details.name

    @property
    def silent_since(self) -> datetime:
        """The time of the last contact, or that at which the person was added (UTC)."""
        return self.last_contact_at or self.added_at

    @property
    def match_profile(self) -> PersonNote:
        """What `domain.matching` compares with openings."""
        return PersonNote(self.details.good_at, self.details.place, self.details.history)


@dataclass(frozen=True, slots=True)
class OpeningFit:
    """An opening that suits a person. `reasons` are short phrases that say why."""

    opening: Opening
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchNote:
    """What a nudge about a person shows: an opening that suits them, or the newest openings.

    `new_openings` were posted after the last contact.
    """

    person: BenchPerson
    fit: OpeningFit | None = None
    new_openings: tuple[Opening, ...] = ()


def next_check_in_time(
    since: datetime, rhythm: Rhythm, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When the owner is next reminded (UTC), or None if they want no reminders.

    That is at the local time of `since`, on the same day of a later week or month, or else at the
    next civil time. Raises ValueError when `since` is naive.
    """
    if rhythm is Rhythm.NEVER:
        return None
    local = as_utc(since).astimezone(tz)
    if rhythm in _WEEKS:
        day = local.date() + timedelta(weeks=_WEEKS[rhythm])
    else:
        day = months_later(local.date(), _MONTHS[rhythm])
    due_at = datetime.combine(day, local.time().replace(fold=0), tzinfo=tz)
    return next_civil_time(due_at, tz, hours)


def second_check_in_time(
    nudged_at: datetime, nudges_sent: int, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When an unanswered reminder is repeated (UTC), or None after the last one.

    `nudges_sent` includes the reminder that was sent at `nudged_at`. Raises ValueError when
    `nudged_at` is naive.
    """
    if nudges_sent >= MAX_REMINDERS:
        return None
    return add_working_days(nudged_at, WORKING_DAYS_BEFORE_REPEAT, tz, hours)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a month that is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
