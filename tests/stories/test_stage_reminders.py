"""After the first answer, the owner is reminded until there is a final one."""

from __future__ import annotations

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    post_opening,
    refer_and_endorse,
    wait_until_settled,
)

REMINDER = "has been in review"


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """The card of a referral that Linus has just taken."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    card.clicks("I'll take it")
    wait_until_settled(office)
    return card


@pytest.mark.usefixtures("card")
def test_the_owner_is_reminded_of_a_referral_that_stays_in_review(office: Office) -> None:
    advance_clock(office, days=4)
    assert not direct_messages(office.linus, REMINDER)
    advance_clock(office, days=3, hours=1)
    reminder = office.linus.sees(
        f"Grace Hopper {REMINDER} for ENG-1 since Monday 2 March. What's next?", where="dm"
    )
    move_stage(reminder, "Interviewing", office.linus)
    wait_until_settled(office)
    assert reminder.reload().buttons == ["Settings"]
    advance_clock(office, days=13)
    assert len(direct_messages(office.linus, "What's next?")) == 0
    advance_clock(office, days=2)
    office.linus.sees("Grace Hopper has been interviewing for ENG-1", where="dm")


@pytest.mark.usefixtures("card")
def test_after_two_reminders_somebody_else_is_asked(office: Office) -> None:
    advance_clock(office, days=7, hours=1)
    advance_clock(office, days=7, hours=1)
    assert len(direct_messages(office.linus, REMINDER)) == 2
    assert not direct_messages(office.margaret, "hasn't said what's next")
    office.ada.sees("in review since Monday 2 March. I've reminded them.", where="dm")
    advance_clock(office, days=8, hours=4)
    question = office.margaret.sees(
        "Grace Hopper has been in review for ENG-1 since Monday 2 March, and @linus hasn't said "
        "what's next.",
        where="dm",
    )
    assert "I've asked" not in question.text
    own = direct_messages(office.linus, REMINDER)[-1]
    assert "since Monday 2 March. I'm asking @margaret as well. What's next?" in own.text
    assert "Later" not in own.text
    assert own.buttons == ["Move stage", "Hand over", "Settings"]
    own.clicks("Hand over")
    office.linus.modal("Hand over").closes()
    question.clicks("I'll take it on")
    office.ada.sees("@margaret has Grace Hopper for ENG-1 now", where="dm")
    wait_until_settled(office)
    advance_clock(office, days=8)
    office.margaret.sees(f"Grace Hopper {REMINDER}", where="dm")


def test_a_question_to_the_advocate_does_not_end_the_reminders(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    office.linus.sees("@ada put Grace Hopper forward", where="dm").clicks("Ask the advocate")
    office.linus.modal("Ask the advocate").fills("Your question", "Who else was there?").submits()
    wait_until_settled(office)
    waiting = "Grace Hopper has been waiting for ENG-1 since Monday 2 March. What's next?"
    advance_clock(office, days=7, hours=1)
    reminder = office.linus.sees(waiting, where="dm")
    office.ada.sees("asked you about Grace Hopper, for ENG-1, on Monday 2 March and", where="dm")
    office.ada.sees("@linus asks you about Grace Hopper", where="dm").clicks("Answer")
    answer = office.ada.modal("Your answer").fills("Your answer", "Three of us.")
    assert answer.submits() is None
    wait_until_settled(office)
    # The answer is news, so the days start again.
    advance_clock(office, days=6)
    assert len(direct_messages(office.linus, waiting)) == 1
    advance_clock(office, days=3)
    assert len(direct_messages(office.linus, waiting)) == 2
    reminder.reload().clicks("Hand over")
    office.linus.modal("Hand over").fills("New owner", "priya").submits()
    come_to_work(office, "priya")
    advance_clock(office, days=8)
    come_to_work(office, "priya")
    office.priya.sees(waiting, where="dm")


@pytest.mark.usefixtures("card")
def test_later_begins_the_reminders_again(office: Office) -> None:
    advance_clock(office, days=7, hours=1)
    direct_messages(office.linus, REMINDER)[0].clicks("Later")
    form = office.linus.modal("Later")
    assert form.submits() is None
    advance_clock(office, days=30)
    wait_until_settled(office)
    assert not direct_messages(office.margaret, "hasn't said what's next")


def test_nobody_is_reminded_of_a_referral_that_has_ended(office: Office, card: SeenMessage) -> None:
    move_stage(card.reload(), "Not now", office.linus, reason="The timing didn't work")
    advance_clock(office, days=30)
    assert not direct_messages(office.linus, "What's next?")


def test_the_weekly_note_says_what_is_true(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    advance_clock(office, days=7, hours=1)
    office.ada.sees(
        "No reply yet on Grace Hopper for ENG-1 as of Monday 9 March. An answer from @linus was "
        "due Wednesday 4 March. I've reminded them.",
        where="dm",
    )
    advance_clock(office, days=7)
    (*_, latest) = direct_messages(office.ada, "No reply yet on Grace Hopper")
    assert "I've asked @margaret too." in latest.text, "each week says what was done since"
