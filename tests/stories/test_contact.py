"""A contact that was typed wrongly is corrected by the advocate, or by whoever answers."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    fill_lead_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

WRONG, RIGHT = "grcae@example.com", "grace@example.com"


def test_the_advocate_corrects_an_address_that_then_finds_nobody_else(office: Office) -> None:
    post_opening(office)
    post_opening(office, title="Data Engineer")
    refer_candidate(office.ada, email=WRONG)
    refer_candidate(office.ada, "ENG-2", email=WRONG)
    wait_until_settled(office)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    assert WRONG in card.text

    office.ada.types("/refer mine")
    office.ada.ephemerals()[-1].clicks("Correct the contact")
    form = office.ada.modal("Correct the contact")
    assert form.value("E-mail") == WRONG
    for typed, sentence in (
        ("grace@", "What follows the @ isn't a domain that gets mail. Is there a typo?"),
        ("ada@difference.example", "That's your own address. Whose should it be?"),
        ("", "Add an e-mail address or a profile link, so it's clear who you mean."),
    ):
        submit_and_expect_errors(form.fills("E-mail", typed or None), {"E-mail": sentence})
    assert form.fills("E-mail", RIGHT).submits() is None
    wait_until_settled(office)
    for ref in ("ENG-1", "ENG-2"):
        card = office.linus.sees(f"@ada put Grace Hopper forward for {ref}", where="dm")
        assert RIGHT in card.text
        assert WRONG not in card.text

    # Whoever has that address is another person, and the right address finds this one.
    refer_candidate(office.bob, name="Grcae Hopkins", email=WRONG)
    office.bob.sees("Thank you for putting Grcae Hopkins forward", where="dm")
    second = fill_lead_form(office.person("kenji").types("/refer ENG-1").modal("Refer someone"))
    assert "vouch" in submit_and_expect(second, "Thank you").text


def test_whoever_answers_corrects_it_and_an_address_of_someone_else_tells_nothing(
    office: Office,
) -> None:
    post_opening(office)
    refer_candidate(office.ada, email=WRONG)
    refer_candidate(office.bob, name="Grace B. Hopper", email=RIGHT)
    come_to_work(office, "linus", "margaret")
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    card.clicks("Read in full")
    office.linus.modal("Referral").clicks("Correct contact")
    form = office.linus.modal("Correct the contact")
    assert form.fills("E-mail", "grace.h@example.com").submits() is not None
    wait_until_settled(office)
    window = office.linus.modal("Referral")
    assert "grace.h@example.com" in window.text
    window.clicks("History")
    assert "@linus corrected the contact." in office.linus.modal("History").text
    office.linus.modal("History").closes()

    # Ada learns nothing about the other candidate; theirs stays theirs.
    office.ada.types("/refer mine")
    office.ada.ephemerals()[-1].clicks("Correct the contact")
    form = office.ada.modal("Correct the contact")
    assert form.value("E-mail") == "grace.h@example.com"
    assert form.fills("E-mail", RIGHT).submits() is None
    wait_until_settled(office)
    ours = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    theirs = office.linus.sees("@bob put Grace B. Hopper forward", where="dm")
    assert RIGHT in ours.text
    assert RIGHT in theirs.text
    assert "grace.h@example.com" not in ours.text
