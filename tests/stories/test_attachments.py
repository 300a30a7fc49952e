"""An advocate attaches a link or a résumé; a copy for the desk goes with the candidate."""

from __future__ import annotations

import pytest

from sandbox.driver.client import RefusedError, wait_for
from sandbox.driver.person import Modal, Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    WAIT_SECONDS,
    advance_clock,
    come_to_work,
    erase_candidate,
    fill_lead_form,
    hand_over,
    post_opening,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

CV = b"%PDF-1.7 twenty years of storage"
LINK = "https://cv.example.com/grace"


def open_form(person: Person) -> Modal:
    return fill_lead_form(person.types("/refer ENG-1").modal("Refer someone"))


def attach(person: Person, content: bytes = CV) -> None:
    form = open_form(person).gives("Résumé", "Grace Hopper.pdf", content)
    submit_and_expect(form, "Thank you").closes(clear=True)


def copies(person: Person) -> list[SeenMessage]:
    return [each for each in person.dm() if "The résumé that @ada attached." in each.text]


def is_deleted(message: SeenMessage) -> bool:
    return [file["mode"] for file in message.message["files"]] == ["tombstone"]


def test_a_copy_goes_to_who_answers_and_is_erased_with_the_candidate(office: Office) -> None:
    post_opening(office)
    form = open_form(office.ada).fills("Link to a résumé or portfolio", LINK)
    form.gives("Résumé", "Grace Hopper.pdf", CV)
    # Choosing another role redraws the form, which keeps the file.
    form.picks("Opening", "ENG-1")
    submit_and_expect(office.ada.modal("Refer someone"), "Thank you").closes(clear=True)
    come_to_work(office, "linus")
    linus, priya, margaret = office.linus, office.priya, office.margaret
    card = linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    assert "Link to a résumé or portfolio · résumé attached" in card.text
    assert LINK in str(card.message)
    assert wait_for(lambda: len(copies(linus)) == 1, WAIT_SECONDS)
    (copy,) = copies(linus)
    assert copy.message["thread_ts"] == card.ts
    (file,) = copy.message["files"]
    assert office.slack.engine.store.read_file(file["id"]) == CV
    assert "Grace" not in str(copy.message)
    come_to_work(office, "ada")
    office.ada.sees("Please delete your own copy", where="dm")
    office.ada.deletes_file("Grace Hopper.pdf")
    # Whoever takes the referral over gets a copy of the first copy, under a card of their own.
    hand_over(card, linus, "priya")
    come_to_work(office, "priya")
    assert wait_for(lambda: len(copies(priya)) == 1, WAIT_SECONDS)
    # The hiring manager asks for one, and may do so again.
    come_to_work(office, "margaret")
    for count in (1, 2):
        margaret.sees("Grace Hopper", where="dm").clicks("Read in full")
        window = margaret.modal("Referral")
        window.clicks("Send me the résumé")
        margaret.modal().sees("It's on its way to your direct messages with me.")
        margaret.modal().closes(clear=True)
        wait_until_settled(office)
        assert len(copies(margaret)) == count
    priya.sees("Grace Hopper", where="dm").clicks("Read in full")
    erase_candidate(priya.modal("Referral"))
    readers = (linus, priya, margaret)
    assert wait_for(
        lambda: all(is_deleted(each) for who in readers for each in copies(who)), WAIT_SECONDS
    )
    assert sum(len(copies(who)) for who in readers) == 4


def test_what_cannot_be_attached_is_said_under_the_field(office: Office) -> None:
    post_opening(office)
    form = open_form(office.ada).fills("Do they know?", "I'll ask")
    form.fills("Link to a résumé or portfolio", "cv.example.com").gives("Résumé", "cv.txt", b"CV")
    refused = submit_and_expect_errors(
        form,
        {
            "Link to a résumé or portfolio": (
                "A link starts with https:// or http://. Open the page and copy its address."
            ),
            "Résumé": (
                "This travels only with their agreement. Choose “They agreed” if they have, or "
                "take it out."
            ),
        },
    )
    with pytest.raises(RefusedError):  # by Slack's own client
        refused.gives("Résumé", "cv.exe", CV)
    # The form is closed and opened again: the link comes back, and the file does not.
    refused.closes(clear=True)
    form = office.ada.types("/refer").modal("Refer someone")
    assert "cv.example.com" in form.text
    form.closes(clear=True)


def test_a_file_that_is_gone_and_an_owner_who_left(office: Office) -> None:
    post_opening(office)
    attach(office.ada)
    office.ada.deletes_file("Grace Hopper.pdf")
    come_to_work(office, "linus")
    come_to_work(office, "ada")
    gone = office.ada.sees("was gone from Slack before I could pass it on", where="dm")
    gone.clicks("Attach it again")
    form = office.ada.modal("Attach a résumé").gives("Résumé", "again.pdf", CV)
    assert form.submits() is None
    office.slack.deactivate("linus")
    advance_clock(office, hours=2)
    come_to_work(office, "margaret")
    assert wait_for(lambda: len(copies(office.margaret)) == 1, WAIT_SECONDS)
    assert copies(office.linus) == []
    # Linus is back as the owner, gives the referral away, and gets it back: with the copy that he
    # did not get before.
    office.slack.reactivate("linus")
    advance_clock(office, hours=2)
    come_to_work(office, "linus")
    for giver, taker in ((office.linus, "priya"), (office.priya, "linus")):
        hand_over(giver.sees("Grace Hopper forward for ENG-1", where="dm"), giver, taker)
        come_to_work(office, taker)
    assert wait_for(lambda: len(copies(office.linus)) == 1, WAIT_SECONDS)
