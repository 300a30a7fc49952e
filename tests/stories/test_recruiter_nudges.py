"""An unanswered referral: its owner is reminded after two working days, the next one after five."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.stories.acts import (
    clock_at,
    heard,
    posts_opening,
    refers,
    settled,
    vouches,
)

WAITS = "Who should answer?"


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 3, number, hour, 5, tzinfo=UTC)


@pytest.fixture
def waiting(office: Office) -> Office:
    posts_opening(office)
    vouches(office.ada, offers=())
    settled(office)
    return office


def test_the_owner_after_two_days_and_the_hiring_manager_after_five(waiting: Office) -> None:
    linus, margaret = waiting.linus, waiting.margaret
    clock_at(waiting, day(4, 9))
    assert heard(linus, WAITS) == []
    clock_at(waiting, day(4, 11))
    (nudge,) = heard(linus, WAITS)
    assert (
        "On Monday @ada put Grace Hopper forward for ENG-1: "
        "“She rebuilt our on-call in a quarter”. Who should answer?"
    ) in nudge.text
    assert nudge.buttons == ["I take it", "Hand over", "Later"]
    clock_at(waiting, day(9, 16))
    (passed_on,) = heard(margaret, WAITS)
    assert len(heard(linus, WAITS)) == 1
    passed_on.clicks("I take it")
    waiting.ada.sees("@margaret has taken Grace Hopper for ENG-1", where="dm")
    settled(waiting)
    assert "Done. Thank you." in passed_on.again().text
    (first,) = heard(linus, WAITS)
    assert "@margaret has it now." in first.text
    assert first.buttons == []


def test_the_owners_own_reminder_works(waiting: Office) -> None:
    clock_at(waiting, day(4, 11))
    (nudge,) = heard(waiting.linus, WAITS)
    nudge.clicks("I take it")
    waiting.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
    clock_at(waiting, day(10, 16))
    assert heard(waiting.margaret, WAITS) == []


def test_the_owner_may_still_take_it_once_it_was_passed_on(waiting: Office) -> None:
    clock_at(waiting, day(4, 11))
    (nudge,) = heard(waiting.linus, WAITS)
    clock_at(waiting, day(9, 16))
    nudge.clicks("I take it")
    waiting.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")


def test_it_can_be_handed_over_from_the_reminder(waiting: Office) -> None:
    clock_at(waiting, day(4, 11))
    (nudge,) = heard(waiting.linus, WAITS)
    nudge.clicks("Hand over")
    waiting.linus.modal("Hand over").fills("New owner", "priya").submits()
    settled(waiting)
    assert "@priya has it now." in nudge.again().text
    assert nudge.again().buttons == []
    waiting.priya.sees("@linus handed this to you.", where="dm")
    waiting.ada.sees("@priya has Grace Hopper for ENG-1 now", where="dm")


def test_a_question_is_an_answer(waiting: Office) -> None:
    waiting.linus.sees("put Grace Hopper forward", where="dm").clicks("Ask the advocate")
    waiting.linus.modal("Ask the advocate").fills("Your question", "Berlin?").submits()
    waiting.ada.sees("@linus asks you about", where="dm")
    clock_at(waiting, day(10, 16))
    assert heard(waiting.linus, WAITS) == []
    assert heard(waiting.margaret, WAITS) == []
    (nudge,) = heard(waiting.ada, "asked you about Grace Hopper, for ENG-1.")
    assert nudge.buttons == ["Answer", "Later", "Not needed"]
    nudge.clicks("Answer")
    waiting.ada.modal("Your answer").fills("Your answer", "Gladly.").submits()
    waiting.linus.sees("Gladly.", where="dm")


def test_without_a_recruiter_the_hiring_manager_owns_it(office: Office) -> None:
    posts_opening(office, recruiter=None)
    thanks = refers(office.ada)
    assert "@margaret owns the answer and has until Wednesday" in thanks.text
    office.margaret.sees("@ada put Grace Hopper forward", where="dm")
