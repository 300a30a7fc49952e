"""An opening is filled or closed, and everyone who was put forward for it gets an answer."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.driver.person import Modal
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    open_manage_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)


@pytest.fixture
def busy_office(office: Office) -> Office:
    """ENG-1, for which Ada and Bob have put three people forward, and ENG-2."""
    post_opening(office)
    post_opening(office, title="Data Engineer")
    refer_candidate(office.ada)
    refer_candidate(office.ada, name="Katherine Johnson", email="katherine@example.com")
    refer_candidate(office.bob, name="Alan Turing", email="alan@example.com")
    wait_until_settled(office)
    return office


def end_opening(office: Office, how: str = "Filled: someone has accepted") -> Modal:
    """End ENG-1 as its recruiter, and return the form that follows."""
    manage = open_manage_form(office.linus).fills("Change it to", how)
    return submit_and_expect(manage, "Who hears what?")


def test_one_is_hired_and_the_others_hear_why(busy_office: Office) -> None:
    form = end_opening(busy_office)
    assert "3 people put forward for it have no answer yet." in form.text
    form.fills("Who was hired?", "Grace Hopper")
    assert "I'll tell the advocates of all 3" in submit_and_expect(form, "Who hears what?").text
    come_to_work(busy_office, "ada", "bob")
    busy_office.ada.sees("Grace Hopper is hired for ENG-1!", where="dm")
    busy_office.ada.sees("Katherine Johnson isn't going further for ENG-1", where="dm")
    news = busy_office.bob.sees("Alan Turing isn't going further for ENG-1", where="dm")
    assert "the role was filled" in news.text


def test_exceptions_survive_paging_and_closing(busy_office: Office) -> None:
    form = end_opening(busy_office)
    form.clicks("Decide some one by one")
    page = form.next_modal("One by one")
    assert page.text.count("Like everyone else.") == 3
    page.clicks("Change")
    one = page.sees("What happens to this one?")
    one.fills("What happens to this one?", "Put forward for another opening")
    one = one.sees("Which opening?").picks("Which opening?", "ENG-2")
    page = submit_and_expect(one, "One by one")
    assert "Moves to ENG-2 Data Engineer." in page.text
    page.closes()
    wait_until_settled(busy_office)
    advance_clock(busy_office, hours=2)
    question = busy_office.linus.sees("You have until", where="dm")
    question.clicks("Decide")
    form = busy_office.linus.modal("Who hears what?")
    assert "Change some one by one (1 so far)" in form.buttons
    submit_and_expect(form, "Who hears what?")
    come_to_work(busy_office, "ada", "bob")
    busy_office.ada.sees("Grace Hopper is now in the running for ENG-2", where="dm")
    moved = busy_office.linus.sees("put Grace Hopper forward for ENG-2", where="dm")
    assert "It came over from ENG-1, which has ended." in moved.text
    assert "It had an answer before" not in moved.text
    busy_office.bob.sees("Alan Turing isn't going further for ENG-1", where="dm")
    wait_until_settled(busy_office)
    assert "has an answer" in question.reload().text
    for _ in range(4):
        advance_clock(busy_office, days=1)
    invitation = busy_office.ada.sees("What you saw them do", where="dm")
    assert "you put Grace Hopper forward, now for ENG-2" in invitation.text
    reminder = busy_office.linus.sees("is waiting for your first answer", where="dm")
    assert "@ada put Grace Hopper forward, now for ENG-2" in reminder.text


def test_what_nobody_decides_ends_two_working_days_later(busy_office: Office) -> None:
    end_opening(busy_office, "Close: not filled").closes()
    advance_clock(busy_office, days=1, hours=20)
    wait_until_settled(busy_office)
    assert not direct_messages(busy_office.ada, "isn't going further")
    advance_clock(busy_office, hours=8)
    come_to_work(busy_office, "ada", "bob")
    news = busy_office.ada.sees("Grace Hopper isn't going further for ENG-1", where="dm")
    assert "the role was closed" in news.text
    busy_office.bob.sees("Alan Turing isn't going further for ENG-1", where="dm")


def test_a_closing_date_asks_the_recruiter(office: Office) -> None:
    post_opening(office, closes_on=date(2026, 3, 4))
    refer_candidate(office.ada)
    wait_until_settled(office)
    advance_clock(office, days=3, hours=4)
    office.linus.sees("ENG-1 Staff Engineer, Storage is closed. One person", where="dm")
    advance_clock(office, days=5)
    office.ada.sees("Grace Hopper isn't going further for ENG-1", where="dm")


def test_a_kept_referral_stays_open_until_its_date(busy_office: Office) -> None:
    form = end_opening(busy_office)
    form.fills("Everyone else", "Keep open until a date")
    form = busy_office.linus.modal("Who hears what?")
    assert "What you've chosen so far is kept." in form.text
    form.clicks("Start over")
    form = busy_office.linus.modal("Who hears what?")
    assert form.value("Everyone else") == "Not now, and say why"
    assert "What you've chosen so far is kept." not in form.text
    form.fills("Everyone else", "Keep open until a date")
    form = busy_office.linus.modal("Who hears what?")
    form.fills("Until", date(2026, 3, 1))
    assert form.submits() is not None
    assert "Choose tomorrow or a later day." in str(form.errors)
    form = busy_office.linus.modal("Who hears what?").fills("Until", date(2026, 3, 20))
    submit_and_expect(form, "Who hears what?")
    come_to_work(busy_office, "bob")
    kept = "is filled, but Alan Turing stays in the running until Friday 20 March."
    assert kept in busy_office.bob.sees("stays in the running", where="dm").text
    advance_clock(busy_office, days=12)
    wait_until_settled(busy_office)
    assert not direct_messages(busy_office.bob, "isn't going further")
    advance_clock(busy_office, days=9)
    come_to_work(busy_office, "bob")
    busy_office.bob.sees("Alan Turing isn't going further for ENG-1", where="dm")


def test_reopening_keeps_everybody_in_the_running(busy_office: Office) -> None:
    end_opening(busy_office, "Close: not filled").closes()
    wait_until_settled(busy_office)
    busy_office.linus.sees("ENG-1", where="#hiring").reload().clicks("Details")
    busy_office.linus.modal("Opening").clicks("Manage")
    manage = busy_office.linus.modal("Manage opening")
    assert manage.fills("Change it to", "Reopen: take referrals again").submits() is None
    advance_clock(busy_office, days=6)
    wait_until_settled(busy_office)
    assert not direct_messages(busy_office.ada, "isn't going further")
