"""The period that figures are about, in whole days, and the points of a line chart over it.

Days are those of the reader's own time zone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from domain.errors import FieldError, FormError

PERIOD_YEARS_MAX: Final = 5
POINTS_MAX: Final = 20  # Slack draws at most this many points of a line.
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


_DAYS_OF_CHOICE = {PeriodChoice.MONTH: 30, PeriodChoice.QUARTER: 90, PeriodChoice.YEAR: 365}


def recent_period(choice: PeriodChoice, today: date) -> Period:
    """The period of a choice, with today as its last day.

    `OWN` has no length of its own. It gives a year, with which the form for the dates is prefilled.
    """
    days = _DAYS_OF_CHOICE.get(choice, _DAYS_OF_CHOICE[PeriodChoice.YEAR])
    return Period(today - timedelta(days=days - 1), today)


def check_period(first: date | None, last: date | None, today: date) -> Period:
    """The period between two dates that a person entered, both included.

    Raises `FormError` with an error for each wrong field.
    """
    errors: list[FieldError] = []
    earliest = _years_before(today, PERIOD_YEARS_MAX)
    for field, day in (("from", first), ("until", last)):
        if day is None:
            errors.append(FieldError(field, "missing_date"))
        elif day > today:
            errors.append(FieldError(field, "not_yet"))
        elif day < earliest:
            errors.append(FieldError(field, "too_long_ago", str(PERIOD_YEARS_MAX)))
    if not errors and first is not None and last is not None and first > last:
        errors.append(FieldError("until", "before_start"))
    if errors or first is None or last is None:
        raise FormError(tuple(errors))
    return Period(first, last)


def _years_before(day: date, years: int) -> date:
    """The same date some years earlier. 29 February becomes 28 February."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


def period_bounds(period: Period, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of the period and the first moment after it (UTC)."""
    return _midnight(period.first, zone), _midnight(period.last + _DAY, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    """The moment (UTC) at which the day begins in the zone."""
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def describe_step(period: Period) -> str:
    """What one point of a line covers: "day", "week", "month", "quarter" or "year"."""
    return _choose_step(period).name


def label_points(period: Period) -> dict[date, str]:
    """The label of each point of a line over the period, by the first day that the point covers.

    There are at most `POINTS_MAX` points. A point covers a whole day, week, month, quarter or year,
    so the first one may begin before the period. Labels have at most 20 characters and all differ,
    as Slack demands.
    """
    step = _choose_step(period)
    starts = dict.fromkeys(
        step.start_of(period.first + timedelta(days=offset)) for offset in range(period.days)
    )
    return {start: step.label(start) for start in starts}


def point_bounds(period: Period, zone: tzinfo) -> list[datetime]:
    """The moments (UTC) at which one point of the line ends and the next one begins."""
    starts_but_first = list(label_points(period))[1:]
    return [_midnight(start, zone) for start in starts_but_first]


class _Step(NamedTuple):
    """The unit of time that one point of a line covers, such as a week.

    `start_of` returns the first day of the week with the given day, and so on. `label` takes that
    first day.
    """

    name: str
    start_of: Callable[[date], date]
    label: Callable[[date], str]


def _choose_step(period: Period) -> _Step:
    """The shortest step that gives at most `POINTS_MAX` points.

    A period may begin and end in the middle of a step: 133 days are 19 weeks long, but can lie in
    20 weeks. So a period may only be `POINTS_MAX - 1` steps long.
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
