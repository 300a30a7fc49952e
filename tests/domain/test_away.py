"""Who is away: each kind of status, and the days around its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.away import Absence, find_absence, is_worth_storing
from domain.members import SlackStatus
from domain.own_settings import NO_OWN_SETTINGS, OwnSettings, find_personal_rules
from domain.pages import Viewer
from domain.policy import Policy
from domain.working_time import CivilHours
from views.formatting import away_clause

BERLIN = ZoneInfo("Europe/Berlin")
POLICY = Policy()


@dataclass(frozen=True)
class Person:
    status: SlackStatus | None = None
    paused_until: datetime | None = None
    tz: str | None = "Europe/Berlin"
    own_settings: OwnSettings = NO_OWN_SETTINGS


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


MONDAY = at("2026-03-02 12:00")
FRIDAY = at("2026-03-06 12:00")
TUESDAY_MIDNIGHT = at("2026-03-04 00:00")  # the end of Tuesday


@pytest.mark.parametrize(
    ("emoji", "ends_at", "since", "away"),
    [
        ("palm_tree", None, MONDAY, True),
        ("face_with_thermometer", at("2026-03-02 23:59"), MONDAY, True),
        ("calendar", at("2026-03-02 13:00"), MONDAY, False),
        ("house_with_garden", None, MONDAY, False),
        ("house_with_garden", at("2026-03-03 23:59"), MONDAY, False),
        ("rocket", TUESDAY_MIDNIGHT, MONDAY, False),
        ("rocket", at("2026-03-04 00:01"), MONDAY, True),
        ("rocket", at("2026-03-08 23:59"), FRIDAY, False),  # Monday is the next working day
        ("rocket", at("2026-03-09 23:59"), FRIDAY, False),
        ("rocket", at("2026-03-10 00:01"), FRIDAY, True),
        ("rocket", at("2026-03-10 00:01"), at("2026-03-07 12:00"), True),
    ],
)
def test_a_status_means_away(
    emoji: str, ends_at: datetime | None, since: datetime, away: bool
) -> None:
    person = Person(SlackStatus(emoji, ends_at, since))
    assert (find_absence(person, POLICY, since) is not None) is away


def test_a_long_status_means_away_until_its_end() -> None:
    """Also on its last working day, when a new status of that length would not."""
    person = Person(SlackStatus("rocket", at("2026-03-06 23:59"), MONDAY))
    end = at("2026-03-06 23:59")
    assert find_absence(person, POLICY, FRIDAY) == Absence(end, end)
    assert find_absence(person, POLICY, end) is None


def test_an_absence_ends_on_a_day_of_whoever_is_away() -> None:
    """Stored in UTC, midnight in Tokyo is still the day before."""
    tokyo = ZoneInfo("Asia/Tokyo")
    stored = at("2026-03-06 00:00", tokyo).astimezone(UTC)
    absence = find_absence(Person(paused_until=stored, tz="Asia/Tokyo"), POLICY, MONDAY)
    assert absence is not None
    assert absence.ends_at is not None
    assert absence.ends_at.date() == date(2026, 3, 6)
    in_london = Viewer("U0ADA", ZoneInfo("Europe/London"), MONDAY)
    assert away_clause(absence, in_london) == "away until Friday 6 March"


def test_a_status_without_an_end_is_looked_at_on_the_next_working_day() -> None:
    person = Person(SlackStatus("palm_tree", None, MONDAY))
    assert find_absence(person, POLICY, FRIDAY) == Absence(None, at("2026-03-09 09:30"))


def test_a_listed_status_that_has_expired_means_nothing() -> None:
    person = Person(SlackStatus("palm_tree", MONDAY, at("2026-02-27 12:00")))
    assert find_absence(person, POLICY, MONDAY) is None


def test_a_pause_of_ones_own_is_away_too() -> None:
    until = at("2026-03-04 09:00")
    assert find_absence(Person(paused_until=until), POLICY, MONDAY) == Absence(until, until)
    assert find_absence(Person(paused_until=MONDAY), POLICY, MONDAY) is None
    later = SlackStatus("palm_tree", at("2026-03-05 00:00"), MONDAY)
    absence = find_absence(Person(later, paused_until=until), POLICY, MONDAY)
    assert absence == Absence(later.ends_at, at("2026-03-05 00:00"))


def test_the_workspace_lists_its_own_emoji_and_working_days() -> None:
    policy = Policy(
        away_emoji=frozenset({"ferry"}), hours=CivilHours(working_days=frozenset({0, 2}))
    )
    palm_tree, ferry = (SlackStatus(name, None, MONDAY) for name in ("palm_tree", "ferry"))
    assert find_absence(Person(palm_tree), policy, MONDAY) is None
    assert find_absence(Person(ferry), policy, MONDAY) is not None
    through_wednesday = SlackStatus("rocket", at("2026-03-04 23:59"), MONDAY)
    assert find_absence(Person(through_wednesday), policy, MONDAY) is None


def test_the_days_are_those_of_the_persons_zone() -> None:
    """Monday noon in Berlin is Tuesday in Kiritimati, so that Wednesday is the next day there."""
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    status = SlackStatus("rocket", at("2026-03-04 23:59", kiritimati), MONDAY)
    assert find_absence(Person(status, tz="Pacific/Kiritimati"), POLICY, MONDAY) is None
    status = SlackStatus("rocket", at("2026-03-05 00:01", kiritimati), MONDAY)
    assert find_absence(Person(status, tz="Pacific/Kiritimati"), POLICY, MONDAY) is not None


def test_the_days_are_those_that_the_person_set() -> None:
    """Someone who works on Mondays and Thursdays is back on Thursday in their own zone."""
    own = OwnSettings("Pacific/Kiritimati", CivilHours(working_days=frozenset({0, 3})))
    status = SlackStatus("rocket", at("2026-03-05 00:01"), MONDAY)
    assert find_absence(Person(status), POLICY, MONDAY) is not None
    assert find_absence(Person(status, own_settings=own), POLICY, MONDAY) is None


@pytest.mark.parametrize(
    ("status", "stored"),
    [
        (SlackStatus("palm_tree", None), True),
        (SlackStatus("house_with_garden", None), True),  # may be listed tomorrow
        (SlackStatus("face_with_thermometer", at("2026-03-02 23:59")), True),
        (SlackStatus("rocket", at("2026-03-08 23:59")), True),
        (SlackStatus("calendar", at("2026-03-02 13:00")), False),
    ],
)
def test_a_meeting_is_not_stored(status: SlackStatus, stored: bool) -> None:
    assert is_worth_storing(status, find_personal_rules(Person(), POLICY), POLICY, MONDAY) is stored
