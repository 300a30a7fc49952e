"""A stage that was entered by mistake: the state before it, and how long it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.stages import Reason, Stage

CORRECTION_PERIOD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A change of stage, and what the referral was before. Moments are UTC.

    `history_id` is the id of its line in the history. `took_part` is true if this change made the
    candidate count as taking part.
    """

    history_id: int
    entered_at: datetime
    stage: Stage
    stage_before: Stage
    reason_before: Reason | None
    stage_at_before: datetime
    answered_at_before: datetime | None
    owner_before: str
    return_on_before: date | None
    took_part: bool

    def is_correctable(self, now: datetime) -> bool:
        """Whether the change can still be undone.

        Taking a referral cannot be undone. It can be handed over instead.
        """
        is_take = (self.stage_before, self.stage) == (Stage.NEW, Stage.IN_REVIEW)
        return not is_take and now - self.entered_at < CORRECTION_PERIOD
