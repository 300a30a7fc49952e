"""The weekly budget: how many unsolicited messages a person may receive in any seven days.

From the times of the messages already sent, it computes when the next one is allowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Literal

from domain.working_time import as_utc

# A rolling window of 7 x 24 hours. With calendar weeks, the budgets of two weeks could be used on
# one Sunday and the Monday after it.
WEEK: Final = timedelta(days=7)


class NoBudget(Enum):
    """The budget is zero, so that no message is ever allowed."""

    NO_BUDGET = "never"


NO_BUDGET: Final[Literal[NoBudget.NO_BUDGET]] = NoBudget.NO_BUDGET


def next_allowed_time(
    sent_at: Sequence[datetime], now: datetime, per_week: int
) -> datetime | NoBudget | None:
    """None when one more message may be sent now, else the first time (UTC) at which it may.

    A message counts for exactly seven days, `sent + 7 days` excluded. A time in the future counts
    too, because the clocks of two replicas can differ. `per_week` 0 gives NO_BUDGET rather than a
    date that no code should store. Raises ValueError when a time is naive or `per_week` negative.
    """
    if per_week < 0:
        raise ValueError("a weekly budget cannot be negative")
    now, moments = as_utc(now), [as_utc(at) for at in sent_at]
    if per_week == 0:
        return NO_BUDGET
    counted = sorted((at for at in moments if at > now - WEEK), reverse=True)
    if len(counted) < per_week:
        return None
    return counted[per_week - 1] + WEEK
