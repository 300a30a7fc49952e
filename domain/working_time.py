"""Working time: at which hours a person may get a message, and how working days are counted.

The functions take a moment with any zone and the person's own time zone, and return a moment in
UTC. They calculate in local time, so that daylight saving time never moves a message by an hour. A
local time that the clocks skip means the first moment after the gap. A local time that occurs twice
means the first one. A date that a zone skipped (Samoa, 30 December 2011) is no working day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CivilHours:
    """The hours of the day at which messages may be sent, in the recipient's local time.

    `start` is included and `end` is not. Days are numbered like `date.weekday()`: Monday is 0.
    docs/defaults.md gives the reason for the defaults.

    Raises ValueError when the hours or days are empty, or when a time has a zone.
    """

    start: time = time(9, 30)
    end: time = time(16, 30)
    working_days: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("working hours are wall-clock times and carry no zone")
        if self.start >= self.end:
            raise ValueError("working hours must start before they end, on the same day")
        if not self.working_days or not self.working_days <= frozenset(range(7)):
            raise ValueError("working days are numbers from 0 (Monday) to 6, at least one")


def time_zone(name: str | None, default: str = "UTC") -> ZoneInfo:
    """The zone with that IANA name, or the zone `default` when the name is missing or unknown.

    Raises ValueError when `default` is needed and unknown.
    """
    zone = _find_zone(name) or _find_zone(default)
    if zone is None:
        raise ValueError(f"unknown default time zone: {default!r}")
    return zone


def as_utc(at: datetime) -> datetime:
    """The same moment in UTC.

    Python compares and subtracts two moments of the same zone by their local times, which is wrong
    by an hour when the clocks change between them. Raises ValueError when `at` is naive.
    """
    return at if at.tzinfo is UTC else _to_local(at, UTC)


def is_civil_time(at: datetime, tz: ZoneInfo, hours: CivilHours) -> bool:
    """Whether `at` is within the hours of a working day in `tz`, start included, end excluded.

    Raises ValueError when `at` is naive.
    """
    local = _to_local(at, tz)
    return (
        local.weekday() in hours.working_days
        and hours.start <= local.time().replace(fold=0) < hours.end
    )


def next_civil_time(at: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The first civil moment at or after `at` (UTC).

    The start of the hours is a civil moment, and their end is not: after it comes the start of the
    next working day. Raises ValueError when `at` is naive.
    """
    at = as_utc(at)
    if is_civil_time(at, tz, hours):
        return at
    # Start one day earlier: when the clocks go back over midnight, a date occurs twice.
    for offset in itertools.count(-1):
        day = _to_local(at, tz).date() + offset * _DAY
        civil_starts = [
            start
            for start in _possible_starts(day, tz, hours)
            if start >= at and is_civil_time(start, tz, hours)
        ]
        if civil_starts:
            return min(civil_starts)
    raise AssertionError("unreachable: there is always a later working day")


