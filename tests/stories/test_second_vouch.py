"""A second advocate for one candidate: owners see both, and the advocates not each other."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Person
from tests.cast import MONDAY
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    wait_until_settled,
)

SECOND_EVIDENCE = "Calm when the cluster burned."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "grace@example.com"}, {"email": " Grace@Example.COM"}),
        (
            {"email": None, "profile": "https://www.linkedin.com/in/Grace-Hopper/?trk=x"},
            {"email": None, "profile": "linkedin.com/in/grace-hopper"},
        ),
        (
            {"email": "grace@example.com", "profile": "github.com/hopper"},
            {"email": None, "profile": "http://github.com/Hopper?tab=repositories"},
        ),
    ],
)
def test_different_spellings_of_an_address_or_profile_are_one_candidate(
    office: Office, first: dict[str, str | None], second: dict[str, str | None]
) -> None:
    post_opening(office)
    refer_candidate(office.ada, **first)  # type: ignore[arg-type]  # fields by name
    thanks = refer_candidate(office.bob, name="Gracie", **second)  # type: ignore[arg-type]
    assert "Thank you for vouching for Gracie for ENG-1." in thanks.text


def test_a_tagged_address_is_another_candidate(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada, email="grace@example.com")
    thanks = refer_candidate(office.bob, email="grace+jobs@example.com")
    assert "Thank you for putting Grace Hopper forward" in thanks.text


def texts_visible_to(person: Person) -> str:
    person.types("/refer mine")
    texts = [message.text for message in person.dm()]
    return "\n".join([*texts, person.opens_home().text])


def test_owners_see_both_vouches_and_the_advocates_learn_nothing_of_each_other(
    office: Office,
) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    thanks = refer_candidate(office.bob, name="Gracie H.")
    assert "A colleague thought of them first" in thanks.text
    endorse_from_thanks(thanks, saw=SECOND_EVIDENCE, conviction="I'd recommend")

    card = office.linus.sees("@bob vouches for Grace Hopper too", where="dm")
    wait_until_settled(office)
    for text in (SAW, SECOND_EVIDENCE, "@ada worked with them", "@bob worked with them"):
        assert text in card.reload().text
    assert SECOND_EVIDENCE in office.linus.sees("@ada put Grace Hopper forward", where="dm").text

    card.reload().clicks("I'll take it")
    come_to_work(office, "bob", "linus")
    office.bob.sees("@linus has taken Gracie H. for ENG-1", where="dm")
    wait_until_settled(office)
    card = office.linus.sees("You have it: in review", where="dm")
    card.clicks("Ask the advocate")
    form = office.linus.modal("Ask the advocate")
    form.fills("Who do you want to ask?", "Second vouch: bob").fills("Your question", "How long?")
    assert form.submits() is None
    office.bob.sees("@linus asks you about Gracie H.", where="dm").clicks("Answer")
    office.bob.modal("Your answer").fills("Your answer", "Two years.").submits()
    wait_until_settled(office)
    move_stage(card.reload(), "Interviewing", office.linus)
    office.bob.sees("Gracie H. is interviewing for ENG-1.", where="dm")
    office.ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    advance_clock(office, days=7, hours=2)  # working hours in New York, too
    office.bob.sees("Nothing new on Gracie H. for ENG-1 as of", where="dm")

    for person, secrets in (
        (office.bob, ["ada", "Grace Hopper", SAW]),
        (office.ada, ["bob", "Gracie", SECOND_EVIDENCE, "Two years"]),
    ):
        visible_text = texts_visible_to(person)
        for secret in secrets:
            assert secret not in visible_text, secret


def test_a_card_that_arrives_with_the_second_vouch_is_the_only_message(office: Office) -> None:
    office.set_clock(MONDAY.replace(hour=20))  # Linus reads both in the morning.
    post_opening(office)
    refer_candidate(office.ada)
    refer_candidate(office.bob)
    come_to_work(office, "linus")
    (card,) = direct_messages(office.linus, "Grace Hopper")
    assert "First voice · @ada" in card.text
    assert "Second vouch · @bob" in card.text
    assert "A question often brings out the rest." in card.text
    move_stage(card, "Hired", office.linus)
    wait_until_settled(office)
    assert "A question" not in card.reload().text


def test_both_advocates_are_told_the_outcome(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    refer_candidate(office.bob, name="Gracie").closes()
    card = office.linus.sees("@bob vouches for", where="dm")
    card.clicks("Not now")
    form = office.linus.modal("Not now").fills("Why?", "The role needs other skills")
    assert form.fills("A word to the advocate", "Thank you both.").submits() is None
    come_to_work(office, "ada", "bob")
    for person, name in ((office.ada, "Grace Hopper"), (office.bob, "Gracie")):
        notice = person.sees(f"{name} isn't going further for ENG-1 this time.", where="dm")
        assert "The reason: the role needs other skills." in notice.text
        assert "Thank you both." in notice.text


def test_an_advocate_who_comes_after_the_hire_reads_it(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("I'll take it")
    move_stage(card.reload(), "Hired", office.linus)
    thanks = refer_candidate(office.bob)
    assert "This one has an answer: hired." in thanks.text
    assert "Say more now" not in thanks.buttons
