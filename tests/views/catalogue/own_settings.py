"""The entries of the catalogue for someone's own settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.own_pages import OwnSettingsPage
from domain.own_settings import PersonalRules
from domain.policy import Policy
from domain.topics import RoundupChoice
from domain.working_time import CivilHours
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW, Sample
from views import own_settings


def _page(sample: Sample, rules: PersonalRules, *, paused: bool = False) -> OwnSettingsPage:
    paused_until = NOW + timedelta(days=3) if paused else None
    page = OwnSettingsPage(sample.advocate_viewer, rules, paused_until, Policy())
    if not paused:
        return page
    return replace(page, topics=("Storage", "Design"), roundup=RoundupChoice.HOT_TOO)


USUAL = PersonalRules(ZoneInfo("Europe/Berlin"), CivilHours(), 2)
OWN = PersonalRules(
    ZoneInfo("America/Argentina/Buenos_Aires"),
    CivilHours(time(8), time(12, 45), frozenset({0, 1, 2, 4})),
    0,
)

EVERY_DAY = CivilHours(working_days=frozenset(range(7)))

OWN_SETTINGS: Final[dict[str, MakePayload]] = {
    "own_settings.settings_form": lambda sample: own_settings.settings_form(_page(sample, USUAL)),
    "own_settings.settings_form own": lambda sample: own_settings.settings_form(
        _page(sample, OWN, paused=True)
    ),
    "own_settings.settings_saved_modal": lambda sample: own_settings.settings_saved_modal(
        _page(sample, USUAL)
    ),
    "own_settings.settings_saved_modal own": lambda sample: own_settings.settings_saved_modal(
        _page(sample, OWN, paused=True)
    ),
    "own_settings.settings_saved_modal every day": lambda sample: own_settings.settings_saved_modal(
        replace(
            _page(sample, replace(USUAL, hours=EVERY_DAY, messages_per_week=1)),
            topics=("Storage", "Design"),
            roundup=RoundupChoice.HOT_TOO,
        )
    ),
}
