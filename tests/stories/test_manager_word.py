"""A word with the hiring manager: one tap, in the advocate's words, and the answer comes back."""

from __future__ import annotations

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.acts import (
    at_once,
    fills_lead,
    heard,
    later,
    posts_opening,
    refers,
    says_more,
    settled,
    submitted,
    vouches,
)

OFFER = "Have a word with the hiring manager"
SAW = "She rebuilt our <on-call> in a quarter & *slept*."
WORD = "@ada has a word for you about Grace Hopper, for ENG-1"


@pytest.fixture
def nudge(office: Office) -> SeenMessage:
    """Ada has offered it, and three working days have passed."""
    posts_opening(office)
    vouches(office.ada, saw=SAW, offers=[OFFER])
    settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I take it")
    later(office, days=3, hours=1)
    return office.ada.sees("you offered to tell @margaret about Grace Hopper", where="dm")


def test_one_tap_carries_the_words_and_the_answer_comes_back(
    office: Office, nudge: SeenMessage
) -> None:
    assert nudge.buttons == ["Send", "Later", "Not needed"]
    at_once(lambda: nudge.clicks("Send"), lambda: nudge.clicks("Send"))
    word = office.margaret.sees(WORD, where="dm")
    assert SAW in word.text
    assert "@ada worked with them · I'd put my name on it" in word.text
    settled(office)
    assert len(heard(office.margaret, WORD)) == 1
    assert "Sent. Thank you: @margaret has your words." in nudge.again().text
    assert nudge.again().buttons == []
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has had a word with the hiring manager." in card.text
    assert "Advocated." in office.linus.opens_home().text

    word.clicks("Reply")
    form = office.margaret.modal("Your reply")
    empty = form.fills("Your reply", "  ").submits()
    assert empty is not None
    assert empty.errors == {"Your reply": "Your reply is empty."}
    other = form
    form.fills("Your reply", "I want to <meet> her.")
    at_once(form.submits, form.submits)
    told = office.ada.sees("@margaret answers your word about Grace Hopper", where="dm")
    assert "I want to <meet> her." in told.text
    settled(office)
    assert "You answered: I want to <meet> her." in word.again().text.replace("\n", " ")
    assert word.again().buttons == []
    assert "@margaret answered @ada:" in card.again().text
    del other
    assert len(heard(office.ada, "answers your word")) == 1


def test_from_the_acknowledgement(office: Office) -> None:
    posts_opening(office)
    vouches(office.ada, offers=[OFFER])
    thanks = office.ada.sees("You offered to tell the hiring manager", where="dm")
    thanks.clicks("Tell the hiring manager")
    office.margaret.sees(WORD, where="dm")
    settled(office)
    assert "You had a word with the hiring manager. Thank you" in thanks.again().text
    later(office, days=3, hours=1)
    assert heard(office.ada, "you offered to tell") == []


def test_where_there_is_nobody_to_tell(office: Office) -> None:
    """The advocate decides herself; a general referral has no hiring manager to offer it for."""
    posts_opening(office)
    vouches(office.margaret, offers=[OFFER])
    office.margaret.sees("You offered to tell", where="dm").clicks("Tell the hiring manager")
    no = office.margaret.modal("Vouch")
    assert "You decide on this one yourself: your words stand on its card already." in no.text
    no.closes()

    form = office.ada.types("/refer").modal().picks("Opening", "No role yet")
    thanks = submitted(fills_lead(form, name="Alan", email="alan@example.com"), "Thank you")
    thanks.clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "I'd recommend")
    step = submitted(form, "Your endorsement")
    with pytest.raises(AssertionError, match="does not offer"):
        step.fills("What will you do for them?", [OFFER])


def test_who_decides_now_is_told_when_the_manager_has_left(
    office: Office, nudge: SeenMessage
) -> None:
    client = office.carol.client
    client.post_admin("user", user=client.user_id("margaret"), deleted=True)
    settled(office)
    nudge.clicks("Send")
    office.linus.sees(WORD, where="dm").clicks("Reply")
    office.linus.modal("Your reply").fills("Your reply", "She is next.").submits()
    office.ada.sees("@linus answers your word about Grace Hopper", where="dm")


def test_a_second_advocate_has_a_word_of_their_own(office: Office) -> None:
    posts_opening(office)
    vouches(office.ada, offers=[OFFER])
    says_more(refers(office.bob, name="Gracie"), saw="Calm in a fire.", offers=[OFFER])
    for person in (office.ada, office.bob):
        person.sees("You offered to tell", where="dm").clicks("Tell the hiring manager")
    office.margaret.sees("@bob has a word for you about Grace Hopper", where="dm").clicks("Reply")
    office.margaret.modal("Your reply").fills("Your reply", "Thank you, Bob.").submits()
    office.bob.sees("@margaret answers your word about Gracie", where="dm")
    settled(office)
    assert heard(office.ada, "answers your word") == []
    assert len(heard(office.margaret, "has a word for you")) == 2
