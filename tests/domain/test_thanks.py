"""Thanks arrive at once in waking hours of a working day, else at the next civil hour."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.thanks import arrival_time
from domain.working_time import CivilHours


@pytest.mark.parametrize(
    ("zone", "given_at", "local_arrival"),
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
def test_arrival_time(zone: str, given_at: datetime, local_arrival: str) -> None:
    tz = ZoneInfo(zone)
    arrival = arrival_time(given_at, tz, CivilHours()).astimezone(tz)
    assert arrival.strftime("%a %H:%M") == local_arrival
