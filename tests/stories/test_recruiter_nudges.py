"""An unanswered referral: the owner is reminded after two working days, then the manager."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.examples import DEMO_CAST, seed_examples
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    hand_over,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)

REMINDER = "because you can give an answer"


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 3, number, hour, 5, tzinfo=UTC)


@pytest.fixture
def waiting(office: Office) -> Office:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    return office


def test_the_owner_is_reminded_after_two_days_and_the_manager_after_five(waiting: Office) -> None:
    linus, margaret = waiting.linus, waiting.margaret
    set_clock_and_settle(waiting, day(4, 9))
    assert direct_messages(linus, REMINDER) == []
    set_clock_and_settle(waiting, day(4, 11))
    (nudge,) = direct_messages(linus, REMINDER)
    assert (
        "On Monday 2 March @ada put Grace Hopper forward for ENG-1: "
        "“She rebuilt our on-call in a quarter”. @ada is waiting for your first answer."
    ) in nudge.text
    assert nudge.buttons == ["I'll take it", "Hand over", "Later", "Settings"]
    set_clock_and_settle(waiting, day(9, 16))
    (reminder_of_manager,) = direct_messages(margaret, REMINDER)
    assert "@linus hasn't answered yet. Can you?" in reminder_of_manager.text
    assert len(direct_messages(linus, REMINDER)) == 1
    reminder_of_manager.clicks("I'll take it")
    waiting.ada.sees("@margaret has taken Grace Hopper for ENG-1", where="dm")
    wait_until_settled(waiting)
    assert "You took it." in reminder_of_manager.reload().text
    (first,) = direct_messages(linus, REMINDER)
    assert "@margaret has it now." in first.text
    assert first.buttons == ["Settings"]


def test_the_owner_can_take_a_referral_from_the_reminder(waiting: Office) -> None:
    set_clock_and_settle(waiting, day(4, 11))
    (nudge,) = direct_messages(waiting.linus, REMINDER)
    nudge.clicks("I'll take it")
    waiting.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
    set_clock_and_settle(waiting, day(10, 16))
    assert direct_messages(waiting.margaret, REMINDER) == []


def test_the_owner_can_still_take_a_referral_after_the_manager_was_reminded(
    waiting: Office,
) -> None:
    set_clock_and_settle(waiting, day(4, 11))
    (nudge,) = direct_messages(waiting.linus, REMINDER)
    set_clock_and_settle(waiting, day(9, 16))
    nudge.clicks("I'll take it")
    waiting.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")


def test_reminders_go_on_in_turn_until_somebody_answers(waiting: Office) -> None:
    """Nobody answers for a month: the owner, the manager and the admin are asked in turn."""
    asked, seen = [], dict.fromkeys(("linus", "margaret", "carol", "priya"), 0)
    for number in range(3, 21):
        for hour in (6, 15):  # a little later every day, after what falls due at the same time
            later = day(number, hour) + timedelta(minutes=number)
            set_clock_and_settle(waiting, later)
        for handle, count in seen.items():
            reminders = len(direct_messages(waiting.person(handle), REMINDER))
            if reminders > count:
                asked.append((number, handle))
                seen[handle] = reminders
    assert asked == [(4, "linus"), (9, "margaret"), (13, "carol"), (18, "linus")]
    for handle in seen:
        for reminder in direct_messages(waiting.person(handle), REMINDER):
            assert "I've asked" not in reminder.text  # The others were asked.
    (latest,) = direct_messages(waiting.carol, REMINDER)
    latest.clicks("I'll take it")
    waiting.ada.sees("@carol has taken Grace Hopper for ENG-1", where="dm")


def test_a_referral_can_be_handed_over_from_the_reminder(waiting: Office) -> None:
    set_clock_and_settle(waiting, day(4, 11))
    (nudge,) = direct_messages(waiting.linus, REMINDER)
    hand_over(nudge, waiting.linus, "priya")
    wait_until_settled(waiting)
    assert "@priya has it now." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    come_to_work(waiting, "priya")
    waiting.priya.sees("@linus handed this to you.", where="dm")
    waiting.ada.sees("@priya has Grace Hopper for ENG-1 now", where="dm")


def test_a_question_to_the_advocate_stops_the_reminders(waiting: Office) -> None:
    waiting.linus.sees("put Grace Hopper forward", where="dm").clicks("Ask the advocate")
    waiting.linus.modal("Ask the advocate").fills("Your question", "Berlin?").submits()
    waiting.ada.sees("@linus asks you about", where="dm")
    set_clock_and_settle(waiting, day(10, 16))
    assert direct_messages(waiting.linus, REMINDER) == []
    assert direct_messages(waiting.margaret, REMINDER) == []
    (nudge,) = direct_messages(waiting.ada, "asked you about Grace Hopper, for ENG-1.")
    assert nudge.buttons == ["Answer", "Later", "Not needed", "Settings"]
    nudge.clicks("Answer")
    waiting.ada.modal("Your answer").fills("Your answer", "Gladly.").submits()
    waiting.linus.sees("Gladly.", where="dm")


def test_the_hiring_manager_owns_referrals_without_a_recruiter(office: Office) -> None:
    post_opening(office, recruiter=None)
    thanks = refer_candidate(office.ada)
    assert "@margaret owns the answer and has until Wednesday" in thanks.text
    come_to_work(office, "margaret")
    office.margaret.sees("@ada put Grace Hopper forward", where="dm")


def test_no_reminder_comes_with_a_card_that_has_just_arrived(office: Office) -> None:
    """The examples are days old, as after a bot that was stopped: their cards come only now."""
    vouch = office.vouch
    assert seed_examples(vouch.database, vouch.workspace, DEMO_CAST, "", office.now())
    wait_until_settled(office)
    linus = office.linus
    linus.sees("put Barbara Liskov forward", where="dm")
    assert direct_messages(linus, REMINDER) == []
    advance_clock(office, days=1)
    assert direct_messages(linus, REMINDER)
