"""When thanks arrive: at once in waking hours of a working day there, else when the day begins."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.thanks import arrival_time
from domain.working_time import CivilHours


@pytest.mark.parametrize(
    ("zone", "given", "there"),
    [
        ("Europe/Berlin", datetime(2026, 3, 2, 7, 0, tzinfo=UTC), "Mon 08:00"),
        ("Europe/Berlin", datetime(2026, 3, 2, 6, 59, tzinfo=UTC), "Mon 09:30"),
        ("Europe/Berlin", datetime(2026, 3, 2, 18, 59, tzinfo=UTC), "Mon 19:59"),
        ("Europe/Berlin", datetime(2026, 3, 2, 19, 0, tzinfo=UTC), "Tue 09:30"),
        ("Europe/Berlin", datetime(2026, 3, 7, 12, 0, tzinfo=UTC), "Mon 09:30"),  # a Saturday
        ("America/New_York", datetime(2026, 3, 2, 10, 0, tzinfo=UTC), "Mon 09:30"),
        ("Asia/Tokyo", datetime(2026, 3, 6, 12, 0, tzinfo=UTC), "Mon 09:30"),  # Friday, 21:00
    ],
)
def test_when_they_arrive(zone: str, given: datetime, there: str) -> None:
    tz = ZoneInfo(zone)
    assert arrival_time(given, tz, CivilHours()).astimezone(tz).strftime("%a %H:%M") == there
