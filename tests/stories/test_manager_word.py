"""An advocate sends the hiring manager a note with one click and gets the answer."""

from __future__ import annotations

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    endorse_from_thanks,
    fill_lead_form,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    submit_and_expect,
    wait_until_settled,
)

OFFER = "Have a word with the hiring manager"
SAW = "She rebuilt our <on-call> in a quarter & *slept*."
NOTE = "@ada has a word for you about Grace Hopper, for ENG-1"


@pytest.fixture
def nudge(office: Office) -> SeenMessage:
    """The nudge three working days after Ada offered to tell the hiring manager."""
    post_opening(office)
    refer_and_endorse(office.ada, saw=SAW, offers=[OFFER])
    wait_until_settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I take it")
    advance_clock(office, days=3, hours=1)
    return office.ada.sees("you offered to tell @margaret about Grace Hopper", where="dm")


def test_one_click_sends_the_note_and_the_advocate_gets_the_answer(
    office: Office, nudge: SeenMessage
) -> None:
    assert nudge.buttons == ["Send", "Later", "Not needed"]
    run_concurrently(lambda: nudge.clicks("Send"), lambda: nudge.clicks("Send"))
    note = office.margaret.sees(NOTE, where="dm")
    assert SAW in note.text
    assert "@ada worked with them · I'd put my name on it" in note.text
    wait_until_settled(office)
    assert len(direct_messages(office.margaret, NOTE)) == 1
    assert "Sent. Thank you: @margaret has your words." in nudge.reload().text
    assert nudge.reload().buttons == []
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has had a word with the hiring manager." in card.text
    assert "Advocated." in office.linus.opens_home().text

    note.clicks("Reply")
    form = office.margaret.modal("Your reply")
    empty = form.fills("Your reply", "  ").submits()
    assert empty is not None
    assert empty.errors == {"Your reply": "Your reply is empty."}
    form.fills("Your reply", "I want to <meet> her.")
    run_concurrently(form.submits, form.submits)
    notice = office.ada.sees("@margaret answers your word about Grace Hopper", where="dm")
    assert "I want to <meet> her." in notice.text
    wait_until_settled(office)
    assert "You answered: I want to <meet> her." in note.reload().text.replace("\n", " ")
    assert note.reload().buttons == []
    assert "@margaret answered @ada:" in card.reload().text
    assert len(direct_messages(office.ada, "answers your word")) == 1


def test_the_note_can_be_sent_from_the_acknowledgement(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=[OFFER])
    thanks = office.ada.sees("You offered to tell the hiring manager", where="dm")
    thanks.clicks("Tell the hiring manager")
    office.margaret.sees(NOTE, where="dm")
    wait_until_settled(office)
    assert "You had a word with the hiring manager. Thank you" in thanks.reload().text
    advance_clock(office, days=3, hours=1)
    assert direct_messages(office.ada, "you offered to tell") == []


def test_no_note_when_the_advocate_decides_or_there_is_no_hiring_manager(office: Office) -> None:
    """The advocate is the hiring manager, or the referral is general."""
    post_opening(office)
    refer_and_endorse(office.margaret, offers=[OFFER])
    office.margaret.sees("You offered to tell", where="dm").clicks("Tell the hiring manager")
    refusal = office.margaret.modal("Vouch")
    assert "You decide on this one yourself: your words stand on its card already." in refusal.text
    refusal.closes()

    form = office.ada.types("/refer").modal().picks("Opening", "No role yet")
    thanks = submit_and_expect(
        fill_lead_form(form, name="Alan", email="alan@example.com"), "Thank you"
    )
    thanks.clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "I'd recommend")
    second_page = submit_and_expect(form, "Your endorsement")
    with pytest.raises(AssertionError, match="does not offer"):
        second_page.fills("What will you do for them?", [OFFER])


def test_the_recruiter_gets_the_note_when_the_manager_has_left(
    office: Office, nudge: SeenMessage
) -> None:
    client = office.carol.client
    client.post_admin("user", user=client.user_id("margaret"), deleted=True)
    advance_clock(office, hours=1)
    nudge.clicks("Send")
    office.linus.sees(NOTE, where="dm").clicks("Reply")
    office.linus.modal("Your reply").fills("Your reply", "She is next.").submits()
    office.ada.sees("@linus answers your word about Grace Hopper", where="dm")


def test_two_advocates_send_separate_notes(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=[OFFER])
    endorse_from_thanks(
        refer_candidate(office.bob, name="Gracie"), saw="Calm in a fire.", offers=[OFFER]
    )
    for person in (office.ada, office.bob):
        person.sees("You offered to tell", where="dm").clicks("Tell the hiring manager")
    office.margaret.sees("@bob has a word for you about Grace Hopper", where="dm").clicks("Reply")
    office.margaret.modal("Your reply").fills("Your reply", "Thank you, Bob.").submits()
    office.bob.sees("@margaret answers your word about Gracie", where="dm")
    wait_until_settled(office)
    assert direct_messages(office.ada, "answers your word") == []
    assert len(direct_messages(office.margaret, "has a word for you")) == 2
