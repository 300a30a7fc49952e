"""Advocates are reminded of what they offered: in their working hours, and not too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo.company import COMPANY
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    local_arrival,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect_errors,
    wait_until_settled,
)

OFFERED = "you offered to introduce Grace Hopper to the team, for ENG-1."
BOTH_OFFERS = ("Introduce them to the team", "Tell other channels here about the role")


def nudge_messages(person: Person) -> list[SeenMessage]:
    """The nudges in this person's direct messages."""
    return [message for message in person.dm() if "a week at most" in message.text]


def day(number: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture
def offered(office: Office) -> Office:
    """An office in which Ada offered to introduce Grace on Monday, 2 March."""
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    return office


def take_referral(office: Office) -> None:
    """Let the recruiter take the referral, so that only the advocate's follow-ups are due.

    The card is in App Home at any hour.
    """
    office.linus.opens_home().sees("Waiting for your answer").clicks("I'll take it")
    wait_until_settled(office)


def test_two_nudges_come_after_three_and_seven_working_days_and_no_more(offered: Office) -> None:
    take_referral(offered)
    ada = offered.ada
    set_clock_and_settle(offered, day(5, 9, 59))
    assert nudge_messages(ada) == []
    set_clock_and_settle(offered, day(5, 10, 30))
    (first,) = nudge_messages(ada)
    assert f"On Monday 2 March {OFFERED}" in first.text
    assert "You chose this on 2 March. Two messages a week at most." in first.text
    assert local_arrival(first, "Europe/London").strftime("%A %H") == "Thursday 10"
    set_clock_and_settle(offered, day(9, 10, 30))
    set_clock_and_settle(offered, day(11, 9, 59))
    assert len(direct_messages(ada, OFFERED)) == 1
    set_clock_and_settle(offered, day(11, 10, 30))
    # The status message of the 9th used up the limit of the week before.
    set_clock_and_settle(offered, day(12, 10, 40))
    second = direct_messages(ada, OFFERED)[-1]
    assert second.ts != first.ts
    assert "On Monday 2 March you offered" in second.text
    for _ in range(6):
        advance_clock(offered, days=5)
    assert len(direct_messages(ada, OFFERED)) == 2


@pytest.mark.parametrize(
    ("handle", "zone", "start", "due"),
    [
        # Summer time in New York begins on 8 March: 15:00 is 20:00 UTC before it, 19:00 after.
        ("bob", "America/New_York", day(4, 20), day(9, 19)),
        ("mei", "Asia/Tokyo", day(2, 2), day(5, 2)),  # 11:00 in Tokyo
        ("ada", "Europe/London", day(26, 11), day(31, 10)),  # summer time from the 29th
    ],
)
def test_a_nudge_comes_at_the_local_hour_at_which_the_offer_was_made(
    sqlite_url: str, handle: str, zone: str, start: datetime, due: datetime
) -> None:
    with Office(sqlite_url, start=start) as office:
        post_opening(office)
        person = office.person(handle)
        refer_and_endorse(person)
        take_referral(office)
        offered_at = start.astimezone(ZoneInfo(zone))
        set_clock_and_settle(office, due - timedelta(minutes=2))
        assert nudge_messages(person) == []
        set_clock_and_settle(office, due + timedelta(minutes=2))
        (nudge,) = nudge_messages(person)
        assert local_arrival(nudge, zone).hour == offered_at.hour


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # Offered late on Monday: three working days later at 22:00, so in the morning after that.
        (day(2, 22), day(6, 9, 30)),
        # Offered early on Wednesday: three working days later is the Monday, before work.
        (day(4, 6), day(9, 9, 30)),
        # Offered on a Saturday: counted from Monday.
        (day(7, 12), day(11, 12)),
    ],
)
def test_no_nudge_comes_at_night_or_on_a_weekend(
    sqlite_url: str, start: datetime, due: datetime
) -> None:
    with Office(sqlite_url, start=start) as office:
        post_opening(office)
        refer_and_endorse(office.ada)
        take_referral(office)
        set_clock_and_settle(office, due - timedelta(minutes=5))
        assert nudge_messages(office.ada) == []
        set_clock_and_settle(office, due + timedelta(minutes=5))
        assert len(nudge_messages(office.ada)) == 1


def test_a_nudge_waits_for_the_end_of_do_not_disturb(sqlite_url: str) -> None:
    people = [
        person | {"dnd": {"start": "09:00", "end": "14:00"}}
        if person["handle"] == "ada"
        else person
        for person in COMPANY["users"]
    ]
    with Office(sqlite_url, company={**COMPANY, "users": people}) as office:
        post_opening(office)
        refer_and_endorse(office.ada)
        take_referral(office)
        set_clock_and_settle(office, day(5, 11))
        assert nudge_messages(office.ada) == []
        set_clock_and_settle(office, day(5, 14, 5))
        assert len(nudge_messages(office.ada)) == 1


