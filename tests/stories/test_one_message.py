"""How many messages a person gets: what is due within an hour is one, what they asked for is free,
and reminders about referrals that they own come at most once a working day.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nudges import manager_digests
from sandbox.driver.person import Person, SeenMessage
from tests.invariants import MessageLog
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

OFFER = ["Introduce them to the team"]
ADVICE = "It takes three minutes, in your words."


def at(number: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in UTC; Monday is the 2nd."""
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def nudges(person: Person) -> list[SeenMessage]:
    """Nudges of every kind, by their small print."""
    marks = (" at most", "I said I'd come back to it")
    return [message for message in person.dm() if any(mark in message.text for mark in marks)]


def postpone(nudge: SeenMessage, person: Person, choice: str = "Tomorrow") -> None:
    nudge.clicks("Later")
    form = person.modal("Later").fills("When should I come back to it?", choice)
    assert form.submits() is None


@pytest.fixture
def two_offers(office: Office) -> Office:
    """Ada offers two introductions, forty minutes apart, and Linus takes neither."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=OFFER)
    set_clock_and_settle(office, at(2, 10, 40))
    refer_and_endorse(office.ada, name="Alan Turing", email="alan@example.com", offers=OFFER)
    wait_until_settled(office)
    return office


def test_each_item_says_how_often_it_came_and_the_advice_comes_once(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    refer_candidate(office.ada, name="Barbara Liskov", email="barbara@example.com").closes()
    set_clock_and_settle(office, at(5, 10, 5))
    (nudge,) = direct_messages(office.ada, ADVICE)
    assert nudge.text.count(ADVICE) == 1
    assert nudge.buttons.count("Say more") == 2
    set_clock_and_settle(office, at(6, 10, 5))
    refer_candidate(office.ada, name="Alan Turing", email="alan@example.com").closes()
    set_clock_and_settle(office, at(11, 12, 5))
    (*_, nudge) = direct_messages(office.ada, ADVICE)
    assert nudge.text.count("I've asked twice and won't ask again.") == 2
    assert "Alan Turing forward for ENG-1. I've" not in nudge.text, "it's the first time"
    assert "a week at most. “Not needed” ends each." in nudge.text


def test_what_is_due_within_an_hour_is_one_message_that_names_all(two_offers: Office) -> None:
    set_clock_and_settle(two_offers, at(5, 10, 5))
    set_clock_and_settle(two_offers, at(5, 11, 5))
    (nudge,) = nudges(two_offers.ada)
    assert nudge.buttons.count("Open the draft") == 2
    assert nudge.choices() == ["Later", "Not needed", "Done"]
    assert "Grace Hopper for ENG-1" in str(nudge.message["text"])
    assert "Alan Turing for ENG-1" in str(nudge.message["text"])
    nudge.clicks("Done")
    wait_until_settled(two_offers)
    assert nudge.reload().buttons.count("Open the draft") == 1
    # The owner's two reminders are one message too, although they fell due apart.
    assert len(direct_messages(two_offers.linus, "is waiting for your first answer")) == 1


def test_later_comes_tomorrow_although_the_weeks_messages_are_used_up(office: Office) -> None:
    post_opening(office)
    for number, name in ((2, "Grace"), (3, "Alan")):
        set_clock_and_settle(office, at(number, 11))
        refer_and_endorse(office.ada, name=name, email=f"{name}@example.com", offers=OFFER)
    set_clock_and_settle(office, at(5, 11, 5))
    set_clock_and_settle(office, at(6, 11, 5))
    first, second = nudges(office.ada)
    postpone(first, office.ada)
    wait_until_settled(office)
    assert "I'll come back to it on Monday 9 March." in first.reload().text  # Today is Friday.
    set_clock_and_settle(office, at(9, 9, 29))
    assert len(nudges(office.ada)) == 2
    set_clock_and_settle(office, at(9, 9, 31))
    third = nudges(office.ada)[-1]
    assert "Grace" in third.text
    postpone(third, office.ada)  # asked for once more
    wait_until_settled(office)
    assert "I'll come back to it on Tuesday 10 March." in third.reload().text
    set_clock_and_settle(office, at(10, 9, 31))
    assert len(nudges(office.ada)) == 4
    second.clicks("Not needed")
    change_account(office, "ada", deleted=True)
    advance_clock(office, days=9)
    assert len(nudges(office.ada)) == 4


def test_an_owner_has_one_reminder_a_working_day_outside_the_weekly_budget(office: Office) -> None:
    post_opening(office)
    for hour in (10, 12, 13):  # 11:00, 13:00 and 14:00 in Berlin
        if hour > 10:
            set_clock_and_settle(office, at(2, hour))
        name = f"Candidate{hour}"
        refer_candidate(office.ada, name=name, email=f"{name}@example.com").closes()
    wait_until_settled(office)
    asked = "is waiting for your first answer"
    for hour in (10, 11, 12, 13, 14, 15):
        set_clock_and_settle(office, at(4, hour, 5))
    assert len(direct_messages(office.linus, asked)) == 1
    set_clock_and_settle(office, at(5, 8, 35))
    (_, second) = direct_messages(office.linus, asked)
    assert second.text.count(asked) == 2  # the two that were due later on the day before
    assert "One message a working day at most" in second.text


@pytest.fixture
def two_roles_of_margaret(office: Office) -> Office:
    """Margaret in New York answers for one role herself; Linus does for the other one."""
    post_opening(office, recruiter=None)
    post_opening(office, title="Site Reliability Engineer")
    manager_digests.step(office.vouch.database, office.now())
    set_clock_and_settle(office, at(5, 15, 10))  # Thursday 10:10 for Margaret
    refer_and_endorse(office.ada, offers=())
    refer_and_endorse(office.bob, "ENG-2", name="Alan Turing", email="a@example.com", offers=())
    wait_until_settled(office)
    return office


def test_a_digest_that_is_late_comes_together_with_the_reminder_of_the_morning(
    two_roles_of_margaret: Office,
) -> None:
    office = two_roles_of_margaret
    for moment in (at(10, 3), at(10, 14, 11)):  # The bot was stopped on Monday, Margaret's time.
        office.set_clock(moment)
        manager_digests.step(office.vouch.database, office.now())
        wait_until_settled(office)
    (both,) = direct_messages(office.margaret, "is waiting for your first answer")
    assert [each.ts for each in direct_messages(office.margaret, "for your openings")] == [both.ts]


def test_a_managers_digest_comes_together_with_the_reminders_of_the_same_hour(
    two_roles_of_margaret: Office,
) -> None:
    office = two_roles_of_margaret
    for minute in (31, 45, 59):  # The digest is due from 9:30, and summer time has begun.
        office.set_clock(at(9, 13, minute))
        manager_digests.step(office.vouch.database, office.now())
        wait_until_settled(office)
    waiting, digest = "is waiting for your first answer", "for your openings"
    assert not direct_messages(office.margaret, waiting)
    assert not direct_messages(office.margaret, digest)
    set_clock_and_settle(office, at(9, 14, 11))
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    (both,) = direct_messages(office.margaret, waiting)
    assert [each.ts for each in direct_messages(office.margaret, digest)] == [both.ts]
    assert "1 more referral for your openings is new or waiting" in both.text
    assert "Alan Turing for ENG-2" in both.text
    assert both.text.count("Grace Hopper") == 1, "the reminder tells it, and the digest doesn't"
    assert "Grace Hopper for ENG-1. 1 referral for your openings" in str(both.message["text"])
    assert {"I'll take it", "Read in full", "Open the desk", "Settings"} <= set(both.buttons)
    both.clicks("I'll take it")
    wait_until_settled(office)
    assert "You took it." in both.reload().text
    assert "Alan Turing" in both.reload().text, "an edit keeps the digest"


def test_the_weekly_note_does_not_repeat_a_hand_over_of_the_same_hour(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    set_clock_and_settle(office, at(6, 20))  # Friday evening for everyone
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("Hand over")
    assert office.linus.modal("Hand over").fills("New owner", "priya").submits() is None
    wait_until_settled(office)
    before = len(office.ada.dm())
    set_clock_and_settle(office, at(9, 9, 31))
    set_clock_and_settle(office, at(9, 11))
    (news,) = office.ada.dm()[before:]
    assert "@priya has Grace Hopper for ENG-1 now" in news.text
    set_clock_and_settle(office, at(16, 9, 31))
    office.ada.sees(
        "No reply yet on Grace Hopper for ENG-1 as of Monday 16 March. An answer from @priya",
        where="dm",
    )


def test_nobody_is_written_to_at_night_or_too_often(office: Office) -> None:
    """Nobody answers four candidates for two weeks; the bot's messages alone are judged."""
    log = MessageLog(office)
    post_opening(office)
    refer_and_endorse(office.ada, offers=OFFER)
    refer_and_endorse(office.bob, name="Alan Turing", email="alan@example.com", offers=OFFER)
    set_clock_and_settle(office, at(2, 21))
    refer_and_endorse(office.ada, name="Edsger D", email="edsger@example.com", offers=OFFER)
    refer_and_endorse(office.person("mei"), name="Barbara L", email="b@example.com", offers=OFFER)
    log.read()
    for _ in range(14 * 4):
        advance_clock(office, hours=6)
    log.read()
    assert log.find_breaches() == []
    readers = {each.user_id for each in log.sent}
    assert {office.ada.id, office.bob.id, office.linus.id, office.person("mei").id} <= readers
    # The rules would notice: the same messages with half the budget, or for people at night.
    assert log.find_breaches(per_week=1)
    log.acted_at.clear()
    assert any("outside working hours" in each for each in log.find_breaches())


def test_the_weekly_note_comes_early_where_other_messages_use_up_the_week(sqlite_url: str) -> None:
    with Office(sqlite_url, settings={"VOUCH_DMS_PER_WEEK": "1"}) as office:
        post_opening(office)
        refer_candidate(office.ada, knows="I'll ask").closes()
        for day in (3, 4, 5, 6, 9):
            set_clock_and_settle(office, at(day, 15))
        note = "No reply yet on Grace Hopper for ENG-1 as of"
        (message,) = direct_messages(office.ada, note)
        assert "Have they agreed?" in message.text, "the message that used up the week"
        for day in (10, 11, 12, 13, 16):
            set_clock_and_settle(office, at(day, 15))
        assert len(direct_messages(office.ada, note)) == 2, "a week later, and not before"
