"""Thanks from a colleague to a colleague, for a deed: when it may arrive, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, as_utc, next_civil

# A person's words are welcome for longer than a machine's, but not at night or on a day off.
AWAKE: Final = (time(8), time(20))


@dataclass(frozen=True, slots=True)
class Thanks:
    """`day` is the giver's own date; `shared_at` is when the receiver let it be shown (UTC)."""

    id: int
    workspace_id: int
    giver: str
    receiver: str
    day: date
    deed: str
    words: str
    at: datetime
    shared_at: datetime | None
    share_failed: bool


def arrives(now: datetime, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """When thanks given now reach somebody in `tz` (UTC): at once, or at their next civil hour."""
    local = as_utc(now).astimezone(tz)
    first, last = AWAKE
    if local.weekday() in hours.working_days and first <= local.time().replace(fold=0) < last:
        return as_utc(now)
    return next_civil(now, tz, hours)
