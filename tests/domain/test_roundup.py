"""The weekly round-up: when it is due, what it contains, and when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.openings import Opening, OpeningStatus
from domain.roundup import MAX_ROLES, build_roundup, next_roundup_time
from domain.working_time import CivilHours
from tests.cast import MONDAY

TUESDAY = 1


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (MONDAY, "UTC", datetime(2026, 3, 3, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 3, 9, 30, tzinfo=UTC), "UTC", datetime(2026, 3, 10, 9, 30, tzinfo=UTC)),
        # In local time, also across the change to summer time in Berlin.
        (datetime(2026, 3, 24, 12, tzinfo=UTC), "Europe/Berlin",
         datetime(2026, 3, 31, 7, 30, tzinfo=UTC)),
        # It is Tuesday already in Tokyo.
        (datetime(2026, 3, 2, 20, tzinfo=UTC), "Asia/Tokyo",
         datetime(2026, 3, 10, 0, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_roundup_is_due_on_its_weekday_at_a_civil_hour(
    now: datetime, zone: str, expected: datetime
) -> None:
    assert next_roundup_time(now, TUESDAY, ZoneInfo(zone), CivilHours()) == expected


def test_a_day_on_which_nobody_works_becomes_the_next_working_day() -> None:
    sunday = next_roundup_time(MONDAY, 6, ZoneInfo("UTC"), CivilHours())
    assert sunday == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)


def make_opening(
    number: int, days_ago: float, status: OpeningStatus = OpeningStatus.OPEN
) -> Opening:
    at = MONDAY - timedelta(days=days_ago)
    return Opening(
        id=number, workspace_id=1, ref=f"ENG-{number}", status=status, title="Engineer", team="E",
        place="Berlin", hiring_manager=None, recruiter=None, must_haves="", fit_brief="",
        recall_prompts=(), channels=(), bonus="", bonus_rule="", closes_on=None,
        posted_by="U1", posted_at=at, changed_at=at, version=1,
    )  # fmt: skip


WEEK_AGO = MONDAY - timedelta(days=7)


def test_there_is_no_roundup_when_nothing_has_changed() -> None:
    assert build_roundup([], WEEK_AGO) is None
    assert build_roundup([make_opening(1, 8), make_opening(2, 30)], WEEK_AGO) is None


def test_the_latest_changes_come_first_and_six_openings_are_shown() -> None:
    old_openings = [make_opening(number, 10 + number) for number in range(1, 8)]
    roundup = build_roundup([*old_openings, make_opening(9, 2), make_opening(8, 1)], WEEK_AGO)
    assert roundup is not None
    assert [opening.id for opening in roundup.openings] == [8, 9, 1, 2, 3, 4]
    assert (len(roundup.openings), roundup.more_count, roundup.paused_or_closed) == (
        MAX_ROLES,
        3,
        (),
    )


def test_an_opening_that_ended_counts_as_a_change() -> None:
    filled = replace(make_opening(1, 40), status=OpeningStatus.FILLED, changed_at=MONDAY)
    paused = replace(make_opening(3, 40), status=OpeningStatus.PAUSED, changed_at=WEEK_AGO)
    roundup = build_roundup([filled, make_opening(2, 30), paused], WEEK_AGO)
    assert roundup is not None
    assert (roundup.filled, roundup.paused_or_closed) == ((filled,), (paused,))
    assert [opening.id for opening in roundup.openings] == [2]


def test_quiet_openings_come_after_the_changed_ones() -> None:
    old_openings = [make_opening(number, 10 + number) for number in range(1, 8)]
    roundup = build_roundup([*old_openings, make_opening(9, 2)], WEEK_AGO, quiet={7}, quiet_days=14)
    assert roundup is not None
    assert [opening.id for opening in roundup.openings] == [9, 7, 1, 2, 3, 4]
