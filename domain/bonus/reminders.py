"""Reminders about someone who was hired: how often they come, and which day each is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

# Working days after the hire. On the day itself, the first day is often not known yet.
FIRST_DAY_AFTER_WORKING_DAYS: Final = 3
REMIND_AFTER_WORKING_DAYS: Final = 5
CHECK_IN_DAYS: Final = (30, 90)


@dataclass(frozen=True, slots=True)
class AdvocatePart:
    """A part of an advocate's bonus, or a check-in, `day` days after the first day of their hire.

    `advocate` is a user id. Written as a text, it is the `period` of a follow-up.
    """

    advocate: str
    day: int

    def __str__(self) -> str:
        return f"{self.advocate}:{self.day}"

    @classmethod
    def parse(cls, period: str) -> Self:
        """Reads what `str` writes. Raises ValueError for anything else."""
        advocate, _, day = period.rpartition(":")
        return cls(advocate, int(day))
