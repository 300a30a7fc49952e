"""Working time: which moments of a person's day are fit for a message, and how days are counted.

Starts from an aware moment and the person's zone, ends with a moment in UTC. Every step is made
on the wall clock and only then turned into UTC, so a change of the clocks never moves a message
by an hour. A wall time that the clocks skip becomes the first moment after the gap; one that they
show twice means the first of the two; a date that never happened (Samoa, 30 December 2011) is no
working day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CivilHours:
    """The hours in which a message is welcome, on the reader's wall clock.

    `start` belongs to the hours, `end` does not. Days are numbered as `date.weekday()` does:
    Monday is 0. Defaults: PRODUCT.md, "weekdays 9:30-16:30 local".

    Raises ValueError when no moment could ever be civil, or when a time carries a zone.
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


def zone(name: str | None, default: str = "UTC") -> ZoneInfo:
    """The zone of that IANA name; a missing or unknown name gives `default`.

    Raises ValueError when `default` itself is needed and unknown.
    """
    found = _known_zone(name) or _known_zone(default)
    if found is None:
        raise ValueError(f"unknown default time zone: {default!r}")
    return found


def as_utc(at: datetime) -> datetime:
    """The same moment in UTC, where differences and comparisons are true.

    Python compares and subtracts two moments of one zone by their wall clocks, an hour wrong over
    a clock change. Raises ValueError when `at` is naive.
    """
    return at if at.tzinfo is UTC else _local(at, UTC)


def is_civil(at: datetime, tz: ZoneInfo, hours: CivilHours) -> bool:
    """Whether `at` lies in `hours` of a working day in `tz`: start included, end excluded.

    Raises ValueError when `at` is naive.
    """
    local = _local(at, tz)
    return (
        local.weekday() in hours.working_days
        and hours.start <= local.time().replace(fold=0) < hours.end
    )


def next_civil(at: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The first civil moment at or after `at`, in UTC.

    Both ends: `at` on the start of the hours is returned as it is; `at` on their end leads to the
    start of the next working day. Raises ValueError when `at` is naive.
    """
    at = as_utc(at)
    if is_civil(at, tz, hours):
        return at
    # A day earlier as well: where the clocks go back over midnight, a date comes twice.
    for back_or_ahead in itertools.count(-1):
        day = _local(at, tz).date() + back_or_ahead * _DAY
        turns_on = [m for m in _edges(day, tz, hours) if m >= at and is_civil(m, tz, hours)]
        if turns_on:
            return min(turns_on)
    raise AssertionError("unreachable: some weekday always comes")


def add_working_days(start: datetime, days: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The n-th working day after the local date of `start`, as a civil moment in UTC.

    The local time of day is kept when it lies in the hours, else it becomes the start of the
    hours. A start on a day off counts from the next working day on: Saturday plus one is Monday.
    Zero days is `next_civil(start)`. Raises ValueError when `start` is naive or `days` negative.
    """
    local = _local(start, tz)
    if days < 0:
        raise ValueError("cannot add a negative number of working days")
    if days == 0:
        return next_civil(start, tz, hours)
    kept = local.time().replace(fold=0)
    if not hours.start <= kept < hours.end:
        kept = hours.start
    return _on_working_day(local.date(), days, kept, tz, hours)


@lru_cache(maxsize=4096)
def _on_working_day(after: date, days: int, at: time, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """Kept, as one tick asks the same for hundreds of people, and each answer takes a search."""
    day = next(itertools.islice(_working_days_after(after, tz, hours), days - 1, None))
    return next_civil(_moment(day, at, tz), tz, hours)


def working_days_between(a: datetime, b: datetime, tz: ZoneInfo, hours: CivilHours) -> int:
    """How many working days lie after the local date of `a`, up to and with that of `b`.

    The time of day plays no part, so it undoes `add_working_days`. Negative when `b` is on an
    earlier date. Raises ValueError when either is naive.
    """
    first, last = _local(a, tz).date(), _local(b, tz).date()
    if last < first:
        return -working_days_between(b, a, tz, hours)
    dates = (first + n * _DAY for n in range(1, (last - first).days + 1))
    return sum(_is_working(day, tz, hours) for day in dates)


def tomorrow(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on the next working day after today, in UTC.

    Raises ValueError when `now` is naive.
    """
    return on_date(_local(now, tz).date() + _DAY, tz, hours)


def next_week(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on the first working day from next Monday on, in UTC.

    Weeks begin on Monday everywhere. Raises ValueError when `now` is naive.
    """
    today = _local(now, tz).date()
    return on_date(today + (7 - today.weekday()) * _DAY, tz, hours)


def on_date(day: date, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours on that local date, or on the next working day, in UTC."""
    while not _is_working(day, tz, hours):
        day += _DAY
    return next_civil(_moment(day, hours.start, tz), tz, hours)


def _known_zone(name: str | None) -> ZoneInfo | None:
    if not name or not name.strip():
        return None
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        # Unknown, malformed, or a folder such as "Europe": zoneinfo has an error for each.
        return None


def _local(at: datetime, tz: tzinfo) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("a moment needs a zone: naive datetimes are refused")
    return at.astimezone(tz)


def _moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    """The wall time as UTC; one that the clocks skip becomes the end of the gap."""
    wall = datetime.combine(day, at, tzinfo=tz)
    moment = wall.astimezone(UTC)
    if moment.astimezone(tz).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    before = wall.replace(fold=1).astimezone(UTC)
    return _change(before, moment, tz) or moment


def _change(a: datetime, b: datetime, tz: ZoneInfo) -> datetime | None:
    """The first whole second in (a, b] at which the zone's offset is no longer that of `a`."""
    old = a.astimezone(tz).utcoffset()
    if b.astimezone(tz).utcoffset() == old:
        return None
    low, high = a.replace(microsecond=0), b
    while high - low > _TICK:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(tz).utcoffset() == old:
            low = middle
        else:
            high = middle
    return low + _TICK


def _edges(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[datetime]:
    """The only moments of that date at which civil time can begin."""
    yield _moment(day, hours.start, tz)
    yield datetime.combine(day, hours.start.replace(fold=1), tzinfo=tz).astimezone(UTC)
    midnight, next_midnight = (
        datetime.combine(d, time(0), tzinfo=tz).astimezone(UTC) for d in (day, day + _DAY)
    )
    changed = _change(midnight, next_midnight, tz)
    if changed is not None:
        yield changed


def _is_working(day: date, tz: ZoneInfo, hours: CivilHours) -> bool:
    if day.weekday() not in hours.working_days:
        return False
    noon = datetime.combine(day, time(12), tzinfo=tz)
    return noon.astimezone(UTC).astimezone(tz).date() == day


def _working_days_after(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[date]:
    while True:
        day += _DAY
        if _is_working(day, tz, hours):
            yield day
