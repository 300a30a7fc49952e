"""Openings that take no referrals, with the texts of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.openings import Opening, OpeningStatus
from domain.pauses import ListedOpening

if TYPE_CHECKING:
    from tests.views.samples.sample import Sample


def paused_opening(sample: Sample) -> Opening:
    return replace(sample.opening(OpeningStatus.PAUSED, 5), paused_until=date(2026, 3, 30))


def inactive_openings(sample: Sample) -> tuple[ListedOpening, ...]:
    """Return a paused opening, a filled one with three undecided referrals, and a closed one."""
    return (
        ListedOpening(paused_opening(sample)),
        ListedOpening(sample.opening(OpeningStatus.FILLED, 2), 3),
        ListedOpening(sample.opening(OpeningStatus.CLOSED, 3)),
    )
