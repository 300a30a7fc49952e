"""An advocate tells the candidate how it ended, with a note that is drafted for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.driver.person import Modal, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    open_manage_form,
    post_opening,
    refer_candidate,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

OFFER = "I've drafted a kind note to Grace, if you'd like to be the one who tells them."
OFFERS = {
    "Hired": "I've drafted a note to congratulate Grace",
    "Withdrawn": "I've drafted a kind note to Grace, if you'd like to send one.",
}


def open_note(office: Office, news: SeenMessage) -> Modal:
    news.clicks("Open the note")
    return office.ada.modal("A note to them")


@pytest.mark.parametrize(
    ("stage", "reason", "said"),
    [
        ("Hired", None, "the Staff Engineer, Storage role is yours, and I'm so glad!"),
        ("Not now", "The timing didn't work", "it isn't going further this time. The timing"),
        ("Withdrawn", "The candidate chose something else", "I hear you've chosen something else"),
    ],
)
def test_every_outcome_comes_with_a_note(
    office: Office, card: SeenMessage, stage: str, reason: str | None, said: str
) -> None:
    move_stage(card, stage, office.linus, reason=reason, note="For Ada <alone>.")
    offer = OFFERS.get(stage, OFFER)
    news = office.ada.sees(offer, where="dm")
    note = open_note(office, news)
    text = str(note.value("The note"))
    assert text.startswith("Hi Grace,")
    assert text.endswith("Ada")
    assert said in text
    assert SAW in text
    assert "alone" not in text  # the owner's word is for the advocate
    assert "Open it as a mail" in note.text
    note.closes()  # abandoned: it can be opened again
    note = open_note(office, news).fills("The note", "My own <words>.")
    run_concurrently(note.submits, note.submits)
    wait_until_settled(office)
    assert "You've told Grace. Thank you." in news.reload().text
    assert "Open the note" not in news.reload().buttons
    assert "My own" not in "\n".join(each.text for each in office.linus.dm())


@pytest.mark.usefixtures("card")
def test_a_closed_opening_offers_a_note_to_every_advocate(office: Office) -> None:
    refer_candidate(office.bob, name="Gracie")
    manage = open_manage_form(office.linus).fills("Change it to", "Close: not filled")
    manage.submits()
    advance_clock(office, days=3)
    news = office.ada.sees(OFFER, where="dm")
    assert "closed without anyone being hired" in str(open_note(office, news).value("The note"))
    come_to_work(office, "bob")
    theirs = office.bob.sees("a kind note to Gracie", where="dm")
    theirs.clicks("Open the note")
    note = office.bob.modal("A note to them")
    assert SAW not in str(note.value("The note"))  # that is what Ada saw
    assert note.submits() is None
    wait_until_settled(office)
    assert "Open the note" in news.reload().buttons
    assert "Open the note" not in theirs.reload().buttons


def test_no_note_once_the_referral_is_open_again(office: Office, card: SeenMessage) -> None:
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    news = office.ada.sees(OFFER, where="dm")
    note = open_note(office, news)
    refer_candidate(office.bob, name="Grace Hopper")
    wait_until_settled(office)
    refused = note.submits()
    assert refused is not None
    assert "the referral is open again" in refused.text


def test_no_note_about_a_candidate_who_knows_nothing_of_it(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada, knows="I'll ask them")
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    news = office.ada.sees("isn't going further", where="dm")
    assert "Open the note" not in news.buttons


def test_an_advocate_who_has_left_gets_no_note(office: Office, card: SeenMessage) -> None:
    change_account(office, "ada", deleted=True)
    advance_clock(office, hours=2)
    office.set_clock(datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    wait_until_settled(office)
    assert direct_messages(office.ada, "kind note") == []
