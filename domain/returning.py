"""When someone who had "not now" is looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.bench import months_later


class ReturnAfter(StrEnum):
    """How long after "not now" the candidate is looked at again."""

    MONTH = "1m"
    QUARTER = "3m"
    HALF_YEAR = "6m"
    YEAR = "12m"
    NEVER = "never"


# A quarter, like the rhythm of a bench: long enough for a team to change, short enough to remember.
DEFAULT_RETURN = ReturnAfter.QUARTER
REMIND_AFTER_WORKING_DAYS: Final = 2  # after that day, until someone has looked
_MONTHS = {
    ReturnAfter.MONTH: 1,
    ReturnAfter.QUARTER: 3,
    ReturnAfter.HALF_YEAR: 6,
    ReturnAfter.YEAR: 12,
}


def return_day(
    choice: ReturnAfter | None, today: date, working_days: frozenset[int]
) -> date | None:
    """The day on which the candidate is looked at again, or None if nobody wants that.

    It is a working day, because the owner is asked on one and people are told the day.
    `working_days` are numbered like `date.weekday()`.
    """
    months = _MONTHS.get(choice) if choice else None
    if not months:
        return None
    day = months_later(today, months)
    while day.weekday() not in working_days:
        day += timedelta(days=1)
    return day
