"""Thanks from one colleague to another for a deed, and the time at which they are delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, as_utc, next_civil_time

# Thanks come from a colleague, so they may arrive outside the civil hours, but not at night.
WAKING_HOURS: Final = (time(8), time(20))


@dataclass(frozen=True, slots=True)
class Thanks:
    """Stored thanks. `giver` and `receiver` are user ids. Moments are UTC.

    `day` is the giver's local date. `shared_at` is the time at which the receiver agreed to share
    the thanks in the channel. `share_failed` is true when Slack refused that post.
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
    """The time (UTC) at which thanks given now are delivered.

    This is `now` in the waking hours of a working day, else the next civil time. Raises ValueError
    when `now` is naive.
    """
    local = as_utc(now).astimezone(tz)
    start, end = WAKING_HOURS
    if local.weekday() in hours.working_days and start <= local.time().replace(fold=0) < end:
        return as_utc(now)
    return next_civil_time(now, tz, hours)
