"""The reminders of a bench: a rhythm for each person, at civil hours of the owner."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bench import (
    MAX_REMINDERS,
    Rhythm,
    next_reminder_time,
    repeat_reminder_time,
)
from domain.working_time import CivilHours, is_civil_time

HOURS = CivilHours()
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("last_contact", "rhythm", "expected"),
    [
        ("2026-03-02T11:00", Rhythm.WEEK, "2026-03-09T11:00"),
        ("2026-03-02T11:00", Rhythm.TWO_WEEKS, "2026-03-16T11:00"),
        ("2026-03-02T11:00", Rhythm.MONTH, "2026-04-02T11:00"),  # summer time began in between
        ("2026-03-02T11:00", Rhythm.QUARTER, "2026-06-02T11:00"),
        ("2026-03-02T11:00", Rhythm.HALF_YEAR, "2026-09-02T11:00"),
        ("2026-01-30T11:00", Rhythm.MONTH, "2026-03-02T09:30"),  # the 28th is a Saturday
        ("2025-11-28T11:00", Rhythm.QUARTER, "2026-03-02T09:30"),
        ("2026-12-31T11:00", Rhythm.MONTH, "2027-02-01T09:30"),  # a Sunday in the next year
        ("2026-03-02T23:00", Rhythm.WEEK, "2026-03-10T09:30"),  # at night: the morning after
    ],
)
def test_a_reminder_comes_on_the_same_day_of_a_later_week_or_month(
    last_contact: str, rhythm: Rhythm, expected: str
) -> None:
    assert next_reminder_time(at(last_contact), rhythm, BERLIN, HOURS) == at(expected)


def test_no_reminder_follows_never_or_the_second_reminder() -> None:
    assert next_reminder_time(at("2026-03-02T11:00"), Rhythm.NEVER, BERLIN, HOURS) is None
    monday = at("2026-03-02T11:00")
    assert repeat_reminder_time(monday, 1, BERLIN, HOURS) == at("2026-03-09T11:00")
    assert repeat_reminder_time(monday, MAX_REMINDERS, BERLIN, HOURS) is None


@given(
    st.datetimes(
        datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants its bounds without a zone
        datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.sampled_from([rhythm for rhythm in Rhythm if rhythm is not Rhythm.NEVER]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
)
def test_a_reminder_is_always_later_and_at_a_civil_hour(
    last_contact: datetime, rhythm: Rhythm, name: str
) -> None:
    tz = ZoneInfo(name)
    check_in = next_reminder_time(last_contact, rhythm, tz, HOURS)
    assert check_in is not None
    assert check_in > last_contact
    assert is_civil_time(check_in, tz, HOURS)
