"""Cadence: two nudges, no third one, and the heartbeat."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cadence import (
    COMMITMENT_CADENCE,
    RECRUITER_ANSWER_CADENCE,
    Cadence,
    next_heartbeat_time,
    next_nudge_time,
)
from domain.working_time import CivilHours, is_civil_time

OFFICE = CivilHours()
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, tz: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


@pytest.mark.parametrize(
    ("cadence", "sent", "expected"),
    [
        (COMMITMENT_CADENCE, 0, "2026-03-30 11:00"),  # the clocks changed on the 29th
        (COMMITMENT_CADENCE, 1, "2026-04-03 11:00"),
        (COMMITMENT_CADENCE, 2, None),
        (COMMITMENT_CADENCE, 9, None),
        (RECRUITER_ANSWER_CADENCE, 0, "2026-03-27 11:00"),
        (RECRUITER_ANSWER_CADENCE, 1, "2026-04-01 11:00"),
        (RECRUITER_ANSWER_CADENCE, 2, None),
        (Cadence(()), 0, None),
    ],
)
def test_nudges_come_at_the_distances_of_their_cadence(
    cadence: Cadence, sent: int, expected: str | None
) -> None:
    result = next_nudge_time(cadence, at("2026-03-25 11:00"), sent, BERLIN, OFFICE)
    assert result == (None if expected is None else at(expected))


def test_a_late_first_nudge_keeps_its_distance_to_the_second() -> None:
    started = at("2026-03-02 11:00")
    in_time, late = at("2026-03-05 11:00"), at("2026-03-10 10:00")
    assert next_nudge_time(
        COMMITMENT_CADENCE, started, 1, BERLIN, OFFICE, last_nudge_at=in_time
    ) == at("2026-03-11 11:00")
    assert next_nudge_time(
        COMMITMENT_CADENCE, started, 1, BERLIN, OFFICE, last_nudge_at=late
    ) == at("2026-03-16 10:00")
    assert (
        next_nudge_time(COMMITMENT_CADENCE, started, 2, BERLIN, OFFICE, last_nudge_at=late) is None
    )


@pytest.mark.parametrize("days", [(0,), (-1, 3), (3, 3), (7, 3)])
def test_a_cadence_that_does_not_rise_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rising"):
        Cadence(days)


def test_invalid_arguments_raise_value_error() -> None:
    naive = datetime(2026, 3, 2, 11)  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="negative"):
        next_nudge_time(COMMITMENT_CADENCE, at("2026-03-02 11:00"), -1, BERLIN, OFFICE)
    with pytest.raises(ValueError, match="naive"):
        next_nudge_time(COMMITMENT_CADENCE, naive, 0, BERLIN, OFFICE)
    with pytest.raises(ValueError, match="naive"):
        next_heartbeat_time(naive, 7, BERLIN, OFFICE)
    with pytest.raises(ValueError, match="one day"):
        next_heartbeat_time(at("2026-03-02 11:00"), 0, BERLIN, OFFICE)


@pytest.mark.parametrize(
    ("zone", "last_update", "expected"),
    [
        ("Europe/Berlin", "2026-03-02 11:00", "2026-03-09 11:00"),
        ("Europe/Berlin", "2026-03-25 11:00", "2026-04-01 11:00"),
        ("Europe/Berlin", "2026-03-02 20:00", "2026-03-10 09:30"),
        ("Europe/Berlin", "2026-02-28 11:00", "2026-03-09 09:30"),
        ("America/New_York", "2026-10-28 10:00", "2026-11-04 10:00"),
        ("Asia/Kolkata", "2026-03-03 06:00", "2026-03-10 09:30"),
        ("Pacific/Apia", "2011-12-23 11:00", "2012-01-02 09:30"),
    ],
)
def test_a_heartbeat_comes_a_week_later_in_local_time(
    zone: str, last_update: str, expected: str
) -> None:
    tz = ZoneInfo(zone)
    assert next_heartbeat_time(at(last_update, tz), 7, tz, OFFICE) == at(expected, tz)


def test_reminders_that_go_on_keep_the_last_distance() -> None:
    started = at("2026-03-02 11:00")  # a Monday
    due = [
        next_nudge_time(RECRUITER_ANSWER_CADENCE, started, n, BERLIN, OFFICE, goes_on=True)
        for n in range(5)
    ]
    assert due == [
        at("2026-03-04 11:00"),
        at("2026-03-09 11:00"),
        at("2026-03-12 11:00"),
        at("2026-03-17 11:00"),
        at("2026-03-20 11:00"),
    ]
    assert next_nudge_time(Cadence(()), started, 0, BERLIN, OFFICE, goes_on=True) is None
    assert next_nudge_time(Cadence((5,)), started, 1, BERLIN, OFFICE, goes_on=True) == at(
        "2026-03-16 11:00"
    )


@given(
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)).filter(  # noqa: DTZ001 - bound
        lambda d: d.year < 2100
    ),
    st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=4),
)
def test_nudges_come_at_civil_hours_one_after_another(started: datetime, days: list[int]) -> None:
    cadence = Cadence(tuple(sorted(days)))
    due = [next_nudge_time(cadence, started, n, BERLIN, OFFICE) for n in range(len(days))]
    moments = [d for d in due if d is not None]
    assert len(moments) == len(days)
    assert all(is_civil_time(d, BERLIN, OFFICE) and d > started for d in moments)
    assert moments == sorted(set(moments))
    assert next_nudge_time(cadence, started, len(days), BERLIN, OFFICE) is None
