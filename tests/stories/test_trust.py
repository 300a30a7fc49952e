"""Permissions of guests, of people from other companies, and of people whose roles change."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    fill_opening_form,
    post_opening,
    refer_and_endorse,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import is_no_recruiter, set_recruiters

NO_REFERRING = "Only people who work here can refer someone."
NO_OPENINGS = "Only people who work here can see the openings."
NO_POSTING = "Openings are posted by recruiters and hiring managers."


def test_a_guest_can_neither_refer_nor_post(office: Office) -> None:
    post_opening(office)
    office.ada.invites("gus", "#hiring")
    gus = office.gus
    gus.types("/refer ENG-1 Grace")
    gus.sees(NO_REFERRING)
    gus.types("/refer post")
    gus.sees(f"{NO_POSTING} @linus can do it for you.")
    gus.types("/refer jobs")
    gus.sees(NO_OPENINGS)
    gus.types("/refer help")
    gus.sees("Vouch keeps a referral moving")
    announcement = gus.sees("ENG-1", where="#hiring")
    announcement.clicks("Refer someone")
    assert NO_REFERRING in gus.modal("Vouch").text
    gus.modal().closes()
    announcement.clicks("Details")
    assert NO_OPENINGS in gus.modal("Vouch").text
    gus.modal().closes()
    gus.uses_shortcut("Refer someone")
    assert NO_REFERRING in gus.modal("Vouch").text
    home = gus.opens_home()
    assert home.buttons == ["How it works"]
    assert "Staff Engineer" not in home.text


def test_guests_see_openings_if_the_setting_allows_it(sqlite_url: str) -> None:
    with Office(sqlite_url, settings={"VOUCH_GUESTS_SEE_OPENINGS": "yes"}) as office:
        post_opening(office)
        office.ada.invites("gus", "#hiring")
        for handle, channel in (("gus", "#hiring"), ("sam", "#with-globex")):
            person = office.person(handle)
            person.types("/refer jobs", channel)
            listing = person.sees("Open roles.", where=channel)
            assert listing.buttons == []
        office.gus.sees("answers every referral", where="#hiring").clicks("Details")
        assert office.gus.modal("Opening").buttons == []
        office.gus.types("/refer")
        office.gus.sees(NO_REFERRING)


def test_a_person_from_another_company_has_the_rights_of_a_guest(office: Office) -> None:
    sam = office.person("sam")
    for typed, answer in (
        ("/refer", NO_REFERRING),
        ("/refer mine", NO_REFERRING),
        ("/refer post", NO_POSTING),
        ("/refer jobs", NO_OPENINGS),
    ):
        sam.types(typed, "#with-globex")
        sam.sees(answer, where="#with-globex")
    assert sam.stack() == []


def test_a_colleague_without_the_right_to_post_reads_who_has_it(office: Office) -> None:
    office.ada.types("/refer post")
    office.ada.sees(f"{NO_POSTING} @linus can do it for you.")
    assert "Post an opening" not in office.ada.opens_home().buttons


def test_a_role_that_is_lost_while_the_form_is_open_is_checked_on_submission(
    office: Office,
) -> None:
    posting = fill_opening_form(office.priya.types("/refer post").modal(), channels=["#general"])
    posting.fills("Hiring manager", "margaret")
    preview = submit_and_expect(posting, "Preview")
    set_recruiters(office, "linus")
    assert office.priya.client.wait_for(lambda: is_no_recruiter(office.priya))
    refusal = preview.submits()
    assert refusal is not None
    assert NO_POSTING in refusal.text
    office.ada.does_not_see("ENG-1", where="#general", settle=lambda: wait_until_settled(office))


def test_only_managers_of_an_opening_see_how_to_change_it(office: Office) -> None:
    post_opening(office)
    office.ada.sees("ENG-1", where="#hiring").clicks("Details")
    assert office.ada.modal("Opening").buttons == ["Refer someone"]


def test_somebody_who_becomes_a_guest_cannot_submit(office: Office) -> None:
    post_opening(office)
    form = fill_lead_form(office.bob.types("/refer ENG-1").modal())
    client = office.bob.client
    client.post_admin("change_user", user=office.bob.id, is_restricted=True)
    assert client.wait_for(lambda: "Refer someone" not in office.bob.opens_home().buttons)
    refusal = form.submits()
    assert refusal is not None
    assert NO_REFERRING in refusal.text
    office.linus.does_not_see("Grace", where="dm", settle=lambda: wait_until_settled(office))


def test_typed_mentions_and_markup_are_escaped(office: Office) -> None:
    post_opening(office, title="<!channel> *Staff* & <https://evil.example|click>")
    refer_and_endorse(office.ada, name="<!here> _Grace_", saw="<!everyone> <@U0LINUS> & *bold*")
    wait_until_settled(office)
    card = office.linus.sees("forward for ENG-1", where="dm")
    for text in ("<!here> _Grace_", "<!everyone> <@U0LINUS> & *bold*"):
        assert text in card.text
    announcement = office.ada.sees("<!channel> *Staff* & <https://evil.example|click>", "#hiring")
    assert "<!channel>" not in str(announcement.message["text"])