def test_a_nudge_can_be_postponed_to_a_chosen_day_and_declined(offered: Office) -> None:
    ada = offered.ada
    take_referral(offered)
    set_clock_and_settle(offered, day(5, 10, 30))
    (nudge,) = nudge_messages(ada)
    nudge.clicks("Later")
    form = ada.modal("Later")
    for chosen_day, error in (
        ("2026-03-04", "Choose tomorrow or a later day."),
        ("2026-03-05", "Choose tomorrow or a later day."),
        (None, "Which day should it be?"),
        ("2028-03-05", "That's more than a year away. Choose an earlier day."),
    ):
        form.fills("When should I come back to it?", "On a day that I choose").fills(
            "Day", chosen_day
        )
        submit_and_expect_errors(form, {"Day": error})
    assert form.fills("Day", "2026-03-10").submits() is None
    wait_until_settled(offered)
    assert "come back to it on Tuesday 10 March." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    set_clock_and_settle(offered, day(9, 16))
    assert len(direct_messages(ada, OFFERED)) == 1
    set_clock_and_settle(offered, day(10, 11))
    set_clock_and_settle(offered, day(12, 11))
    second = direct_messages(ada, OFFERED)[-1]
    assert second.ts != nudge.ts
    second.clicks("Not needed")
    wait_until_settled(offered)
    assert "Not needed any more." in second.reload().text


@pytest.mark.parametrize(
    ("choice", "due"),
    [("Tomorrow", day(6, 9, 35)), ("Next week", day(9, 9, 35))],
)
def test_a_nudge_can_be_postponed_to_tomorrow_or_next_week(
    offered: Office, choice: str, due: datetime
) -> None:
    ada = offered.ada
    take_referral(offered)
    set_clock_and_settle(offered, day(5, 10, 30))
    (nudge,) = nudge_messages(ada)
    nudge.clicks("Later")
    assert ada.modal("Later").fills("When should I come back to it?", choice).submits() is None
    set_clock_and_settle(offered, due - timedelta(minutes=10))
    assert len(direct_messages(ada, OFFERED)) == 1
    set_clock_and_settle(offered, due)
    assert len(direct_messages(ada, OFFERED)) == 2


def test_a_chosen_day_needs_no_other_choice(offered: Office) -> None:
    take_referral(offered)
    set_clock_and_settle(offered, day(5, 10, 30))
    nudge_messages(offered.ada)[0].clicks("Later")
    assert offered.ada.modal("Later").fills("Day", "2026-03-17").submits() is None
    wait_until_settled(offered)
    assert "come back to it on Tuesday 17 March." in nudge_messages(offered.ada)[0].text


def test_several_follow_ups_come_in_one_message_with_a_menu_each(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=BOTH_OFFERS)
    take_referral(office)
    set_clock_and_settle(office, day(5, 10, 30))
    (nudge,) = nudge_messages(office.ada)
    assert "A few things are waiting for you. Each takes a moment." in nudge.text
    assert f"On Monday 2 March {OFFERED}" in nudge.text
    assert "On Monday 2 March you offered to tell other channels here about the role" in nudge.text
    assert nudge.choices() == ["Later", "Not needed", "Done"]
    nudge.clicks("Done")  # the menu of the first follow-up
    wait_until_settled(office)
    assert "You introduced them. Thank you" in nudge.reload().text
    nudge.reload().clicks("Later")  # the menu of the other follow-up
    assert "other channels here" in office.ada.modal("Later").text


def test_at_most_two_nudges_come_in_a_week(office: Office) -> None:
    """Of the nudges about three candidates, the third waits until a week has passed."""
    post_opening(office)
    for at, name in ((day(2, 11), "Grace"), (day(3, 10), "Alan"), (day(4, 10), "Edsger")):
        set_clock_and_settle(office, at)
        refer_and_endorse(office.ada, name=name, email=f"{name}@example.com")
    for moment in (day(5, 11, 5), day(6, 11), day(9, 11), day(10, 11), day(11, 11)):
        set_clock_and_settle(office, moment)
        assert len(nudge_messages(office.ada)) <= 2
    set_clock_and_settle(office, day(12, 12))
    third = nudge_messages(office.ada)[2]
    assert "Edsger" in third.text


def test_a_follow_up_that_was_done_early_is_never_nudged(offered: Office) -> None:
    ada = offered.ada
    take_referral(offered)
    home = ada.opens_home()
    home.sees("With you now").clicks("Done")
    home.sees("Your referrals")
    assert "You offered" not in home.text
    advance_clock(offered, days=4)
    assert nudge_messages(ada) == []


def test_a_waiting_nudge_is_dropped_when_the_referral_ends(offered: Office) -> None:
    """The referral ends while the nudge waits for the end of do-not-disturb."""
    take_referral(offered)
    offered.slack.world.users[offered.ada.id].dnd = {"start": "09:00", "end": "14:00"}
    set_clock_and_settle(offered, day(5, 11))
    assert nudge_messages(offered.ada) == []
    card = offered.linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("Not now")
    offered.linus.modal("Not now").fills("Why?", "The timing didn't work").submits()
    set_clock_and_settle(offered, day(5, 14, 30))
    offered.ada.sees("isn't going further", where="dm")
    assert nudge_messages(offered.ada) == []


def test_an_advocate_reads_once_a_week_that_nothing_has_changed(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    take_referral(office)
    # What is due before the weekly note comes in a message of its own.
    set_clock_and_settle(office, day(5, 10, 30))
    set_clock_and_settle(office, day(9, 9, 59))
    assert direct_messages(office.ada, "Nothing new") == []
    set_clock_and_settle(office, day(9, 10, 5))
    (status_message,) = direct_messages(
        office.ada,
        "Nothing new on Grace Hopper for ENG-1 as of Monday 9 March. @linus has it: in review",
    )
    assert "once a week until there's an answer" in status_message.text
    set_clock_and_settle(office, day(16, 10, 30))
    assert len(direct_messages(office.ada, "Nothing new")) == 2
