"""Rows of the desk for samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.desk import DeskRow
from domain.endorsements import Depth
from domain.stages import Stage

if TYPE_CHECKING:
    from tests.views.samples.sample import Sample


def desk_rows(sample: Sample, count: int) -> tuple[DeskRow, ...]:
    """Return new referrals and referrals in review, in turn. The first one is late."""
    stages = (Stage.NEW, Stage.IN_REVIEW)
    return tuple(
        DeskRow(
            sample.referral(stages[n % 2]),
            Depth.RECOMMENDED,
            sample.endorsement(),
            voices=1,
            is_late=n == 0,
        )
        for n in range(count)
    )
