"""News of other people's actions comes in the reader's working hours, answers to clicks at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    hand_over,
    local_arrival,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_thanks import fill_thanks_form

CARD = "put Grace Hopper forward for ENG-1"


def at(number: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in UTC; Monday is the 2nd."""
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


@pytest.fixture
def evening(office: Office) -> Office:
    """Ada refers Grace at 20:00 on Monday, when it is 21:00 at Linus's place."""
    post_opening(office)
    set_clock_and_settle(office, at(2, 20))
    refer_candidate(office.ada).closes()
    wait_until_settled(office)
    return office


def test_a_card_waits_for_the_morning_and_the_two_working_days_begin_then(evening: Office) -> None:
    """Ada's own thanks come at once, and name the day that counts from the morning."""
    thanks = evening.ada.sees("@linus owns the answer", where="dm")
    assert "Thursday" in thanks.text
    assert direct_messages(evening.linus, CARD) == []
    set_clock_and_settle(evening, at(3, 8, 29))
    assert direct_messages(evening.linus, CARD) == []
    set_clock_and_settle(evening, at(3, 8, 31))
    (card,) = direct_messages(evening.linus, CARD)
    assert local_arrival(card, "Europe/Berlin").strftime("%A %H:%M") == "Tuesday 09:31"
    set_clock_and_settle(evening, at(5, 8, 29))
    assert direct_messages(evening.linus, "because you can give an answer") == []
    set_clock_and_settle(evening, at(5, 8, 31))
    assert len(direct_messages(evening.linus, "because you can give an answer")) == 1


def test_changes_of_stage_and_owner_wait_for_the_readers_hours(evening: Office) -> None:
    """Linus moves the referral late in his day and hands it to Margaret before her day begins."""
    linus, ada, margaret = evening.linus, evening.ada, evening.margaret
    set_clock_and_settle(evening, at(3, 10))
    (card,) = direct_messages(linus, CARD)
    run_concurrently(lambda: card.clicks("I'll take it"), lambda: card.clicks("I'll take it"))
    wait_until_settled(evening)
    assert len(direct_messages(ada, "@linus has taken")) == 1  # It is 10:00 in London.
    hand_over(card.reload(), linus, "margaret")
    wait_until_settled(evening)
    (decided_on,) = direct_messages(margaret, CARD)  # as the hiring manager, on Monday at 15:00
    assert "which you decide on" in decided_on.text
    set_clock_and_settle(evening, at(3, 14, 31))  # It was 5:00 in New York.
    (_, handed_over) = direct_messages(margaret, CARD)
    set_clock_and_settle(evening, at(3, 17))
    move_stage(handed_over, "Contacted", margaret)
    wait_until_settled(evening)
    move_stage(handed_over.reload(), "Interviewing", margaret)
    wait_until_settled(evening)
    before = ada.dm()
    assert not any("contacted" in message.text.lower() for message in before[-1:])
    set_clock_and_settle(evening, at(4, 9, 31))
    news = ada.dm()[len(before) :]
    assert len(news) == 1, [message.text for message in news]  # One message tells both changes.
    assert "After a first contact, Grace Hopper is interviewing for ENG-1." in news[0].text
    assert local_arrival(news[0], "Europe/London").strftime("%A %H:%M") == "Wednesday 09:31"


def test_a_colleagues_thanks_wait_for_the_morning(office: Office) -> None:
    set_clock_and_settle(office, at(6, 16))
    sent = submit_and_expect(fill_thanks_form(office.ada, "linus"), "Thank you")
    assert "outside @linus's working hours" in sent.text
    assert "Monday 9 March" in sent.text
    wait_until_settled(office)
    assert direct_messages(office.linus, "thanks you") == []
    set_clock_and_settle(office, at(9, 8, 31))
    assert len(direct_messages(office.linus, "thanks you")) == 1


def test_a_card_is_passed_on_if_its_owner_left_before_the_morning(evening: Office) -> None:
    change_account(evening, "linus", deleted=True)
    advance_clock(evening, hours=14)
    advance_clock(evening, hours=10)
    assert direct_messages(evening.linus, CARD) == []
    others = [evening.margaret, evening.priya]
    assert sum(bool(direct_messages(person, CARD)) for person in others) == 1


def test_the_cards_of_a_night_come_in_the_morning_in_their_order(evening: Office) -> None:
    refer_and_endorse(evening.bob, name="Alan Turing", email="alan@example.com", offers=())
    wait_until_settled(evening)
    assert direct_messages(evening.linus, "forward for ENG-1") == []
    set_clock_and_settle(evening, at(3, 8, 31))
    cards = direct_messages(evening.linus, "forward for ENG-1")
    assert [name for card in cards for name in ("Grace", "Alan") if name in card.text] == [
        "Grace",
        "Alan",
    ]
