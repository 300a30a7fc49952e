"""An advocate takes back what they put forward, alone or while others vouch as well."""

from __future__ import annotations

from sandbox.driver.person import Modal, Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)


def open_withdrawal(person: Person) -> Modal:
    person.opens_home().clicks("Take it back")
    return person.modal("Take it back")


def card_of(office: Office) -> SeenMessage:
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    return card


def test_taking_back_erases_somebody_for_whom_nobody_else_vouches(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada)
    card = card_of(office)
    form = open_withdrawal(office.ada)
    assert "I'll withdraw Grace Hopper from ENG-1" in form.text
    assert "The cards of @linus will say so, and I won't remind anyone about it again." in form.text
    form.closes()
    assert "Grace Hopper" in office.ada.opens_home().text, "nothing happens to who goes back"
    done = submit_and_expect(open_withdrawal(office.ada), "Taken back")
    assert "Grace" not in done.text
    wait_until_settled(office)
    assert "The advocate took it back, and what I held about them is erased." in card.reload().text
    assert not direct_messages(office.ada, "taken back"), "the window has said it"
    assert "Take it back" not in office.ada.opens_home().buttons
    before = len(office.linus.dm())
    advance_clock(office, days=7)
    assert len(office.linus.dm()) == before, "the owner is not reminded of it"
    assert not direct_messages(office.ada, "Grace")


def test_taking_back_leaves_what_others_said(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    card = card_of(office)
    refer_and_endorse(office.bob, saw="He wrote our storage engine.")
    wait_until_settled(office)
    form = open_withdrawal(office.ada)
    assert "Someone else vouches for them too, so they stay in the running" in form.text
    submit_and_expect(form, "Taken back")
    wait_until_settled(office)
    text = card.reload().text
    assert "rebuilt our on-call" not in text
    assert "He wrote our storage engine." in office.linus.dm()[-1].reload().text
    assert "Nobody yet." in office.ada.opens_home().text
    assert "second vouch" not in office.bob.opens_home().text, "his is the first voice now"


def test_once_the_team_is_in_touch_it_stays(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada)
    card = card_of(office)
    form = open_withdrawal(office.ada)
    move_stage(card.reload(), "Contacted", office.linus)
    refused = form.submits()
    assert refused is not None
    assert "The team is already in touch with them" in refused.text
    assert "@linus can end it." in refused.text
    assert "Take it back" not in office.ada.opens_home().buttons
