"""A recruiter corrects who is credited with a referral, and says why."""

from __future__ import annotations

from datetime import date

from sandbox.driver.person import Modal
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    fill_lead_form,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.test_bonus import own_list, post_with_bonus

AGREED = "The two of them agreed on it"


def open_referral(office: Office, handle: str) -> Modal:
    person = office.person(handle)
    person.types("/refer desk Grace")
    person.modal("The desk").clicks("Open")
    return person.modal("Referral")


def test_credit_moves_to_a_second_vouch_with_its_bonus_and_both_are_told(office: Office) -> None:
    post_with_bonus(office)
    refer_candidate(office.ada)
    choices = open_referral(office, "linus").choices()
    assert "Correct credit" not in choices, "there is one voice only"
    form = fill_lead_form(office.bob.types("/refer ENG-1").modal("Refer someone"))
    submit_and_expect(form, "Thank you")
    wait_until_settled(office)
    assert "Correct credit" not in open_referral(office, "margaret").choices()

    # Refused: without an answer, and for whoever has the credit.
    open_referral(office, "linus").clicks("Correct credit")
    form = office.linus.modal("Correct credit")
    assert form.choices("Who put them forward first?") == ["@bob"]
    abandoned = form.closes()
    assert abandoned is not None
    assert "put forward by @ada" in abandoned.text
    abandoned.clicks("Correct credit")
    form = office.linus.modal("Correct credit").fills("Who put them forward first?", "@bob")
    assert form.fills("Why?", AGREED).submits() is not None, "the window below stays"
    wait_until_settled(office)
    window = office.linus.modal("Referral")
    assert "put forward by @bob" in window.text
    window.clicks("History")
    assert "@linus gave the credit to @bob: the two of them agreed on it." in (
        office.linus.modal("History").text
    )

    come_to_work(office, "ada", "bob")
    told = office.bob.sees("You're now credited with Grace Hopper for ENG-1", where="dm")
    assert "the two of them agreed on it." in told.text
    assert "Bonus 2,000 EUR pending" in told.text
    told = office.ada.sees("Grace Hopper for ENG-1 is now credited to a colleague", where="dm")
    assert "Your words stay" in told.text
    assert "void: it goes to the first person who referred them" in told.text
    assert "@bob" not in told.text, "advocates never learn who else vouches"
    assert "Bonus 2,000 EUR pending" in own_list(office.bob)
    assert "Bonus 2,000 EUR void" in own_list(office.ada)

    # Two recruiters at once: the second one's choice is no choice any more.
    stale = form_of(office, "carol")
    first = form_of(office, "linus").fills("Who put them forward first?", "@ada")
    first.fills("Why?", "It was put under the wrong name").submits()
    stale.fills("Who put them forward first?", "@ada").fills("Why?", AGREED)
    submit_and_expect_errors(
        stale, {"Who put them forward first?": "They have the credit already. Choose someone else."}
    )
    come_to_work(office, "ada", "bob")
    assert len(direct_messages(office.ada, "You're now credited with Grace Hopper")) == 1


def test_no_bonus_news_comes_to_someone_whose_credit_went_to_a_colleague(office: Office) -> None:
    post_with_bonus(office)
    refer_candidate(office.ada)
    form = fill_lead_form(office.bob.types("/refer ENG-1").modal("Refer someone"))
    submit_and_expect(form, "Thank you")
    wait_until_settled(office)
    open_referral(office, "linus").clicks("Move stage")
    hired = office.linus.modal("Move stage").fills("Move to", "Hired")
    hired.fills("Their first day", date(2026, 3, 3)).submits()
    form = form_of(office, "linus").fills("Who put them forward first?", "@bob")
    form.fills("Why?", AGREED).submits()
    advance_clock(office, days=1, hours=6)
    come_to_work(office, "ada", "bob")
    advance_clock(office, days=91)
    come_to_work(office, "ada", "bob")
    assert direct_messages(office.bob, "1,000 EUR due: it fell due")
    told = [message.text for message in direct_messages(office.ada, "void")]
    assert len(told) == 1, told
    assert "now credited to a colleague" in told[0]


def form_of(office: Office, handle: str) -> Modal:
    open_referral(office, handle).clicks("Correct credit")
    return office.person(handle).modal("Correct credit")


def test_nobody_corrects_their_own_credit_and_no_paid_bonus_moves(office: Office) -> None:
    post_with_bonus(office)
    refer_candidate(office.priya)  # a recruiter
    form = fill_lead_form(office.bob.types("/refer ENG-1").modal("Refer someone"))
    submit_and_expect(form, "Thank you")
    wait_until_settled(office)
    assert "Correct credit" not in open_referral(office, "priya").choices()

    # Priya is a recruiter, so hers is void; Bob's first part is paid, once the credit is his.
    form = form_of(office, "linus").fills("Who put them forward first?", "@bob")
    form.fills("Why?", AGREED).submits()
    wait_until_settled(office)
    office.linus.modal("Referral").clicks("Move stage")
    hired = office.linus.modal("Move stage").fills("Move to", "Hired")
    hired.fills("Their first day", date(2026, 3, 2)).submits()
    wait_until_settled(office)
    office.carol.opens_home().clicks("Bonuses")
    office.carol.modal("Bonuses").clicks("Mark as paid")
    office.linus.modal("Referral").clicks("Correct credit")
    form = office.linus.modal("Correct credit").fills("Who put them forward first?", "@priya")
    submit_and_expect_errors(
        form.fills("Why?", AGREED),
        {
            "Who put them forward first?": (
                "A part of the bonus is marked as paid to @bob. Take that back under Bonuses in "
                "App Home first."
            )
        },
    )
