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
    """When one more message may be sent: None for now, else the first possible time (UTC).

    `sent_at` are the times of the messages already sent. A message counts for exactly seven days,
    the end excluded. A time in the future counts too, because the clocks of two replicas can
    differ. When `per_week` is 0, the result is NO_BUDGET, as there is no such time. Raises
    ValueError when a time is naive or `per_week` negative.
    """
    if per_week < 0:
        raise ValueError("a weekly budget cannot be negative")
    now, sent_times = as_utc(now), [as_utc(at) for at in sent_at]
    if per_week == 0:
        return NO_BUDGET
    newest_first = sorted((at for at in sent_times if at > now - WEEK), reverse=True)
    if len(newest_first) < per_week:
        return None
    return newest_first[per_week - 1] + WEEK
