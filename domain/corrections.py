"""A stage that was entered by mistake: what it was before, and for how long it can be put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.stages import Reason, Stage

CORRECTABLE_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A change of stage, and what the referral was before. Moments are UTC.

    `line` is the id of its line in the history. `took_part` is whether the candidate counts as
    taking part since then.
    """

    line: int
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
        """Whether it can still be put right. Who took a referral by mistake hands it over."""
        is_take = (self.stage_before, self.stage) == (Stage.NEW, Stage.IN_REVIEW)
        return not is_take and now - self.entered_at < CORRECTABLE_FOR
