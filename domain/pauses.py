"""How long an opening may be paused, and which openings that take no referrals are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.openings import Opening

PAUSE_DAYS_DEFAULT: Final = 28  # to the day on which someone decides, unless they choose another
PAUSE_DAYS_MAX: Final = 365
ENDED_SHOWN_DAYS: Final = 30  # App Home shows an opening for so long after it has ended
REMIND_AFTER_WORKING_DAYS: Final = 2  # after the day on which someone was to decide
REMINDERS_BEFORE_PASSING_ON: Final = 2
REMINDERS_MAX: Final = 4  # of both people together; a fifth would change nothing


def default_decision_day(today: date) -> date:
    return today + timedelta(days=PAUSE_DAYS_DEFAULT)


@dataclass(frozen=True, slots=True)
class InactiveOpening:
    """An opening that takes no referrals. `undecided` counts its referrals without a decision."""

    opening: Opening
    undecided: int = 0
