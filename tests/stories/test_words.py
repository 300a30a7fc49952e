"""What can be typed after /refer: lists, help, and words that nobody knows."""

from __future__ import annotations

from tests.office import Office
from tests.stories.acts import posts_opening, refers, settled, vouches


def test_open_roles_by_any_words(office: Office) -> None:
    posts_opening(office)
    posts_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    office.ada.types("/refer jobs", "#general")
    listed = office.ada.sees("Open roles.", where="#general")
    assert listed.is_ephemeral
    assert "ENG-1" in listed.text
    assert "DES-1" in listed.text
    office.ada.types("/refer jobs tokyo brand", "#general")
    listed = office.ada.sees("Open roles for “tokyo brand”.", where="#general")
    assert "ENG-1" not in listed.text
    listed.clicks("Refer someone")
    assert office.ada.modal("Refer someone").value("Opening") == "DES-1 Brand Designer"
    office.ada.modal().closes()
    office.ada.types("/refer jobs zebra", "#general")
    none = office.ada.sees("No open role for “zebra” at the moment.", where="#general")
    assert "/refer jobs" in none.text, "what to do next"


def test_my_referrals_and_what_is_next(office: Office) -> None:
    posts_opening(office)
    office.ada.types("/refer mine")
    empty = office.ada.sees("You have not referred anybody yet. It takes thirty seconds.")
    assert empty.buttons == ["Refer someone"]
    vouches(office.ada)
    settled(office)
    office.ada.types("/refer mine")
    mine = office.ada.sees("Your referrals")
    assert "New since today. @linus has until Wednesday." in mine.text
    assert "With you now" in mine.text
    mine.clicks("Done")
    settled(office)
    office.ada.types("/refer mine")
    assert "With you now" not in office.ada.sees("Your referrals", after=mine).text


def test_help_names_each_way_in(office: Office) -> None:
    office.ada.types("/refer help")
    page = office.ada.sees("Vouch keeps a referral moving until everybody has an answer.")
    for way in ("/refer ENG-12 Ada Lovelace", "/refer jobs", "/refer mine", "/refer post"):
        assert way in page.text
    page.clicks("Refer someone")
    office.ada.modal("Refer someone")


def test_no_word_is_met_with_silence(office: Office) -> None:
    for typed, answer in (
        ("jbos", "I do not know “jbos”. Did you mean /refer jobs?"),
        ("Setings", "I do not know “Setings”. Did you mean /refer settings?"),
        ("openings", "I do not know “openings”. Did you mean /refer jobs?"),
        ("xyzzy", "I do not know “xyzzy”. /refer help lists what can be typed"),
        ("<!channel>", "I do not know “<!channel>”."),
        ("stats", "/refer stats is not part of this version. /refer help lists what is."),
    ):
        office.ada.types(f"/refer {typed}")
        office.ada.sees(answer)
    assert office.ada.toasts == []


def test_a_name_alone_is_a_name(office: Office) -> None:
    form = office.ada.types("/refer Grace").modal("Refer someone")
    assert form.value("Candidate's name") == "Grace"
    form.closes()
    posts_opening(office)
    thanks = refers(office.ada, "ENG-1")
    assert "ENG-1" in thanks.text
