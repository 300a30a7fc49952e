"""Data for every view: the same small company in empty, normal, longest and hostile words."""

from __future__ import annotations

from tests.views.samples.candidates import NOW, ZONE
from tests.views.samples.sample import (
    FAMILY,
    HOSTILE,
    IDS,
    PEOPLE,
    PROFILE,
    SAMPLES,
    Sample,
)

__all__ = ["FAMILY", "HOSTILE", "IDS", "NOW", "PEOPLE", "PROFILE", "SAMPLES", "ZONE", "Sample"]
