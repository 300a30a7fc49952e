"""Advocates say hello to someone who was hired, 30 and 90 days after their first day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    erase_candidate,
    move_stage,
    post_opening,
    refer_candidate,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

QUESTION = "I don't know their first day yet, and the check-ins after 30 and 90 days count from it."
HELLO = "Grace Hopper has been here since Thursday 5 March, hired for ENG-1. After"


def test_the_first_day_is_asked_for_and_the_advocates_check_in(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada)
    refer_candidate(office.bob).closes()
    refer_candidate(office.person("dmitri")).closes()
    wait_until_settled(office)
    move_stage(office.linus.sees("@ada put Grace", where="dm").reload(), "Hired", office.linus)
    wait_until_settled(office)
    assert "bonus" not in office.ada.sees("Grace Hopper is hired for ENG-1!", where="dm").text
    advance_clock(office, days=3, hours=1)
    question = office.linus.sees(QUESTION, where="dm")
    assert question.buttons == ["Enter the first day", "Later", "Not needed", "Settings"]
    question.clicks("Enter the first day")
    form = office.linus.modal("First and last day").fills("First day", date(2026, 3, 5))
    assert form.submits() is None
    come_to_work(office, "ada")
    office.ada.sees("May I congratulate you both", where="dm").clicks("No, thanks")
    assert "said hello" not in office.ada.opens_home().text.lower(), "its day has not come"

    advance_clock(office, days=30)
    come_to_work(office, "ada", "bob")
    first = office.ada.sees(f"{HELLO} 30 days, a hello from you goes a long way.", where="dm")
    assert "What they tell you stays between you." in first.text
    first.clicks("I said hello")
    with suppress(AssertionError):  # The button may be gone before the second tap.
        first.clicks("I said hello")
    wait_until_settled(office)
    assert "You said hello. Thank you" in first.reload().text
    office.bob.sees(f"{HELLO} 30 days", where="dm").clicks("Not needed")
    wait_until_settled(office)

    # Dmitri ignores it twice, and is left alone until the next one.
    advance_clock(office, days=21)
    come_to_work(office, "dmitri")
    assert len(direct_messages(office.person("dmitri"), f"{HELLO} 30 days")) == 2
    assert len(direct_messages(office.ada, f"{HELLO} 30 days")) == 0
    change_account(office, "dmitri", deleted=True)
    advance_clock(office, hours=2)

    # On the second day Ada is asked again; then Grace leaves, and nobody is asked any more.
    advance_clock(office, days=39)
    come_to_work(office, "ada", "bob")
    second = office.ada.sees(f"{HELLO} 90 days", where="dm")
    assert len(direct_messages(office.person("dmitri"), HELLO)) == 2
    second.clicks("Later")
    assert office.ada.modal("Later").submits() is None
    office.linus.opens_home()
    wait_until_settled(office)
    assert "I'll come back to it on" in second.reload().text


def test_where_nobody_wants_it_nobody_is_asked(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    wait_until_settled(office)
    move_stage(office.linus.sees("@ada put Grace", where="dm").reload(), "Hired", office.linus)
    wait_until_settled(office)
    advance_clock(office, days=3, hours=1)
    office.linus.sees(QUESTION, where="dm").clicks("Not needed")
    advance_clock(office, days=120)
    assert not direct_messages(office.linus, QUESTION)
    assert not direct_messages(office.ada, "a hello from you")


def test_nobody_asks_for_the_first_day_of_someone_who_was_erased(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    wait_until_settled(office)
    card = office.linus.sees("@ada put Grace", where="dm").reload()
    move_stage(card, "Hired", office.linus)
    wait_until_settled(office)
    card.reload().clicks("Read in full")
    erase_candidate(office.linus.modal("Referral"))
    advance_clock(office, days=3, hours=1)
    assert not direct_messages(office.linus, "I don't know their first day yet")
    assert "first day" not in office.linus.opens_home().text
