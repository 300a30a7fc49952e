"""App Home shows what waits for a person, their referrals and the openings, with buttons."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    endorse_from_thanks,
    fill_lead_form,
    fill_opening_form,
    post_opening,
    refer_and_endorse,
    submit_and_expect,
    wait_until_settled,
)


def test_an_advocate_sees_referrals_and_offers_in_app_home(office: Office) -> None:
    home = office.ada.opens_home()
    assert home.buttons[:2] == ["Refer someone", "Your bench"]
    assert home.choices() == ["Thank a colleague", "Figures", "Settings"]
    home.clicks("Figures")
    office.ada.modal("Figures").closes()
    assert "Nobody yet. It takes thirty seconds to put a name forward." in home.text
    assert "None at the moment." in home.text
    post_opening(office)
    refer_and_endorse(office.ada)
    home = office.ada.opens_home()
    home.sees("Grace Hopper for ENG-1 Staff Engineer, Storage")
    home.sees("New since Monday 2 March. @linus has until Wednesday 4 March.")
    home.sees("You offered to introduce Grace Hopper to the team, for ENG-1.")
    home.clicks("Later")
    form = office.ada.modal("Later").fills("When should I come back to it?", "Next week")
    assert form.submits() is None
    home.clicks("Done")
    home.sees("Your referrals")
    assert "You offered" not in home.text
    home.clicks("How it works")
    assert "Vouch keeps a referral moving" in office.ada.modal().text


def test_app_home_is_updated_by_forms_that_were_opened_in_it(office: Office) -> None:
    post_opening(office)
    home = office.ada.opens_home()
    home.clicks("Refer someone")
    form = office.ada.modal("Refer someone")
    form.picks("Opening", "ENG-1")
    thanks = submit_and_expect(fill_lead_form(form), "Thank you")
    home.sees("Grace Hopper for ENG-1 Staff Engineer, Storage")
    endorse_from_thanks(thanks, offers=["Introduce them to the team"])
    home.sees("You offered to introduce Grace Hopper to the team, for ENG-1.")


def test_a_recruiter_posts_and_answers_in_app_home(office: Office) -> None:
    linus = office.linus
    home = linus.opens_home()
    home.clicks("Post an opening")
    form = fill_opening_form(linus.modal("Post an opening")).fills("Hiring manager", "margaret")
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    home = linus.opens_home()
    assert home.text.count("Grace Hopper") == 1, "each referral is listed once"
    home.sees("Waiting for your answer").clicks("I'll take it")
    home.sees("In review since")
    office.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
    home.clicks("Move stage")
    assert linus.modal("Move stage").fills("Move to", "Contacted").submits() is None
    office.ada.sees("has been in touch with Grace Hopper", where="dm")
    home.sees("Contacted since")
    linus.types("/refer jobs")
    assert linus.sees("Open roles.").buttons == ["Manage"], "the same as in App Home"
    home.clicks("Manage")
    linus.modal("Manage opening").clicks("Edit what it says")
    assert linus.modal("Edit ENG-1").fills("Place", "Lisbon").submits() is None
    office.ada.sees("Lisbon", where="#hiring")


def test_a_guest_reads_why_app_home_is_empty(office: Office) -> None:
    post_opening(office)
    home = office.gus.opens_home()
    assert "Only people who work here can see the openings." in home.text
    assert home.buttons == ["How it works"]
