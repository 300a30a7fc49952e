"""The period that figures are about: whole days in the reader's own time zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from domain.errors import FieldError, FormError

PERIOD_YEARS_MAX: Final = 5
POINTS_MAX: Final = 20  # Slack draws at most this many points of a line, with labels as short.
_DAY = timedelta(days=1)


class PeriodChoice(StrEnum):
    """The entries of the period picker. The values are stored in posted menus."""

    MONTH = "30d"
    QUARTER = "90d"
    YEAR = "12m"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


_LENGTHS = {PeriodChoice.MONTH: 30, PeriodChoice.QUARTER: 90, PeriodChoice.YEAR: 365}


def recent_period(choice: PeriodChoice, today: date) -> Period:
    """The period of a choice, which ends today.

    `OWN` has no length. Its form is prefilled with the longest of the other periods.
    """
    days = _LENGTHS.get(choice, _LENGTHS[PeriodChoice.YEAR])
    return Period(today - timedelta(days=days - 1), today)


def check_period(first: date | None, last: date | None, today: date) -> Period:
    """The period between two dates that a person entered, both included.

    Raises `FormError` with an error for each wrong field.
    """
    errors: list[FieldError] = []
    for name, day in (("from", first), ("until", last)):
        if day is None:
            errors.append(FieldError(name, "missing_date"))
        elif day > today:
            errors.append(FieldError(name, "not_yet"))
        elif day < _years_before(today, PERIOD_YEARS_MAX):
            errors.append(FieldError(name, "too_long_ago", str(PERIOD_YEARS_MAX)))
    if not errors and first is not None and last is not None and first > last:
        errors.append(FieldError("until", "before_start"))
    if errors or first is None or last is None:
        raise FormError(tuple(errors))
    return Period(first, last)


def _years_before(day: date, years: int) -> date:
    """The same date some years earlier. For 29 February it is the 28th."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def period_bounds(period: Period, zone: tzinfo) -> tuple[datetime, datetime]:
    """The moments (UTC) at which the period begins, and at which it is over."""
    midnights = (
        datetime.combine(period.first, time(0), tzinfo=zone),
        datetime.combine(period.last + _DAY, time(0), tzinfo=zone),
    )
    return midnights[0].astimezone(UTC), midnights[1].astimezone(UTC)


def describe_step(period: Period) -> str:
    """What one point of a line covers: "day", "week", "month", "quarter" or "year"."""
    return _choose_step(period).name


def label_points(period: Period) -> dict[date, str]:
    """The label of each point of a line over the period, by the first day that the point covers.

    There are at most `POINTS_MAX` points. The first day of the first one may be before the period:
    it is the start of a whole week, month, quarter or year. A label has at most 20 characters,
    which is as many as Slack takes, and no two labels are the same.
    """
    step = _choose_step(period)
    starts = dict.fromkeys(
        step.start_of(period.first + timedelta(days=offset)) for offset in range(period.days)
    )
    return {start: step.label(start) for start in starts}


def point_bounds(period: Period, zone: tzinfo) -> list[datetime]:
    """The moments (UTC) that separate the points of the line.

    They are the starts of all points but the first, which begins with the period.
    """
    starts = list(label_points(period))[1:]
    return [datetime.combine(start, time(0), tzinfo=zone).astimezone(UTC) for start in starts]


class _Step(NamedTuple):
    """What one point of a line covers.

    `start_of` takes a day and returns the first day of its step. `label` takes that first day.
    """

    name: str
    start_of: Callable[[date], date]
    label: Callable[[date], str]


def _choose_step(period: Period) -> _Step:
    """The shortest step with which the points are few enough.

    A period can begin and end within a step, so that 19 weeks of days can touch 20 weeks. Therefore
    a period may be `POINTS_MAX - 1` steps long.
    """
    if period.days <= POINTS_MAX:
        return _Step("day", lambda day: day, _day_label)
    if period.days <= (POINTS_MAX - 1) * 7:
        return _Step("week", lambda day: day - timedelta(days=day.weekday()), _day_label)
    if period.days <= (POINTS_MAX - 1) * 30:
        return _Step("month", lambda day: day.replace(day=1), lambda day: f"{day:%b %Y}")
    if period.days <= (POINTS_MAX - 1) * 90:
        return _Step(
            "quarter",
            lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
            lambda day: f"Q{(day.month + 2) // 3} {day.year}",
        )
    return _Step("year", lambda day: date(day.year, 1, 1), lambda day: str(day.year))


def _day_label(day: date) -> str:
    return f"{day.day} {day:%b}"
