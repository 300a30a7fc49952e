"""A stage is put right although more has happened: a question, a hand-over, or news on its way."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    hand_over,
    move_stage,
    post_opening,
    refer_candidate,
    wait_until_settled,
)

ASKED = "@linus asks you about Grace Hopper"
UNANSWERED = "is waiting for your first answer"


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """Linus's card of Grace, who is new. Ada in London and Bob in New York vouch for her."""
    post_opening(office)
    refer_candidate(office.ada).closes()
    refer_candidate(office.bob).closes()
    wait_until_settled(office)
    return office.linus.sees("@ada put Grace Hopper forward", where="dm")


def ask(owner: Person, card: SeenMessage, whom: str) -> None:
    card.clicks("Ask the advocate")
    form = owner.modal("Ask the advocate").fills("Your question", "Who else was there?")
    assert form.fills("Who do you want to ask?", whom).submits() is None


def put_right(office: Office, card: SeenMessage) -> None:
    card.reload().clicks("Put it right")
    wait_until_settled(office)


def test_a_question_that_was_asked_meanwhile_still_counts_as_the_answer(
    office: Office, card: SeenMessage
) -> None:
    move_stage(card, "Contacted", office.linus)
    wait_until_settled(office)
    ask(office.linus, card.reload(), "ada")
    wait_until_settled(office)
    put_right(office, card)
    office.ada.sees("@linus has put it right: it's at “new”.", where="dm")
    question = office.ada.sees(ASKED, where="dm")
    assert "Answer" in question.buttons
    advance_clock(office, days=3, hours=1)
    assert direct_messages(office.linus, UNANSWERED) == [], "he has asked, and waits for Ada"
    come_to_work(office, "ada")
    office.ada.sees("@linus asked you about Grace Hopper, for ENG-1.", where="dm")
    advance_clock(office, days=4)
    office.linus.sees("Grace Hopper has been waiting for ENG-1", where="dm")
    question.reload().clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "Three of us.").submits()
    come_to_work(office, "linus")
    office.linus.sees("Three of us.", where="dm")


def test_the_new_owner_is_reminded_after_a_hand_over(office: Office, card: SeenMessage) -> None:
    move_stage(card, "Contacted", office.linus)
    wait_until_settled(office)
    hand_over(card.reload(), office.linus, "priya")
    come_to_work(office, "priya")
    own = office.priya.sees("@linus handed this to you.", where="dm")
    put_right(office, own)
    assert "It's your turn" in own.reload().text
    assert "@priya has it" in card.reload().text
    come_to_work(office, "ada", "bob")
    office.ada.sees("@priya has put it right: it's at “new”.", where="dm")
    assert direct_messages(office.bob, "has put it right") == [], "he never heard of the mistake"
    thanks = direct_messages(office.ada, "Thank you for putting Grace Hopper forward")[0]
    assert "@priya owns the answer and has until" in thanks.text
    advance_clock(office, days=3)
    come_to_work(office, "priya")
    office.priya.sees(UNANSWERED, where="dm")
    assert direct_messages(office.linus, UNANSWERED) == []


def test_what_waited_for_the_readers_hours_comes_in_spite_of_the_mistake(
    office: Office, card: SeenMessage
) -> None:
    """Bob still sleeps when Linus moves the referral on, asks him, and ends it by mistake."""
    move_stage(card, "Interviewing", office.linus)
    wait_until_settled(office)
    ask(office.linus, card.reload(), "bob")
    wait_until_settled(office)
    move_stage(card.reload(), "Not now", office.linus, reason="The timing didn't work")
    wait_until_settled(office)
    put_right(office, card)
    come_to_work(office, "bob")
    office.bob.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    assert "Answer" in office.bob.sees(ASKED, where="dm").buttons
    assert direct_messages(office.bob, "has put it right") == [], "he never heard of the mistake"

    # The mistake lasts until he works, and the question is asked before that.
    advance_clock(office, hours=15)
    card = card.reload()
    come_to_work(office, "linus")
    ask(office.linus, card, "bob")
    move_stage(card.reload(), "Not now", office.linus, reason="The timing didn't work")
    come_to_work(office, "bob")
    office.bob.sees("Grace Hopper isn't going further", where="dm")
    assert len(direct_messages(office.bob, ASKED)) == 1, "nobody has to answer it now"
    put_right(office, card)
    office.bob.sees("@linus has put it right: it's at “interviewing”.", where="dm")
    assert "Answer" in direct_messages(office.bob, ASKED)[-1].buttons
    assert len(direct_messages(office.bob, ASKED)) == 2
