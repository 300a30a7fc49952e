"""A bench: one member's private list of people whom they would vouch for.

The member is the owner of the bench, and is reminded from time to time to be in touch with each
person. This file says when. Only the owner may read a bench (docs/decisions/040).
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

MAX_PEOPLE = 100  # on one bench; nobody keeps in touch with more


class Rhythm(StrEnum):
    """How long after the last contact the owner is reminded. The values are stored."""

    WEEK = "1w"
    TWO_WEEKS = "2w"
    MONTH = "1m"
    QUARTER = "3m"
    HALF_YEAR = "6m"
    NEVER = "never"


DEFAULT_RHYTHM = Rhythm.QUARTER  # docs/defaults.md says why
_WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO_WEEKS: 2}
_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
# An unanswered reminder is repeated once. Then there are no more until the owner changes something
# about the person (docs/decisions/041).
MAX_REMINDERS = 2
WORKING_DAYS_BEFORE_REPEAT = 5


@dataclass(frozen=True, slots=True)
class BenchDetails:
    """What the owner writes about a person. Texts are trimmed.

    `history` tells what the two did together.
    """

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
    details: BenchDetails
    added_at: datetime
    last_contact_at: datetime | None

    @property
    def name(self) -> str:
        return self.details.name

    @property
    def silent_since(self) -> datetime:
        """When the two were last in touch, or else when the person was added (UTC)."""
        return self.last_contact_at or self.added_at

    @property
    def note_to_match(self) -> PersonNote:
        """The part of the details that `domain.matching` compares with openings."""
        return PersonNote(self.details.good_at, self.details.place, self.details.history)


@dataclass(frozen=True, slots=True)
class OpeningFit:
    """An opening that suits a person. `reasons` are short phrases that say why."""

    opening: Opening
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchNudge:
    """What a nudge about a person shows.

    A nudge about a new opening has `fit`. A reminder to be in touch has `new_openings`, those that
    were posted after the last contact.
    """

    person: BenchPerson
    fit: OpeningFit | None = None
    new_openings: tuple[Opening, ...] = ()


def next_reminder_time(
    since: datetime, rhythm: Rhythm, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When the owner is reminded (UTC) after a contact at `since`, or None if they never are.

    The reminder keeps the weekday or the day of the month and the local time of `since`, and is put
    off to the next civil time if need be. Raises ValueError when `since` is naive.
    """
    if rhythm is Rhythm.NEVER:
        return None
    local = as_utc(since).astimezone(tz)
    if rhythm in _WEEKS:
        day = local.date() + timedelta(weeks=_WEEKS[rhythm])
    else:
        day = months_later(local.date(), _MONTHS[rhythm])
    local_time = local.time().replace(fold=0)  # `since` may be in the hour that clocks repeat
    due_at = datetime.combine(day, local_time, tzinfo=tz)
    return next_civil_time(due_at, tz, hours)


def repeat_reminder_time(
    nudged_at: datetime, nudges_sent: int, tz: ZoneInfo, hours: CivilHours
) -> datetime | None:
    """When an unanswered reminder is repeated (UTC), or None after the last of `MAX_REMINDERS`.

    `nudges_sent` includes the reminder that was sent at `nudged_at`. Raises ValueError when
    `nudged_at` is naive.
    """
    if nudges_sent >= MAX_REMINDERS:
        return None
    return add_working_days(nudged_at, WORKING_DAYS_BEFORE_REPEAT, tz, hours)


def months_later(day: date, months: int) -> date:
    """The same day of the month, `months` later. In a shorter month it is the last day."""
    year, months_since_january = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = months_since_january + 1
    _, days_in_month = calendar.monthrange(year, month)
    return date(year, month, min(day.day, days_in_month))
