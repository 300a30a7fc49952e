"""An owner asks a colleague for a second vouch or an introduction."""

from __future__ import annotations

from sandbox.driver.person import Modal, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    direct_messages,
    fill_endorsement,
    move_stage,
    post_opening,
    refer_and_endorse,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.ask_actions import wait_for_ask_nudge

SECOND_EVIDENCE = "She calmed the room when the cluster burned."
NAMES = ("Hopper", "@bob", "@ada")


def refer_to_linus(office: Office) -> SeenMessage:
    post_opening(office)
    refer_and_endorse(office.ada)
    return office.linus.sees("@ada put Grace Hopper forward", where="dm")


def fill_ask_from_card(
    office: Office, card: SeenMessage, whom: str, what: str = "A second vouch"
) -> Modal:
    card.chooses("Ask a colleague")
    form = office.linus.modal("Ask a colleague")
    assert "About Grace Hopper for ENG-1" in form.text
    form.fills("Who do you want to ask?", whom).fills("What do you ask for?", what)
    return form.fills("Why are they a strong fit?", "You ran the same migration.")


def test_a_second_vouch_comes_back_to_the_referral(office: Office) -> None:
    card = refer_to_linus(office)
    submit_and_expect(fill_ask_from_card(office, card, "bob"), "Asked").closes()
    wait_until_settled(office)
    assert "@linus asked @bob for a second vouch." in card.reload().text
    nudge = wait_for_ask_nudge(
        office, office.bob, "@linus asked whether you'd vouch for Grace Hopper"
    )
    for secret in ("@ada", SAW, "grace@example.com"):
        assert secret not in nudge.text
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch")
    assert form.fields == ["How do you know them?"]
    form.fills("How do you know them?", "I know of them")
    fill_endorsement(
        submit_and_expect(form, "Your endorsement"), saw=SECOND_EVIDENCE, conviction="Worth a look"
    )

    notice = office.linus.sees("@bob vouches for Grace Hopper too", where="dm")
    wait_until_settled(office)
    for text in ("First voice · @ada", "Second vouch · @bob knows of them", SAW, SECOND_EVIDENCE):
        assert text in notice.reload().text
        assert text in card.reload().text
    assert "asked @bob" not in card.reload().text
    thanks = office.bob.sees("Thank you for vouching for Grace Hopper", where="dm")
    assert "Yours is a second vouch, with your name on it." in thanks.text
    assert "@ada" not in thanks.text
    first = office.ada.sees("Thank you for putting Grace Hopper forward", where="dm").text
    assert "A colleague vouches for them too; yours is the first voice." in first
    assert "@bob" not in first

    notice.reload().chooses("Side by side")
    view = office.linus.modal("Side by side").text
    assert view.index(SAW) < view.index(SECOND_EVIDENCE)
    for text in ("2 voices", "First voice · @ada worked with them", "Worth a look · said"):
        assert text in view
    office.linus.modal("Side by side").closes()

    move_stage(card.reload(), "Contacted", office.linus)
    for person in (office.ada, office.bob):
        person.sees("@linus has been in touch with Grace Hopper", where="dm")
    office.bob.types("/refer mine")
    assert "Yours is a second vouch." in office.bob.ephemerals()[-1].text
    office.ada.types("/refer mine")
    assert "Yours is the first voice; 1 more." in office.ada.ephemerals()[-1].text


def test_a_pass_on_an_introduction_is_shown_on_the_card(office: Office) -> None:
    card = refer_to_linus(office)
    submit_and_expect(fill_ask_from_card(office, card, "bob", "An introduction"), "Asked").closes()
    nudge = wait_for_ask_nudge(
        office, office.bob, "@linus asked whether you'd introduce Grace Hopper"
    )
    assert "You could help with an introduction." in nudge.text
    nudge.clicks("Pass")
    office.linus.sees("@bob won't vouch", where="dm")
    wait_until_settled(office)
    assert "@bob passed when asked for an introduction." in card.reload().text


def test_an_advocate_of_the_candidate_cannot_be_asked(office: Office) -> None:
    card = refer_to_linus(office)
    refused = submit_and_expect_errors(
        fill_ask_from_card(office, card, "ada"),
        {
            "Who do you want to ask?": "They already vouch for this candidate. Use “Ask the "
            "advocate” instead."
        },
    )
    refused.closes()


def test_an_ask_ends_when_the_referral_ends(office: Office) -> None:
    card = refer_to_linus(office)
    submit_and_expect(fill_ask_from_card(office, card, "bob"), "Asked").closes()
    nudge = wait_for_ask_nudge(office, office.bob)
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "I know of them")
    card.reload().clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing didn't work").submits()
    wait_until_settled(office)
    assert "It's been decided. You don't need to do anything." in nudge.reload().text
    assert "This ask is over" in submit_and_expect(form, "Vouch").text
    assert direct_messages(office.linus, "vouches for Grace Hopper too") == []
