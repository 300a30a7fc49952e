"""Thanks from one colleague to another for a deed, and when they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, as_utc, next_civil_time

# A message from a colleague is welcome for longer than one from a bot, but not at night.
WAKING_HOURS: Final = (time(8), time(20))


@dataclass(frozen=True, slots=True)
class Thanks:
    """Stored thanks. `day` is the giver's local date.

    `shared_at` is when the receiver agreed that the thanks are shared in the channel (UTC).
    """

    id: int
    workspace_id: int
    giver: str
    receiver: str
    day: date
    deed: str
    words: str
    given_at: datetime
    shared_at: datetime | None
    share_failed: bool


def arrival_time(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """When thanks given now arrive (UTC): at once in waking hours, else at the next civil hour."""
    local = as_utc(now).astimezone(tz)
    start, end = WAKING_HOURS
    if local.weekday() in hours.working_days and start <= local.time().replace(fold=0) < end:
        return as_utc(now)
    return next_civil_time(now, tz, hours)
