"""Whose rules hold for a person: their own, Slack's time zone, or the workspace's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from domain.own_settings import (
    NO_OWN_SETTINGS,
    OwnSettings,
    PersonalRules,
    find_personal_rules,
)
from domain.policy import Policy
from domain.working_time import CivilHours

POLICY = Policy(default_tz="Europe/Berlin", dms_per_week=3)
MORNINGS = CivilHours(time(8), time(12), frozenset({0, 1}))
LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Person:
    tz: str | None = "Europe/London"
    own_settings: OwnSettings = NO_OWN_SETTINGS


@pytest.mark.parametrize(
    ("person", "rules"),
    [
        (None, PersonalRules(BERLIN, POLICY.hours, 3)),
        (Person(tz=None), PersonalRules(BERLIN, POLICY.hours, 3)),
        (Person(), PersonalRules(LONDON, POLICY.hours, 3)),
        (Person(own_settings=OwnSettings("Asia/Tokyo")),
         PersonalRules(ZoneInfo("Asia/Tokyo"), POLICY.hours, 3)),
        (Person(own_settings=OwnSettings(hours=MORNINGS)), PersonalRules(LONDON, MORNINGS, 3)),
        (Person(own_settings=OwnSettings(messages_per_week=0)),
         PersonalRules(LONDON, POLICY.hours, 0)),
    ],
)  # fmt: skip
def test_own_settings_come_first(person: Person | None, rules: PersonalRules) -> None:
    assert find_personal_rules(person, POLICY) == rules
