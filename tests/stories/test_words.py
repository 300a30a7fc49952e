"""What can be typed after /refer: lists, help, names and unknown words."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    post_opening,
    refer_and_endorse,
    refer_candidate,
    wait_until_settled,
)


def test_openings_can_be_searched_by_words(office: Office) -> None:
    post_opening(office)
    post_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    office.ada.types("/refer jobs", "#general")
    listing = office.ada.sees("Open roles.", where="#general")
    assert listing.is_ephemeral
    assert "ENG-1" in listing.text
    assert "DES-1" in listing.text
    office.ada.types("/refer jobs tokyo brand", "#general")
    listing = office.ada.sees("Open roles for “tokyo brand”.", where="#general")
    assert "ENG-1" not in listing.text
    listing.clicks("Refer someone")
    assert office.ada.modal("Refer someone").value("Opening") == "DES-1 Brand Designer"
    office.ada.modal().closes()
    office.ada.types("/refer jobs zebra", "#general")
    nothing_found = office.ada.sees("No open role for “zebra” at the moment.", where="#general")
    assert "/refer jobs" in nothing_found.text, "the answer names the next step"


def test_refer_mine_lists_referrals_and_offers(office: Office) -> None:
    post_opening(office)
    office.ada.types("/refer mine")
    empty_listing = office.ada.sees("You haven't referred anyone yet. It takes thirty seconds.")
    assert empty_listing.buttons == ["Refer someone"]
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    office.ada.types("/refer mine")
    listing = office.ada.sees("Your referrals")
    assert "New since Monday 2 March. @linus has until Wednesday 4 March." in listing.text
    assert "With you now" in listing.text
    listing.clicks("Done")
    wait_until_settled(office)
    office.ada.types("/refer mine")
    assert "With you now" not in office.ada.sees("Your referrals", after=listing).text


def test_help_lists_the_commands(office: Office) -> None:
    office.ada.types("/refer help")
    help_text = office.ada.sees("Vouch keeps a referral moving until everyone has an answer.")
    for example in ("/refer Ada Lovelace for ENG-12", "/refer jobs", "/refer mine", "/refer post"):
        assert example in help_text.text
    help_text.clicks("Refer someone")
    office.ada.modal("Refer someone")


def test_unknown_words_get_an_answer(office: Office) -> None:
    for typed, answer in (
        ("jbos", "I don't know “jbos”. Did you mean /refer jobs?"),
        ("Setings", "I don't know “Setings”. Did you mean /refer settings?"),
        ("openings", "I don't know “openings”. Did you mean /refer jobs?"),
        ("xyzzy", "I don't know “xyzzy”. /refer help lists what you can type"),
        ("<!channel>", "I don't know “<!channel>”."),
    ):
        office.ada.types(f"/refer {typed}")
        office.ada.sees(answer)
    assert office.ada.toasts == []


def test_a_name_without_a_ref_is_the_candidates_name(office: Office) -> None:
    form = office.ada.types("/refer Grace").modal("Refer someone")
    assert form.value("Candidate's name") == "Grace"
    form.closes()
    post_opening(office)
    thanks = refer_candidate(office.ada, "ENG-1")
    assert "ENG-1" in thanks.text
