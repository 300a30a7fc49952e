"""Budget: how many messages that nobody asked for may reach a person in any seven days.

Starts from the moments at which such messages were sent, ends with "now", "then" or "never".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Literal

from domain.working_time import as_utc

# "A week" is the last 7 x 24 hours, rolling, so that no Sunday night is followed by a Monday burst.
WEEK: Final = timedelta(days=7)


class Never(Enum):
    """There will never be room: the budget is zero."""

    NEVER = "never"


NEVER: Final[Literal[Never.NEVER]] = Never.NEVER


def room(sent_at: Sequence[datetime], now: datetime, per_week: int) -> datetime | Never | None:
    """None when one more may be sent now; else the first moment (UTC) at which one may be.

    A message counts for exactly seven days: at `sent + 7 days` it no longer does. One stamped in
    the future (two clocks that differ) counts as well. `per_week` 0 means that this person wants
    none, and gives NEVER: an own type, so that nobody stores a date that will not come.
    Raises ValueError when a moment is naive or `per_week` is negative.
    """
    if per_week < 0:
        raise ValueError("a weekly budget cannot be negative")
    now, moments = as_utc(now), [as_utc(at) for at in sent_at]
    if per_week == 0:
        return NEVER
    counted = sorted((at for at in moments if at > now - WEEK), reverse=True)
    if len(counted) < per_week:
        return None
    return counted[per_week - 1] + WEEK
