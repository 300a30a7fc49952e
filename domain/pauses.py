"""How long an opening may be paused, and which openings that take no referrals are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.openings import Opening

PAUSE_DAYS_DEFAULT: Final = 28  # until the day on which someone decides how to go on
PAUSE_DAYS_MAX: Final = 365
ENDED_SHOWN_DAYS: Final = 30  # how long App Home shows an opening that has ended
REMIND_AFTER_WORKING_DAYS: Final = 2  # after the day on which someone should decide
REMINDERS_MAX: Final = 4  # to both people together; a fifth would change nothing


def default_decision_day(today: date) -> date:
    return today + timedelta(days=PAUSE_DAYS_DEFAULT)


@dataclass(frozen=True, slots=True)
class ListedOpening:
    """An opening in a list. `undecided` counts its referrals that wait for a decision.

    It is 0 unless the opening has ended.
    """

    opening: Opening
    undecided: int = 0
