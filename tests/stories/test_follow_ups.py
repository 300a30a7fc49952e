"""What somebody offered comes back to them: at a civil hour of their day, never too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo.company import COMPANY
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.acts import (
    clock_at,
    heard,
    later,
    local,
    posts_opening,
    refers,
    settled,
    vouches,
)

OFFERED = "you offered to introduce Grace Hopper to the team, for ENG-1."
BOTH = ("Introduce them to the team", "Tell other channels here of the role")


def nudged(person: Person) -> list[SeenMessage]:
    """The messages that nobody asked for."""
    return [seen for seen in person.dm() if "a week at most" in seen.text]


def day(number: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture
def promised(office: Office) -> Office:
    """On Monday, 2 March, Ada offered to introduce Grace."""
    posts_opening(office)
    vouches(office.ada)
    settled(office)
    return office


def takes(office: Office) -> None:
    """The recruiter answers, so that nothing but the advocate's own steps is due."""
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I take it")
    settled(office)


def test_after_three_and_after_seven_working_days_and_then_never_again(promised: Office) -> None:
    takes(promised)
    ada = promised.ada
    clock_at(promised, day(5, 9, 59))
    assert nudged(ada) == []
    clock_at(promised, day(5, 10, 30))
    (first,) = nudged(ada)
    assert f"On Monday {OFFERED}" in first.text
    assert "You chose this on 2 March. Two messages a week at most." in first.text
    assert local(first, "Europe/London").strftime("%A %H") == "Thursday 10"
    clock_at(promised, day(11, 9, 59))
    assert len(heard(ada, OFFERED)) == 1
    clock_at(promised, day(11, 10, 30))
    clock_at(promised, day(12, 10, 40))  # the heartbeat of the 9th has left no room before
    second = heard(ada, OFFERED)[-1]
    assert second.ts != first.ts
    assert "On 2 March you offered" in second.text
    for _ in range(6):
        later(promised, days=5)
    assert len(heard(ada, OFFERED)) == 2


@pytest.mark.parametrize(
    ("handle", "zone", "start", "due"),
    [
        # The clocks of New York change on 8 March: 15:00 there is 20:00, then 19:00 UTC.
        ("bob", "America/New_York", day(4, 20), day(9, 19)),
        ("mei", "Asia/Tokyo", day(2, 2), day(5, 2)),  # 11:00 in Tokyo
        ("ada", "Europe/London", day(26, 11), day(31, 10)),  # summer time from the 29th
    ],
)
def test_the_hour_is_that_of_the_advocates_own_day(
    sqlite_url: str, handle: str, zone: str, start: datetime, due: datetime
) -> None:
    with Office(sqlite_url, start=start) as office:
        posts_opening(office)
        person = office.person(handle)
        vouches(person)
        takes(office)
        said = start.astimezone(_zone(zone))
        clock_at(office, due - timedelta(minutes=2))
        assert nudged(person) == []
        clock_at(office, due + timedelta(minutes=2))
        (nudge,) = nudged(person)
        assert local(nudge, zone).hour == said.hour


