"""Those who answer: they take a referral, ask, move it, hand it over; the advocate is told."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.acts import (
    at_once,
    heard,
    moves,
    posts_opening,
    settled,
    vouches,
)


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """What Linus, the owner, has in front of him."""
    posts_opening(office)
    vouches(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    settled(office)
    return card.again()


def hands_over(card: SeenMessage, person: Person, to: str) -> None:
    card.clicks("Hand over")
    assert person.modal("Hand over").fills("New owner", to).submits() is None


def test_a_double_click_takes_it_once(office: Office, card: SeenMessage) -> None:
    at_once(lambda: card.clicks("I take it"), lambda: card.clicks("I take it"))
    office.ada.sees("@linus has taken Grace Hopper", where="dm")
    settled(office)
    assert len(heard(office.ada, "@linus has taken")) == 1
    assert card.again().buttons == ["Move stage", "Ask the advocate", "Not now"]
    assert office.linus.stack() == []


def test_where_slack_opens_nothing_it_warns_itself(office: Office, card: SeenMessage) -> None:
    office.slack.fail("views.open", "service_unavailable", status=503)
    card.clicks("Move stage")
    assert office.linus.toasts, "nobody sees nothing at all"
    card.clicks("Move stage")
    office.linus.modal("Move stage")


def test_another_recruiter_may_take_it(office: Office, card: SeenMessage) -> None:
    hands_over(card, office.linus, "priya")
    theirs = office.priya.sees("@linus handed this to you.", where="dm")
    office.ada.sees("@priya has Grace Hopper for ENG-1 now, and answers from here.", where="dm")
    theirs.clicks("I take it")
    office.ada.sees("@priya has taken Grace Hopper", where="dm")
    settled(office)
    assert "@priya has it: in review since today." in card.again().text


def test_of_two_who_take_it_at_once_the_second_is_told(office: Office, card: SeenMessage) -> None:
    hands_over(card, office.linus, "priya")
    settled(office)
    theirs = office.priya.sees("@linus handed this to you.", where="dm")
    at_once(lambda: card.again().clicks("I take it"), lambda: theirs.clicks("I take it"))
    told = [person for person in (office.linus, office.priya) if person.stack()]
    assert len(told) == 1
    first = "priya" if told[0].handle == "linus" else "linus"
    assert f"@{first} has taken it already." in told[0].modal("Vouch").text
    office.ada.sees(f"@{first} has taken Grace Hopper", where="dm")


def test_the_hiring_manager_may_take_it_from_her_home(office: Office, card: SeenMessage) -> None:
    hands_over(card, office.linus, "margaret")
    office.margaret.sees("@linus handed this to you.", where="dm")
    home = office.margaret.opens_home()
    home.sees("Waiting for your answer").clicks("I take it")
    home.sees("In review since today")
    assert "I take it" not in home.buttons
    office.ada.sees("@margaret has taken Grace Hopper", where="dm")


def test_only_somebody_who_works_here_can_own_it(office: Office, card: SeenMessage) -> None:
    for handle, why in (
        ("gus", "Guests cannot do this. Choose a colleague."),
        ("dora", "This person is not here any more. Choose somebody else."),
    ):
        card.clicks("Hand over")
        form = office.linus.modal("Hand over").fills("New owner", handle).submits()
        assert form is not None
        assert form.errors == {"New owner": why}
        form.closes()


def test_it_moves_with_a_note(office: Office, card: SeenMessage) -> None:
    moves(card, "Contacted", office.linus, note="We speak on <Friday> & I am *glad*.")
    told = office.ada.sees("@linus has been in touch with Grace Hopper about ENG-1.", where="dm")
    assert "We speak on <Friday> & I am *glad*." in told.text


def test_not_now_needs_a_reason_that_may_be_told(office: Office, card: SeenMessage) -> None:
    card.clicks("Not now")
    form = office.linus.modal("Not now")
    stays = form.submits()
    assert stays is not None
    assert list(stays.errors) == ["Why?"]
    stays.fills("Why?", "The place did not work")
    assert stays.submits() is None
    told = office.ada.sees("Grace Hopper is not going further for ENG-1 this time.", where="dm")
    assert "The reason: the place did not work." in told.text
    settled(office)
    assert card.again().buttons == ["Move stage", "Read in full"]
    assert "Not now since today. The place did not work." in card.again().text


def test_a_reason_comes_into_view_when_the_stage_asks_for_one(
    office: Office, card: SeenMessage
) -> None:
    card.clicks("Withdrawn")
    form = office.linus.modal("Move stage")
    assert form.value("Move to") == "Withdrawn"
    form.fills("Move to", "Interviewing")
    assert "Why?" not in form.fields
    form.fills("Move to", "Withdrawn").fills("Why?", "The candidate chose something else")
    assert form.submits() is None
    told = office.ada.sees("Grace Hopper is no longer in the running for ENG-1.", where="dm")
    assert "The reason: the candidate chose something else." in told.text


def test_what_has_ended_can_be_opened_again(office: Office, card: SeenMessage) -> None:
    moves(card, "Not now", office.linus, reason="The timing did not work")
    office.ada.sees("is not going further", where="dm")
    settled(office)
    moves(card.again(), "In review", office.linus)
    told = office.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
    assert "The reason" not in told.text


def test_a_form_that_was_overtaken_changes_nothing(office: Office, card: SeenMessage) -> None:
    hands_over(card, office.linus, "priya")
    theirs = office.priya.sees("@linus handed this to you.", where="dm")
    card.clicks("Move stage")
    stale = office.linus.modal("Move stage").fills("Move to", "Contacted")
    moves(theirs, "Interviewing", office.priya)
    no = stale.submits()
    assert no is not None
    assert "This referral has moved meanwhile, to “Interviewing”. Nothing was changed." in no.text
    office.ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    office.ada.does_not_see("in touch with", settle=lambda: settled(office))


def test_ask_and_answer(office: Office, card: SeenMessage) -> None:
    card.clicks("Ask the advocate")
    form = office.linus.modal("Ask the advocate")
    assert "Whom do you ask?" not in form.fields
    form.fills("Your question", "Would she move to Berlin?").submits()
    asked = office.ada.sees("@linus asks you about Grace Hopper for ENG-1.", where="dm")
    settled(office)
    assert "Waiting for @ada." in card.again().text
    asked.clicks("Answer")
    form = office.ada.modal("Your answer")
    assert "Would she move to Berlin?" in form.text
    form.fills("Your answer", "Yes, with her <cat>.").submits()
    answered = office.linus.sees("@ada answered you about Grace Hopper for ENG-1.", where="dm")
    assert "Yes, with her <cat>." in answered.text
    settled(office)
    assert "You answered:" in asked.again().text
    assert asked.again().buttons == []
    assert "Yes, with her <cat>." in card.again().text


def test_a_colleague_who_has_no_part_in_it_cannot_answer(office: Office, card: SeenMessage) -> None:
    """What somebody may do is checked at the submission, not only when the form opens."""
    hands_over(card, office.linus, "bob")
    theirs = office.bob.sees("@linus handed this to you.", where="dm")
    theirs.clicks("Move stage")
    form = office.bob.modal("Move stage").fills("Move to", "Contacted")
    settled(office)
    hands_over(card.again(), office.linus, "priya")
    settled(office)
    no = form.submits()
    assert no is not None
    assert no.text.startswith("Vouch")
    assert "answered by its owner, the hiring manager and the recruiters. @priya has it." in no.text
    office.ada.does_not_see("in touch with", settle=lambda: settled(office))
