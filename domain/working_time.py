"""Working time: at which hours a person may get a message, and how working days are counted.

"Civil" hours or times are those at which the bot may send a message. The functions take moments
with any zone and the person's own time zone `tz`, and return moments in UTC. They calculate in
local time, so that daylight saving time never moves a message by an hour:
- A local time that the clocks skip means the first moment after the gap.
- A local time that occurs twice means its first occurrence.
- A date that a zone skipped (Samoa, 30 December 2011) is no working day.
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

    `end` is the first moment after the hours. Days are numbered like `date.weekday()`: Monday is 0.
    docs/defaults.md gives the reason for the defaults.

    Raises ValueError when the hours or days are empty or not valid, or when a time has a zone.
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
    """The zone with this IANA name, or the zone `default` when the name is missing or unknown.

    Raises ValueError when both are unknown.
    """
    zone = _find_zone(name) or _find_zone(default)
    if zone is None:
        raise ValueError(f"unknown default time zone: {default!r}")
    return zone


def as_utc(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError when `at` is naive.

    Compare and subtract moments in UTC only: of two moments with the same zone, Python compares the
    local times, which is wrong by an hour when the clocks change between them.
    """
    return at if at.tzinfo is UTC else _to_local(at, UTC)


def is_civil_time(at: datetime, tz: ZoneInfo, hours: CivilHours) -> bool:
    """Whether `at` is within the hours of a working day. Raises ValueError when `at` is naive."""
    local = _to_local(at, tz)
    return (
        local.weekday() in hours.working_days
        and hours.start <= local.time().replace(fold=0) < hours.end
    )


def next_civil_time(at: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The first civil moment (UTC) at or after `at`: `at` itself, or the next start of the hours.

    Raises ValueError when `at` is naive.
    """
    at = as_utc(at)
    if is_civil_time(at, tz, hours):
        return at
    # Begin with the day before: when the clocks go back over midnight, that date comes again.
    for offset in itertools.count(-1):
        day = _to_local(at, tz).date() + offset * _DAY
        starts_ahead = [
            start
            for start in _possible_starts(day, tz, hours)
            if start >= at and is_civil_time(start, tz, hours)
        ]
        if starts_ahead:
            return min(starts_ahead)
    raise AssertionError("unreachable: there is always a later working day")


def add_working_days(start: datetime, days: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The civil moment (UTC) `days` working days after the local date of `start`.

    Saturday plus one working day is Monday. The time of day is that of `start` if it is within the
    hours, or else the start of the hours. Zero days give `next_civil_time(start)`. Raises
    ValueError when `start` is naive or `days` negative.
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


@lru_cache(maxsize=4096)  # The scheduler computes the same moment for hundreds of people.
def _nth_working_day(after: date, days: int, at: time, tz: ZoneInfo, hours: CivilHours) -> datetime:
    day = next(itertools.islice(_working_days_after(after, tz, hours), days - 1, None))
    return next_civil_time(_to_moment(day, at, tz), tz, hours)


def working_days_between(start: datetime, end: datetime, tz: ZoneInfo, hours: CivilHours) -> int:
    """How many working days there are after the local date of `start`, up to that of `end`.

    The date of `end` counts, too, and the time of day is ignored. If `end` has the earlier date,
    the two are swapped and the number is negative. Raises ValueError when a moment is naive.
    """
    first, last = _to_local(start, tz).date(), _to_local(end, tz).date()
    if last < first:
        return -working_days_between(end, start, tz, hours)
    dates = (first + offset * _DAY for offset in range(1, (last - first).days + 1))
    return sum(_is_working_day(day, tz, hours) for day in dates)


def next_working_day(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours (UTC) on the next working day after today.

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
    """The start of the hours (UTC) on the first working day of next week, or later if it has none.

    Raises ValueError when `now` is naive.
    """
    today = _to_local(now, tz).date()
    return first_civil_time_on(today + (7 - today.weekday()) * _DAY, tz, hours)


def first_civil_time_on(day: date, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the hours (UTC) on the first working day from this local date on."""
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
    """Raises ValueError when `at` is naive."""
    if at.utcoffset() is None:
        raise ValueError("a moment needs a zone: naive datetimes are refused")
    return at.astimezone(tz)


def _to_moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    """The local time `at` on `day`, in UTC. For a time that the clocks skip, the end of the gap."""
    wall_time = datetime.combine(day, at, tzinfo=tz)
    moment = wall_time.astimezone(UTC)
    exists = moment.astimezone(tz).replace(tzinfo=None) == wall_time.replace(tzinfo=None)
    if exists:
        return moment
    # For a skipped time, Python uses the offset before the change, which gives a moment after the
    # gap. With fold=1 it uses the offset after the change, which gives a moment before the gap.
    before_gap = wall_time.replace(fold=1).astimezone(UTC)
    return _find_offset_change(before_gap, moment, tz) or moment


def _find_offset_change(start: datetime, end: datetime, tz: ZoneInfo) -> datetime | None:
    """The first second after `start` with the UTC offset that the zone has at `end`.

    None if the zone has the same offset at `start` and `end`. It must not change more than once
    between the two.
    """
    old_offset = start.astimezone(tz).utcoffset()
    if end.astimezone(tz).utcoffset() == old_offset:
        return None
    # Halve the span until only one second is left in which the offset changes.
    low, high = start.replace(microsecond=0), end
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(tz).utcoffset() == old_offset:
            low = middle
        else:
            high = middle
    return low + _SECOND


def _possible_starts(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[datetime]:
    """The moments (UTC) of this date at which the hours may begin, in any order."""
    yield _to_moment(day, hours.start, tz)
    # The second occurrence, if the clocks show the start of the hours twice.
    yield datetime.combine(day, hours.start.replace(fold=1), tzinfo=tz).astimezone(UTC)
    midnight = datetime.combine(day, time(0), tzinfo=tz).astimezone(UTC)
    next_midnight = datetime.combine(day + _DAY, time(0), tzinfo=tz).astimezone(UTC)
    # If the clocks skip the start of the hours, the hours begin when the clocks change.
    change = _find_offset_change(midnight, next_midnight, tz)
    if change is not None:
        yield change


def _is_working_day(day: date, tz: ZoneInfo, hours: CivilHours) -> bool:
    """Whether people work on this date, and the date exists in the zone."""
    if day.weekday() not in hours.working_days:
        return False
    noon = datetime.combine(day, time(12), tzinfo=tz)
    # A date that the zone skipped becomes another date on the way through UTC.
    return noon.astimezone(UTC).astimezone(tz).date() == day


def _working_days_after(day: date, tz: ZoneInfo, hours: CivilHours) -> Iterator[date]:
    while True:
        day += _DAY
        if _is_working_day(day, tz, hours):
            yield day