def _zone(name: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


@pytest.mark.parametrize(
    ("start", "civil"),
    [
        (day(2, 22), day(6, 9, 30)),  # offered at ten in the evening: the morning after
        (day(4, 6), day(9, 9, 30)),  # at six on a Wednesday: not at six, and not on a weekend
        (day(7, 12), day(11, 12)),  # on a Saturday: counted from Monday on
    ],
)
def test_never_at_night_and_never_on_a_weekend(
    sqlite_url: str, start: datetime, civil: datetime
) -> None:
    with Office(sqlite_url, start=start) as office:
        posts_opening(office)
        vouches(office.ada)
        takes(office)
        clock_at(office, civil - timedelta(minutes=5))
        assert nudged(office.ada) == []
        clock_at(office, civil + timedelta(minutes=5))
        assert len(nudged(office.ada)) == 1


def test_do_not_disturb_is_heeded(sqlite_url: str) -> None:
    people = [
        person | {"dnd": {"start": "09:00", "end": "14:00"}}
        if person["handle"] == "ada"
        else person
        for person in COMPANY["users"]
    ]
    with Office(sqlite_url, company={**COMPANY, "users": people}) as office:
        posts_opening(office)
        vouches(office.ada)
        takes(office)
        clock_at(office, day(5, 11))
        assert nudged(office.ada) == []
        clock_at(office, day(5, 14, 5))
        assert len(nudged(office.ada)) == 1


def test_done_later_and_not_needed(promised: Office) -> None:
    ada = promised.ada
    takes(promised)
    clock_at(promised, day(5, 10, 30))
    (nudge,) = nudged(ada)
    nudge.clicks("Later")
    form = ada.modal("Later")
    for chosen, why in (
        ("2026-03-04", "Choose tomorrow or a later day."),
        ("2026-03-05", "Choose tomorrow or a later day."),
        (None, "Choose the day."),
        ("2028-03-05", "That is more than a year away. Choose a nearer day."),
    ):
        form.fills("When should I come back to it?", "On a day that I choose").fills("Day", chosen)
        stays = form.submits()
        assert stays is not None
        assert stays.errors == {"Day": why}
    assert form.fills("Day", "2026-03-10").submits() is None
    settled(promised)
    assert "I come back to it on Tuesday." in nudge.again().text
    assert nudge.again().buttons == []
    clock_at(promised, day(9, 16))
    assert len(heard(ada, OFFERED)) == 1
    clock_at(promised, day(10, 11))
    clock_at(promised, day(12, 11))
    second = heard(ada, OFFERED)[-1]
    assert second.ts != nudge.ts
    second.clicks("Not needed")
    settled(promised)
    assert "Not needed any more." in second.again().text


@pytest.mark.parametrize(
    ("choice", "back"),
    [("Tomorrow", day(6, 9, 35)), ("Next week", day(9, 9, 35))],
)
def test_tomorrow_and_next_week(promised: Office, choice: str, back: datetime) -> None:
    ada = promised.ada
    takes(promised)
    clock_at(promised, day(5, 10, 30))
    (nudge,) = nudged(ada)
    nudge.clicks("Later")
    assert ada.modal("Later").fills("When should I come back to it?", choice).submits() is None
    clock_at(promised, back - timedelta(minutes=10))
    assert len(heard(ada, OFFERED)) == 1
    clock_at(promised, back)
    assert len(heard(ada, OFFERED)) == 2


def test_a_day_alone_is_the_choice(promised: Office) -> None:
    takes(promised)
    clock_at(promised, day(5, 10, 30))
    nudged(promised.ada)[0].clicks("Later")
    assert promised.ada.modal("Later").fills("Day", "2026-03-17").submits() is None
    settled(promised)
    assert "I come back to it on 17 March." in nudged(promised.ada)[0].text


def test_several_come_in_one_message_each_with_its_menu(office: Office) -> None:
    posts_opening(office)
    vouches(office.ada, offers=BOTH)
    takes(office)
    clock_at(office, day(5, 10, 30))
    (nudge,) = nudged(office.ada)
    assert "A few things are with you. Each takes a moment." in nudge.text
    assert f"On Monday {OFFERED}" in nudge.text
    assert "On Monday you offered to tell other channels here of the role" in nudge.text
    assert nudge.choices() == ["Open the draft", "Later", "Not needed", "Done"]
    nudge.clicks("Done")  # the first menu
    settled(office)
    assert "You introduced them. Thank you" in nudge.again().text
    nudge.again().clicks("Later")  # the one that is left
    assert "other channels here" in office.ada.modal("Later").text


def test_at_most_two_a_week(office: Office) -> None:
    """Three candidates on three days; the third message waits for the week to pass."""
    posts_opening(office)
    for at, name in ((day(2, 11), "Grace"), (day(3, 10), "Alan"), (day(4, 10), "Edsger")):
        clock_at(office, at)
        vouches(office.ada, name=name, email=f"{name}@example.com")
    for moment in (day(5, 11, 5), day(6, 11), day(9, 11), day(10, 11), day(11, 11)):
        clock_at(office, moment)
        assert len(nudged(office.ada)) <= 2
    clock_at(office, day(12, 12))
    third = nudged(office.ada)[2]
    assert "Edsger" in third.text


def test_what_is_settled_before_it_is_due_is_never_asked(promised: Office) -> None:
    ada = promised.ada
    takes(promised)
    home = ada.opens_home()
    home.sees("With you now").clicks("Done")
    home.sees("Your referrals")
    assert "You offered" not in home.text
    later(promised, days=4)
    assert nudged(ada) == []


def test_a_nudge_overtaken_before_it_is_sent_is_not_sent(promised: Office) -> None:
    """The referral ends while the message waits for the end of a do-not-disturb."""
    takes(promised)
    promised.slack.world.users[promised.ada.id].dnd = {"start": "09:00", "end": "14:00"}
    clock_at(promised, day(5, 11))
    assert nudged(promised.ada) == []
    card = promised.linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("Not now")
    promised.linus.modal("Not now").fills("Why?", "The timing did not work").submits()
    clock_at(promised, day(5, 14, 30))
    promised.ada.sees("is not going further", where="dm")
    assert nudged(promised.ada) == []


def test_the_heartbeat_breaks_a_quiet_week(office: Office) -> None:
    posts_opening(office)
    refers(office.ada).closes()
    takes(office)
    clock_at(office, day(9, 9, 59))
    assert heard(office.ada, "No change") == []
    clock_at(office, day(9, 10, 5))
    (beat,) = heard(office.ada, "No change on Grace Hopper for ENG-1 this week. @linus has it.")
    assert "once a week until there is an answer" in beat.text
    clock_at(office, day(16, 10, 30))
    assert len(heard(office.ada, "No change")) == 2
