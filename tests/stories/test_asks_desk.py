"""Those who answer a referral ask a colleague for a second vouch or an introduction."""

from __future__ import annotations

from sandbox.driver.person import Modal, SeenMessage
from tests.office import Office
from tests.stories.acts import (
    SAW,
    endorses,
    heard,
    moves,
    posts_opening,
    settled,
    submitted,
    vouches,
)
from tests.stories.asking import hears

OTHER = "She calmed the room when the cluster burned."
NAMES = ("Hopper", "@bob", "@ada")


def referred(office: Office) -> SeenMessage:
    posts_opening(office)
    vouches(office.ada)
    return office.linus.sees("@ada put Grace Hopper forward", where="dm")


def fills(office: Office, card: SeenMessage, whom: str, what: str = "A second vouch") -> Modal:
    card.chooses("Ask a colleague")
    form = office.linus.modal("Ask a colleague")
    assert "About Grace Hopper for ENG-1" in form.text
    form.fills("Whom do you ask?", whom).fills("What do you ask for?", what)
    return form.fills("Why are they a strong fit?", "You ran the same migration.")


def test_a_second_vouch_comes_back_to_the_referral(office: Office) -> None:
    card = referred(office)
    submitted(fills(office, card, "bob"), "Asked").closes()
    settled(office)
    assert "@linus asked @bob for a second vouch." in card.again().text
    nudge = hears(office, office.bob, "@linus asked whether you would vouch for Grace Hopper")
    for secret in ("@ada", SAW, "grace@example.com"):
        assert secret not in nudge.text
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch")
    assert form.fields == ["How do you know them?"]
    form.fills("How do you know them?", "I know of them")
    endorses(submitted(form, "Your endorsement"), saw=OTHER, conviction="Worth a look")

    told = office.linus.sees("@bob vouches for Grace Hopper too", where="dm")
    settled(office)
    for text in ("First voice · @ada", "Second vouch · @bob knows of them", SAW, OTHER):
        assert text in told.again().text
        assert text in card.again().text
    assert "asked @bob" not in card.again().text
    thanks = office.bob.sees("Thank you for vouching for Grace Hopper", where="dm")
    assert "Yours is a second vouch, shown with your name." in thanks.text
    assert "@ada" not in thanks.text
    first = office.ada.sees("Thank you for putting Grace Hopper forward", where="dm").text
    assert "A colleague vouches for them too; yours is the first voice." in first
    assert "@bob" not in first

    told.again().chooses("Side by side")
    view = office.linus.modal("Side by side").text
    assert view.index(SAW) < view.index(OTHER)
    for text in ("2 voices", "First voice · @ada worked with them", "Worth a look · recommended"):
        assert text in view
    office.linus.modal("Side by side").closes()

    moves(card.again(), "Contacted", office.linus)
    for person in (office.ada, office.bob):
        person.sees("@linus has been in touch with Grace Hopper", where="dm")
    office.bob.types("/refer mine")
    assert "Yours is a second vouch." in office.bob.ephemerals()[-1].text
    office.ada.types("/refer mine")
    assert "Yours is the first voice; 1 more." in office.ada.ephemerals()[-1].text


def test_an_introduction_is_asked_for_and_a_pass_stands_on_the_card(office: Office) -> None:
    card = referred(office)
    submitted(fills(office, card, "bob", "An introduction"), "Asked").closes()
    nudge = hears(office, office.bob, "@linus asked whether you would introduce Grace Hopper")
    assert "Hoped for: an introduction." in nudge.text
    nudge.clicks("Pass")
    office.linus.sees("@bob passes this time", where="dm")
    settled(office)
    assert "@bob passed when asked for an introduction." in card.again().text


def test_who_vouches_already_is_not_asked_and_who_may_not_answer_cannot_ask(
    office: Office,
) -> None:
    card = referred(office)
    stays = fills(office, card, "ada").submits()
    assert stays is not None
    assert stays.errors == {
        "Whom do you ask?": "They vouch for this candidate already. “Ask the advocate” reaches "
        "them."
    }
    stays.closes()


def test_when_the_referral_ends_nothing_more_is_asked(office: Office) -> None:
    card = referred(office)
    submitted(fills(office, card, "bob"), "Asked").closes()
    nudge = hears(office, office.bob)
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "I know of them")
    card.again().clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing did not work").submits()
    settled(office)
    assert "It is decided meanwhile. Nothing is needed from you." in nudge.again().text
    assert "This ask is over" in submitted(form, "Vouch").text
    assert heard(office.linus, "vouches for Grace Hopper too") == []
