"""One candidate for up to three openings in one go: a referral each, thanked and said once."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Modal
from tests.office import Office
from tests.stories.acts import (
    SAW,
    at_once,
    endorses,
    fills_lead,
    heard,
    later,
    moves,
    posts_opening,
    refers,
    settled,
    submitted,
    vouches,
)

THREE = ["ENG-1", "DAT-1", "DES-1"]


@pytest.fixture(autouse=True)
def three_openings(office: Office) -> None:
    posts_opening(office)
    posts_opening(office, "sofia", title="Data Lead", team="Data", recruiter="priya")
    posts_opening(office, "kenji", title="Design Lead", team="Design", recruiter=None)


def filled(office: Office, openings: list[str], typed: str = "/refer") -> Modal:
    form = fills_lead(office.ada.types(typed).modal("Refer someone"), knows="I will ask")
    return form.fills("Opening", openings)


def test_each_owner_gets_theirs_and_the_advocate_is_thanked_once(office: Office) -> None:
    form = office.ada.types("/refer eng-1 Grace Hopper").modal("Refer someone")
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    form.closes()
    thanks = submitted(filled(office, THREE, "/refer ENG-1 Grace"), "Thank you")
    assert "for ENG-1, DAT-1 and DES-1." in thanks.text
    assert "@linus (ENG-1), @priya (DAT-1) and @kenji (DES-1) own the answers" in thanks.text
    thanks.clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    assert "your name behind Grace Hopper for ENG-1, DAT-1 and DES-1" in form.text
    endorses(form, offers=["Introduce them to the team"])
    cards = []
    for who, ref in (("linus", "ENG-1"), ("priya", "DAT-1"), ("kenji", "DES-1")):
        cards.append(office.person(who).sees(f"put Grace Hopper forward for {ref}", where="dm"))
    settled(office)
    for card in cards:
        assert SAW in card.again().text
    (said,) = heard(office.ada, "Thank you for putting Grace Hopper forward")
    assert "You offered to introduce Grace Hopper to the team." in said.text
    first = ["Open the draft", "Add to what you said", "Open a note to ask them"]
    assert said.buttons == first
    said.clicks("Add to what you said")
    endorses(office.ada.modal("Your endorsement"), saw="And she stayed calm.")
    settled(office)
    assert ["And she stayed calm." in card.again().text for card in cards] == [True] * 3

    moves(cards[1].again(), "Not now", office.person("priya"), reason="The timing did not work")
    office.ada.sees("Grace Hopper is not going further for DAT-1", where="dm")
    later(office, days=2, hours=5)
    (asked,) = heard(office.ada, "Have they agreed to it?")
    asked.clicks("They agreed")
    settled(office)
    assert ["Has agreed to be put forward" in card.again().text for card in cards] == [True] * 3


def test_what_cannot_be_chosen_is_told_at_the_field_and_nothing_is_lost(office: Office) -> None:
    form = filled(office, [*THREE[:2], "No role yet"])
    stays = form.submits()
    assert stays is not None
    assert stays.errors == {
        "Opening": "“No role yet” stands alone. Choose it, or up to three openings."
    }
    form.fills("Opening", THREE)
    office.person("sofia").sees("DAT-1", where="#hiring").clicks("Details")
    office.person("sofia").modal("Opening").clicks("Manage")
    closing = office.person("sofia").modal("Manage opening")
    assert closing.fills("Change it to", "Close").submits() is None
    stays = form.submits()
    assert stays is not None
    assert stays.errors["Opening"].startswith("DAT-1 is closed and takes no referrals now.")
    assert stays.value("E-mail") == "grace@example.com"
    settled(office)
    assert heard(office.linus, "put Grace Hopper forward") == []
    submitted(form.fills("Opening", ["ENG-1", "DES-1"]), "Thank you").closes()
    office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")


def test_one_of_them_is_a_second_vouch_and_another_is_known(office: Office) -> None:
    vouches(office.bob, "DAT-1")
    refers(office.ada, "ENG-1").closes()
    form = filled(office, THREE)
    at_once(form.submits, form.submits)
    thanks = office.ada.modal("Thank you")
    assert "forward for DES-1, and for vouching for them for DAT-1, where a colleague" in (
        thanks.text
    )
    assert "forward for ENG-1 today. Nothing was stored twice." in thanks.text
    settled(office)
    assert len(heard(office.ada, "Thank you for putting")) == 2, "today's, and the one before"
    office.person("priya").sees("@ada vouches for Grace Hopper too", where="dm")
    assert len(heard(office.linus, "put Grace Hopper forward")) == 1
    assert len(heard(office.person("kenji"), "put Grace Hopper forward")) == 1
