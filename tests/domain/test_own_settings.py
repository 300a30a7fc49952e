"""Whose rules hold for a person: their own, Slack's time zone, or the workspace's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from domain.own_settings import (
    NO_OWN_SETTINGS,
    OwnSettings,
    PersonalRules,
    SubmittedSettings,
    check_submitted_settings,
    find_personal_rules,
    list_weekly_limits,
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


def test_the_number_of_messages_of_a_workspace_can_always_be_saved() -> None:
    policy = Policy(dms_per_week=12)
    assert list_weekly_limits(policy) == [0, 1, 2, 3, 4, 5, 12]
    for number in list_weekly_limits(policy):
        form = SubmittedSettings(
            None, "Europe/Berlin", time(9), time(17), frozenset({0}), messages_per_week=number
        )
        check_submitted_settings(form, date(2026, 3, 2), policy)