def add_working_days(start: datetime, days: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The civil moment (UTC) `days` working days after the local date of `start`.

    The local time of day stays the same if it is within the hours; otherwise it becomes the start
    of the hours. Saturday plus one working day is Monday. Zero days give
    `next_civil_time(start)`. Raises ValueError when `start` is naive or `days` negative.
    """
    local = _to_local(start, tz)
    if days < 0:
        raise ValueError("cannot add a negative number of working days")
    if days == 0:
        return next_civil_time(start, tz, hours)
    time_of_day = local.time().replace(fold=0)
    if not hours.start <= time_of_day < hours.end:
        time_of_day = hours.start
    return _nth_working_day(local.date(), days, time_of_day, tz, hours)


@lru_cache(maxsize=4096)
def _nth_working_day(after: date, days: int, at: time, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """Cached, because one tick computes the same moment for hundreds of people."""
    day = next(itertools.islice(_working_days_after(after, tz, hours), days - 1, None))
    return next_civil_time(_to_moment(day, at, tz), tz, hours)


def working_days_between(a: datetime, b: datetime, tz: ZoneInfo, hours: CivilHours) -> int:
    """The number of working days after the local date of `a`, up to and including that of `b`.

    The time of day is ignored, so this is the inverse of `add_working_days`. The result is negative
    when `b` has an earlier date. Raises ValueError when a moment is naive.
    """
    first, last = _to_local(a, tz).date(), _to_local(b, tz).date()
    if last < first:
        return -working_days_between(b, a, tz, hours)
    dates = (first + offset * _DAY for offset in range(1, (last - first).days + 1))
    return sum(_is_working_day(day, tz, hours) for day in dates)


def next_working_day(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on the next working day after today (UTC).

    Raises ValueError when `now` is naive.
    """
    return first_civil_time_on(_to_local(now, tz).date() + _DAY, tz, hours)


def end_of_next_working_day(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The midnight (UTC) that ends the next working day after today.

    Raises ValueError when `now` is naive.
    """
    day = _to_local(next_working_day(now, tz, hours), tz).date()
    return _to_moment(day + _DAY, time(0), tz)


def end_of_day(day: date, tz: ZoneInfo) -> datetime:
    """The midnight (UTC) that ends this local date, even if the clocks change at midnight."""
    return _to_moment(day + _DAY, time(0), tz)


def next_working_week(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on the first working day from next Monday on (UTC).

    Raises ValueError when `now` is naive.
    """
    today = _to_local(now, tz).date()
    return first_civil_time_on(today + (7 - today.weekday()) * _DAY, tz, hours)


def first_civil_time_on(day: date, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on that local date, or on the next working day (UTC)."""
    while not _is_working_day(day, tz, hours):
        day += _DAY
    return next_civil_time(_to_moment(day, hours.start, tz), tz, hours)


def _find_zone(name: str | None) -> ZoneInfo | None:
    if not name or not name.strip():
        return None
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        # zoneinfo has different errors for unknown names, malformed names and folders ("Europe").
        return None


def _to_local(at: datetime, tz: tzinfo) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("a moment needs a zone: naive datetimes are refused")
    return at.astimezone(tz)


def _to_moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    """The local time `at` on `day`, in UTC. A time that the clocks skip becomes the gap's end."""
    wall_time = datetime.combine(day, at, tzinfo=tz)
    moment = wall_time.astimezone(UTC)
    if moment.astimezone(tz).replace(tzinfo=None) == wall_time.replace(tzinfo=None):
        return moment
    # The clocks skip this time. With fold=1 Python uses the offset after the change, which gives a
    # moment before the gap; the change of the offset is the end of the gap.
    before = wall_time.replace(fold=1).astimezone(UTC)
    return _find_offset_change(before, moment, tz) or moment


def _find_offset_change(a: datetime, b: datetime, tz: ZoneInfo) -> datetime | None:
    """The first second in (a, b] at which the zone's offset differs from that at `a`, or None."""
    old_offset = a.astimezone(tz).utcoffset()
    if b.astimezone(tz).utcoffset() == old_offset:
        return None
    low, high = a.replace(microsecond=0), b
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(tz).utcoffset() == old_offset:
            low = middle
        else:
            high = middle
    return low + _SECOND


def _possible_starts(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[datetime]:
    """The moments of that date at which civil time can begin."""
    yield _to_moment(day, hours.start, tz)
    # The second time, if the clocks show the start of the hours twice.
    yield datetime.combine(day, hours.start.replace(fold=1), tzinfo=tz).astimezone(UTC)
    midnight, next_midnight = (
        datetime.combine(date_, time(0), tzinfo=tz).astimezone(UTC) for date_ in (day, day + _DAY)
    )
    # If the clocks skip the start of the hours, civil time begins when they change.
    change = _find_offset_change(midnight, next_midnight, tz)
    if change is not None:
        yield change


def _is_working_day(day: date, tz: ZoneInfo, hours: CivilHours) -> bool:
    """Whether people work on that date, and the zone has not skipped it."""
    if day.weekday() not in hours.working_days:
        return False
    noon = datetime.combine(day, time(12), tzinfo=tz)
    return noon.astimezone(UTC).astimezone(tz).date() == day


def _working_days_after(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[date]:
    while True:
        day += _DAY
        if _is_working_day(day, tz, hours):
            yield day
