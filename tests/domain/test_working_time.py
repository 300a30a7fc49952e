"""Working time in six zones: skipped and repeated local times, and a skipped date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.working_time import (
    CivilHours,
    add_working_days,
    end_of_day,
    first_civil_time_on,
    is_civil_time,
    next_civil_time,
    next_working_day,
    next_working_week,
    time_zone,
    working_days_between,
)

OFFICE = CivilHours()
NIGHT = CivilHours(time(1, 30), time(4, 0), frozenset(range(7)))
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, name: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(name), fold=fold)


moments = st.datetimes(
    min_value=datetime(2009, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times().map(lambda t: t.replace(fold=0))


@st.composite
def any_hours(draw: st.DrawFn) -> CivilHours:
    first = draw(times)
    last = draw(times.filter(lambda t: t != first))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return CivilHours(min(first, last), max(first, last), days)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" Asia/Kolkata ", "Asia/Kolkata"),
        (None, "UTC"),
        ("", "UTC"),
        ("  ", "UTC"),
        ("Mars/Olympus", "UTC"),
        ("Europe", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("/etc/localtime", "UTC"),
        ("a\0b", "UTC"),
        ("\ud800", "UTC"),
        ("x" * 5000, "UTC"),
    ],
)
def test_an_unknown_zone_gives_the_default(name: str | None, expected: str) -> None:
    assert time_zone(name).key == expected


def test_an_unknown_default_zone_raises_value_error() -> None:
    assert time_zone(None, "Asia/Tokyo").key == "Asia/Tokyo"
    with pytest.raises(ValueError, match="Mars"):
        time_zone(None, "Mars/Olympus")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (time(9), time(9), {0}),
        (time(17), time(9), {0}),
        (time(9), time(17), set()),
        (time(9), time(17), {7}),
        (time(9, tzinfo=UTC), time(17, tzinfo=UTC), {0}),
    ],
)
def test_impossible_hours_are_refused(start: time, end: time, days: set[int]) -> None:
    with pytest.raises(ValueError, match="working"):
        CivilHours(start, end, frozenset(days))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02 09:29:59.999999", False),
        ("2026-03-02 09:30", True),
        ("2026-03-02 16:29:59.999999", True),
        ("2026-03-02 16:30", False),
        ("2026-03-01 12:00", False),  # a Sunday
        ("2026-02-28 12:00", False),  # a Saturday
    ],
)
@pytest.mark.parametrize("name", ZONES)
def test_civil_hours_include_their_start_and_not_their_end(
    name: str, at: str, expected: bool
) -> None:
    assert is_civil_time(local(at, name), ZoneInfo(name), OFFICE) is expected


@pytest.mark.parametrize(
    ("name", "at", "expected"),
    [
        ("Europe/Berlin", "2026-03-02 08:29", "2026-03-02 08:30"),
        ("Europe/Berlin", "2026-03-02 15:30", "2026-03-03 08:30"),  # 16:30 there: the end
        ("Europe/Berlin", "2026-03-27 16:00", "2026-03-30 07:30"),  # clocks went forward on Sunday
        ("Europe/Berlin", "2026-10-23 16:00", "2026-10-26 08:30"),  # clocks went back on Sunday
        ("America/New_York", "2026-03-06 22:00", "2026-03-09 13:30"),
        ("America/New_York", "2026-10-30 22:00", "2026-11-02 14:30"),
        ("Australia/Lord_Howe", "2026-04-03 08:00", "2026-04-05 23:00"),  # half an hour back
        ("Australia/Lord_Howe", "2026-10-02 08:00", "2026-10-04 22:30"),
        ("Asia/Kolkata", "2026-03-02 03:59", "2026-03-02 04:00"),
        ("Pacific/Apia", "2011-12-30 09:00", "2012-01-01 19:30"),  # Thursday, then no Friday
        ("America/Sao_Paulo", "2018-11-02 20:00", "2018-11-05 11:30"),  # forward at midnight
    ],
)
def test_the_next_civil_time_allows_for_clock_changes(name: str, at: str, expected: str) -> None:
    assert next_civil_time(utc(at), ZoneInfo(name), OFFICE) == utc(expected)


def test_hours_that_begin_inside_a_gap_begin_after_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    early = CivilHours(time(2, 30), time(5), frozenset(range(7)))
    # 02:00 became 03:00, which is 01:00 UTC.
    assert next_civil_time(utc("2026-03-29 00:10"), berlin, early) == utc("2026-03-29 01:00")


def test_hours_that_the_clocks_skip_begin_on_the_next_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    short = CivilHours(time(2, 10), time(2, 50), frozenset(range(7)))
    assert next_civil_time(utc("2026-03-29 00:10"), berlin, short) == utc("2026-03-30 00:10")


def test_hours_inside_a_fold_are_civil_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    short = CivilHours(time(2, 10), time(2, 50), frozenset(range(7)))
    assert next_civil_time(utc("2026-10-25 00:00"), berlin, short) == utc("2026-10-25 00:10")
    assert next_civil_time(utc("2026-10-25 00:50"), berlin, short) == utc("2026-10-25 01:10")


def test_hours_go_on_when_the_clocks_go_back_into_them() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    early = CivilHours(time(1), time(2, 30), frozenset(range(7)))
    # 02:30 ends them at 00:30 UTC; at 01:00 UTC it is 02:00 again.
    assert next_civil_time(utc("2026-10-25 00:30"), berlin, early) == utc("2026-10-25 01:00")


def test_hours_begin_later_when_the_clocks_go_back_over_midnight() -> None:
    # One minute past midnight became 23:01 of the day before, at 02:31 UTC.
    late = CivilHours(time(23, 30), time(23, 50), frozenset(range(7)))
    result = next_civil_time(utc("2010-11-07 02:30:30"), ZoneInfo("America/St_Johns"), late)
    assert result == utc("2010-11-07 03:00")


@pytest.mark.parametrize(
    ("name", "start", "days", "expected"),
    [
        ("Europe/Berlin", "2026-03-02 11:00", 3, "2026-03-05 11:00"),
        ("Europe/Berlin", "2026-03-26 11:00", 2, "2026-03-30 11:00"),  # over the spring change
        ("Europe/Berlin", "2026-10-22 11:00", 2, "2026-10-26 11:00"),  # over the autumn change
        ("Europe/Berlin", "2026-03-02 20:15", 1, "2026-03-03 09:30"),
        ("Europe/Berlin", "2026-03-02 16:30", 1, "2026-03-03 09:30"),
        ("Europe/Berlin", "2026-02-28 11:00", 1, "2026-03-02 11:00"),  # Saturday: Monday is first
        ("Europe/Berlin", "2026-02-28 23:00", 3, "2026-03-04 09:30"),
        ("Europe/Berlin", "2026-02-27 11:00", 1, "2026-03-02 11:00"),
        ("Europe/Berlin", "2026-02-28 11:00", 0, "2026-03-02 09:30"),
        ("America/New_York", "2026-03-05 16:00", 7, "2026-03-16 16:00"),
        ("America/New_York", "2026-10-30 16:00", 1, "2026-11-02 16:00"),
        ("Australia/Lord_Howe", "2026-04-03 10:00", 1, "2026-04-06 10:00"),
        ("Asia/Kolkata", "2026-03-02 10:10", 7, "2026-03-11 10:10"),
        ("Pacific/Apia", "2011-12-29 10:00", 1, "2012-01-02 10:00"),
        ("America/Sao_Paulo", "2018-11-01 10:00", 2, "2018-11-05 10:00"),
    ],
)
def test_working_days_are_added_at_the_local_time(
    name: str, start: str, days: int, expected: str
) -> None:
    result = add_working_days(local(start, name), days, ZoneInfo(name), OFFICE)
    assert result == local(expected, name)
    assert result.tzinfo is UTC


def test_added_days_end_after_a_gap_and_in_the_first_hour_of_a_fold() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before_gap = local("2026-03-28 02:30", "Europe/Berlin")
    assert add_working_days(before_gap, 1, berlin, NIGHT) == utc("2026-03-29 01:00")
    before_fold = local("2026-10-24 02:30", "Europe/Berlin")
    assert add_working_days(before_fold, 1, berlin, NIGHT) == utc("2026-10-25 00:30")
    from_second_of_fold = local("2026-10-25 02:30", "Europe/Berlin", fold=1)
    assert add_working_days(from_second_of_fold, 1, berlin, NIGHT) == utc("2026-10-26 01:30")
    # Next year's fold: again the first of the two.
    assert add_working_days(from_second_of_fold, 371, berlin, NIGHT) == utc("2027-10-31 00:30")


def test_the_local_date_counts_not_the_utc_date() -> None:
    # Sunday 23:30 in UTC is Monday in Kolkata.
    start = utc("2026-03-01 23:30")
    assert add_working_days(start, 1, ZoneInfo("Asia/Kolkata"), OFFICE) == utc("2026-03-03 04:00")
    assert add_working_days(start, 1, ZoneInfo("UTC"), OFFICE) == utc("2026-03-02 09:30")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-03-02 09:30", "2026-03-02 23:00", 0),
        ("2026-03-02 23:00", "2026-03-03 00:00", 1),
        ("2026-02-27 12:00", "2026-03-02 12:00", 1),
        ("2026-02-28 12:00", "2026-03-01 12:00", 0),
        ("2026-03-02 12:00", "2026-03-16 12:00", 10),
        ("2026-03-16 12:00", "2026-03-02 12:00", -10),
    ],
)
def test_working_days_between_two_moments_are_counted(a: str, b: str, expected: int) -> None:
    tz = ZoneInfo("Europe/Berlin")
    first, last = local(a, "Europe/Berlin"), local(b, "Europe/Berlin")
    assert working_days_between(first, last, tz, OFFICE) == expected


def test_a_skipped_date_is_no_working_day() -> None:
    apia = ZoneInfo("Pacific/Apia")
    thursday, saturday = (local(f"{d} 12:00", "Pacific/Apia") for d in ("2011-12-29", "2011-12-31"))
    assert working_days_between(thursday, saturday, apia, OFFICE) == 0
    assert first_civil_time_on(date(2011, 12, 30), apia, OFFICE) == local(
        "2012-01-02 09:30", "Pacific/Apia"
    )


@pytest.mark.parametrize(
    ("now", "tomorrow_is", "next_week_is"),
    [
        ("2026-03-02 10:00", "2026-03-03 09:30", "2026-03-09 09:30"),
        ("2026-03-06 10:00", "2026-03-09 09:30", "2026-03-09 09:30"),
        ("2026-02-28 10:00", "2026-03-02 09:30", "2026-03-02 09:30"),
        ("2026-03-01 23:00", "2026-03-02 09:30", "2026-03-02 09:30"),
        ("2026-03-27 10:00", "2026-03-30 09:30", "2026-03-30 09:30"),
        ("2026-10-24 10:00", "2026-10-26 09:30", "2026-10-26 09:30"),
    ],
)
def test_the_next_working_day_and_week_begin_with_the_hours(
    now: str, tomorrow_is: str, next_week_is: str
) -> None:
    name = "Europe/Berlin"
    tz = ZoneInfo(name)
    assert next_working_day(local(now, name), tz, OFFICE) == local(tomorrow_is, name)
    assert next_working_week(local(now, name), tz, OFFICE) == local(next_week_is, name)


def test_the_next_working_week_starts_on_its_first_working_day() -> None:
    tuesdays = CivilHours(working_days=frozenset({1}))
    result = next_working_week(
        local("2026-03-02 10:00", "Asia/Kolkata"), ZoneInfo("Asia/Kolkata"), tuesdays
    )
    assert result == local("2026-03-10 09:30", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/Berlin", date(2026, 3, 6), "2026-03-06T23:00"),
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-29T22:00"),  # a day of 23 hours
        ("Europe/Berlin", date(2026, 10, 25), "2026-10-25T23:00"),  # a day of 25 hours
        ("Africa/Cairo", date(2026, 4, 23), "2026-04-23T22:00"),  # the clocks skip midnight
        ("America/Havana", date(2026, 10, 31), "2026-11-01T04:00"),  # midnight comes twice
        ("Pacific/Kiritimati", date(2026, 3, 6), "2026-03-06T10:00"),
    ],
)
def test_a_day_ends_at_its_midnight(zone: str, day: date, end: str) -> None:
    assert end_of_day(day, ZoneInfo(zone)) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_a_date_on_a_weekend_moves_to_monday() -> None:
    tz = ZoneInfo("America/New_York")
    assert first_civil_time_on(date(2026, 3, 4), tz, OFFICE) == local("2026-03-04 09:30", tz.key)
    assert first_civil_time_on(date(2026, 3, 7), tz, OFFICE) == local("2026-03-09 09:30", tz.key)


def test_naive_moments_raise_value_error() -> None:
    naive, tz = datetime(2026, 3, 2, 10), ZoneInfo("UTC")  # noqa: DTZ001 - what is tested
    aware = utc("2026-03-02 10:00")
    for call in (
        lambda: is_civil_time(naive, tz, OFFICE),
        lambda: next_civil_time(naive, tz, OFFICE),
        lambda: add_working_days(naive, 1, tz, OFFICE),
        lambda: working_days_between(naive, aware, tz, OFFICE),
        lambda: working_days_between(aware, naive, tz, OFFICE),
        lambda: next_working_day(naive, tz, OFFICE),
        lambda: next_working_week(naive, tz, OFFICE),
    ):
        with pytest.raises(ValueError, match="naive"):
            call()


def test_a_negative_number_of_days_raises_value_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(utc("2026-03-02 10:00"), -1, ZoneInfo("UTC"), OFFICE)


@given(moments, zones, any_hours())
def test_the_next_civil_time_is_civil_and_not_earlier(
    at: datetime, tz: ZoneInfo, hours: CivilHours
) -> None:
    result = next_civil_time(at, tz, hours)
    assert result >= at
    assert result.tzinfo is UTC
    assert is_civil_time(result, tz, hours)
    assert next_civil_time(result, tz, hours) == result


@given(moments, zones, any_hours(), st.floats(0, 1, exclude_max=True))
def test_no_civil_moment_lies_before_the_next_civil_time(
    at: datetime, tz: ZoneInfo, hours: CivilHours, part: float
) -> None:
    result = next_civil_time(at, tz, hours)
    if result > at:
        assert (
            not is_civil_time(at + (result - at) * part, tz, hours)
            or part * (result - at) == result - at
        )


@given(moments, zones, any_hours(), st.integers(0, 40))
def test_added_working_days_are_civil_and_can_be_counted(
    start: datetime, tz: ZoneInfo, hours: CivilHours, days: int
) -> None:
    result = add_working_days(start, days, tz, hours)
    assert is_civil_time(result, tz, hours)
    assert result <= add_working_days(start, days + 1, tz, hours)
    if days and hours == OFFICE:
        assert working_days_between(start, result, tz, hours) == days


@given(moments, zones, st.integers(1, 40))
def test_working_days_can_be_counted_back(start: datetime, tz: ZoneInfo, days: int) -> None:
    result = add_working_days(start, days, tz, OFFICE)
    assert working_days_between(start, result, tz, OFFICE) == days
    assert working_days_between(result, start, tz, OFFICE) <= 0


@given(moments, zones)
def test_the_next_working_day_and_week_are_later_and_begin_with_the_hours(
    now: datetime, tz: ZoneInfo
) -> None:
    for later in (next_working_day(now, tz, OFFICE), next_working_week(now, tz, OFFICE)):
        assert later > now
        assert later.astimezone(tz).time() == OFFICE.start
    assert next_working_week(now, tz, OFFICE) - now < timedelta(days=9)
