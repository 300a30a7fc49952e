"""An advocate sees what the hiring manager will read, adds a line, sends it and gets the answer."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Modal, Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    fill_lead_form,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    submit_and_expect,
    submit_and_expect_errors,
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
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    advance_clock(office, days=3, hours=1)
    return office.ada.sees("you offered to tell @margaret about Grace Hopper", where="dm")


def open_preview(person: Person, message: SeenMessage, button: str = "Send") -> Modal:
    message.clicks(button)
    return person.modal("Before it goes")


def send_word(person: Person, message: SeenMessage, button: str = "Send", line: str = "") -> None:
    assert open_preview(person, message, button).fills("A line of your own", line).submits() is None


def test_the_note_is_previewed_sent_once_and_answered(office: Office, nudge: SeenMessage) -> None:
    assert nudge.buttons == ["Send", "Later", "Not needed", "Settings"]
    assert "you'll see what @margaret reads" in nudge.text
    preview = open_preview(office.ada, nudge)
    assert "@margaret will read this" in preview.text
    assert NOTE in preview.text
    assert SAW in preview.text
    wait_until_settled(office)
    assert direct_messages(office.margaret, NOTE) == []
    too_long = preview.fills("A line of your own", "x" * 501).submits()
    assert too_long is not None
    assert "at most 500" in str(too_long.errors)
    preview.fills("A line of your own", "Ask her about <Initech>.")
    run_concurrently(preview.submits, preview.submits)
    come_to_work(office, "margaret", "ada")
    note = office.margaret.sees(NOTE, where="dm")
    assert SAW in note.text
    assert note.text.index("Ask her about <Initech>.") < note.text.index(SAW)
    assert "@ada worked with them · I'd put my name on it" in note.text
    wait_until_settled(office)
    assert len(direct_messages(office.margaret, NOTE)) == 1
    assert "Sent to @margaret. Thank you." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has had a word with the hiring manager." in card.text
    assert "and acted on it" in office.linus.opens_home().text

    note.clicks("Reply")
    form = office.margaret.modal("Your reply")
    submit_and_expect_errors(form.fills("Your reply", "  "), {"Your reply": "Your reply is empty."})
    form.fills("Your reply", "I want to <meet> her.")
    run_concurrently(form.submits, form.submits)
    notice = office.ada.sees("@margaret replied to your word about Grace Hopper", where="dm")
    assert "I want to <meet> her." in notice.text
    wait_until_settled(office)
    assert "You answered: I want to <meet> her." in note.reload().text.replace("\n", " ")
    assert note.reload().buttons == []
    assert "@margaret answered @ada:" in card.reload().text
    assert len(direct_messages(office.ada, "replied to your word")) == 1


def test_the_note_can_be_sent_from_the_acknowledgement(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=[OFFER])
    thanks = office.ada.sees("You offered to tell the hiring manager", where="dm")
    send_word(office.ada, thanks, "Tell the hiring manager")
    come_to_work(office, "margaret")
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
    assert "You're the hiring manager here, and your card has these words already." in refusal.text
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
    client.post_admin("change_user", user=client.user_id("margaret"), deleted=True)
    advance_clock(office, hours=1)
    office.linus.sees("with @linus", where="#hiring")  # The second look is over.
    send_word(office.ada, nudge)
    office.linus.sees(NOTE, where="dm").clicks("Reply")
    office.linus.modal("Your reply").fills("Your reply", "She is next.").submits()
    office.ada.sees("@linus replied to your word about Grace Hopper", where="dm")


def test_two_advocates_send_separate_notes(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=[OFFER])
    endorse_from_thanks(
        refer_candidate(office.bob, name="Gracie"), saw="Calm in a fire.", offers=[OFFER]
    )
    for person in (office.ada, office.bob):
        thanks = person.sees("You offered to tell", where="dm")
        send_word(person, thanks, "Tell the hiring manager")
    come_to_work(office, "margaret", "bob")
    office.margaret.sees("@bob has a word for you about Grace Hopper", where="dm").clicks("Reply")
    office.margaret.modal("Your reply").fills("Your reply", "Thank you, Bob.").submits()
    office.bob.sees("@margaret replied to your word about Gracie", where="dm")
    wait_until_settled(office)
    assert direct_messages(office.ada, "replied to your word") == []
    assert len(direct_messages(office.margaret, "has a word for you")) == 2


def test_a_disclosed_conflict_stands_in_the_note(office: Office) -> None:
    post_opening(office)
    thanks = refer_candidate(office.ada)
    form = thanks.clicks("Say more now")
    assert form is not None
    form = form.next_modal("Your endorsement")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "I'd recommend")
    page = submit_and_expect(form, "Your endorsement")
    page.fills("What will you do for them?", [OFFER])
    page.fills("Anything the team should know?", ["We're related or close"])
    assert page.submits() is None
    offer = office.ada.sees("You offered to tell", where="dm")
    preview = open_preview(office.ada, offer, "Tell the hiring manager")
    assert "Disclosed: " in preview.text
    preview.closes()  # abandoned: nothing is sent, and it can be opened again
    wait_until_settled(office)
    assert direct_messages(office.margaret, NOTE) == []
    send_word(office.ada, offer, "Tell the hiring manager")
    come_to_work(office, "margaret")
    assert "Disclosed: " in office.margaret.sees(NOTE, where="dm").text


def test_the_note_is_not_sent_once_the_referral_has_ended(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=[OFFER])
    preview = open_preview(
        office.ada, office.ada.sees("You offered", where="dm"), "Tell the hiring manager"
    )
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    move_stage(card, "Withdrawn", office.linus, reason="The candidate chose something else")
    refusal = preview.submits()
    assert refusal is not None
    wait_until_settled(office)
    assert direct_messages(office.margaret, NOTE) == []
