"""The same candidate comes again after "not now": the owner is asked again, and answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.driver.person import Modal
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account, set_recruiters

REMINDER = "because you can give an answer"
THURSDAY = datetime(2026, 3, 5, 15, 5, tzinfo=UTC)


def end_with_not_now(office: Office, *, stage: str = "Not now") -> None:
    """Ada's referral of Grace has had its answer on Monday, and the office is on Thursday."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("I'll take it")
    office.ada.sees("@linus has taken Grace Hopper", where="dm")
    reason = "The timing didn't work" if stage != "Hired" else None
    look_again = "Not again" if stage == "Not now" else None
    move_stage(card.reload(), stage, office.linus, reason=reason, look_again=look_again)
    set_clock_and_settle(office, THURSDAY)


def put_forward_again(office: Office, handle: str) -> Modal:
    thanks = refer_candidate(office.person(handle))
    wait_until_settled(office)
    return thanks


@pytest.mark.parametrize("handle", ["ada", "bob"])
def test_the_owner_is_asked_again_and_reminded(office: Office, handle: str) -> None:
    end_with_not_now(office)
    known = len(direct_messages(office.linus, "Grace Hopper"))
    thanks = put_forward_again(office, handle)
    assert "@linus owns the answer and has until" in thanks.text
    cards = direct_messages(office.linus, "It had an answer before")
    assert len(direct_messages(office.linus, "Grace Hopper")) == known + 1
    assert "It's your turn" in cards[-1].text
    home = office.linus.opens_home()
    assert "Grace Hopper" in home.text
    assert "I'll take it" in home.buttons
    for day in (9, 10):
        set_clock_and_settle(office, datetime(2026, 3, day, 10, 5, tzinfo=UTC))
    (reminder,) = direct_messages(office.linus, REMINDER)
    reminder.clicks("I'll take it")
    wait_until_settled(office)
    come_to_work(office, "ada", handle)
    for each in {"ada", handle}:
        office.person(each).sees("@linus has taken Grace Hopper", where="dm")


def test_the_first_advocate_is_told_and_keeps_the_first_credit(office: Office) -> None:
    end_with_not_now(office)
    put_forward_again(office, "bob")
    told = office.ada.sees("was put forward for ENG-1 again", where="dm")
    assert "@bob" not in told.text
    assert "Yours is a second vouch" in office.bob.opens_home().text
    assert "New since" in office.ada.opens_home().text


def test_the_advocates_hear_every_week_again(office: Office) -> None:
    end_with_not_now(office)
    put_forward_again(office, "ada")
    advance_clock(office, days=7, hours=0.5)
    office.ada.sees("No reply yet on Grace Hopper for ENG-1 as of", where="dm")


def test_a_second_not_now_ends_it_again_and_a_third_time_reopens_it(office: Office) -> None:
    end_with_not_now(office)
    for times in (1, 2):
        put_forward_again(office, "ada")
        cards = direct_messages(office.linus, "It had an answer before")
        assert cards, times
        reason, no_day = "The timing didn't work", "Not again"
        move_stage(cards[-1], "Not now", office.linus, reason=reason, look_again=no_day)
        wait_until_settled(office)
        assert "Grace" not in office.linus.opens_home().text


def test_it_goes_to_somebody_else_where_the_owner_may_not_answer_any_more(office: Office) -> None:
    end_with_not_now(office)
    set_recruiters(office, "priya")
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=2)
    thanks = put_forward_again(office, "bob")
    assert "@linus" not in thanks.text
    assert "@margaret owns the answer" in thanks.text
    office.margaret.sees("@bob vouches for Grace Hopper too", where="dm")


def test_an_owner_who_puts_them_forward_again_does_not_answer_it(office: Office) -> None:
    end_with_not_now(office)
    thanks = put_forward_again(office, "linus")
    assert "@margaret owns the answer" in thanks.text


def test_a_candidate_who_was_hired_is_not_asked_about_again(office: Office) -> None:
    end_with_not_now(office, stage="Hired")
    known = len(office.linus.dm())
    thanks = put_forward_again(office, "ada")
    assert "This one has an answer: hired." in thanks.text
    assert len(office.linus.dm()) == known
