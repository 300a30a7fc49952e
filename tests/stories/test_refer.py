"""Every way to start a referral, what may be typed, and the errors that people read."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.stories.actions import (
    SAW,
    change_status,
    direct_messages,
    endorse_from_thanks,
    fill_endorsement,
    fill_lead_form,
    post_opening,
    refer_candidate,
    run_concurrently,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

REF = "ENG-1"


@pytest.fixture(autouse=True)
def an_opening(office: Office) -> None:
    assert post_opening(office) == REF


def test_the_form_is_filled_with_what_was_typed_after_the_command(office: Office) -> None:
    form = office.ada.types("/refer eng-1 Ada Lovelace").modal()
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    assert form.value("Candidate's name") == "Ada Lovelace"
    form.closes()
    form = office.ada.types("/refer Grace@Example.com").modal()
    assert (form.value("Opening"), form.value("E-mail")) == ("", "grace@example.com")
    form.closes()
    form = office.ada.types("/refer eng-1 Grace <3 & @bob").modal()
    assert form.value("Candidate's name") == "Grace <3 & bob"
    form.closes()
    form = office.ada.types("/refer https://github.com/Hopper").modal()
    assert form.value("Profile link") == "https://github.com/hopper"


def test_a_work_address_of_a_colleague_is_answered_clearly(office: Office) -> None:
    for typed in ("priya@difference.example", "nobody.yet@difference.example"):
        form = office.ada.types(f"/refer {typed}").modal("Refer someone")
        assert f"{typed} is a work address here." in form.text
        assert "type /refer ask" in form.text
        form.closes()
    form = office.ada.types("/refer grace@example.com").modal()
    assert "work address" not in form.text
    thanks = submit_and_expect(
        fill_lead_form(form.picks("Opening", REF), name="Priya", email="Priya@Difference.example"),
        "Thank you",
    )
    assert "priya@difference.example is a work address here, so" in thanks.text
    assert "They never read or answer their own referral" in thanks.text


def test_the_shortcut_opens_an_empty_form_that_needs_four_fields(office: Office) -> None:
    form = office.ada.uses_shortcut("Refer someone").modal("Refer someone")
    form.picks("Opening", "storage")
    form.fills("Candidate's name", "Grace Hopper").fills("Profile link", "github.com/Grace")
    form.fills("How do you know them?", "I know of them")
    thanks = submit_and_expect(form, "Thank you")
    assert "Thank you for putting Grace Hopper forward for ENG-1." in thanks.text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "knows of them" in card.text
    assert "Only a lead so far" in card.text


def test_the_form_is_filled_from_a_message(office: Office) -> None:
    office.bob.types(
        "For ENG-1: Grace <3, github.com/Hopper, reach her at Grace@Example.com.", "#general"
    )
    message = office.ada.sees("reach her", where="#general")
    form = office.ada.uses_message_shortcut("Refer for a role", message).modal()
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    assert form.value("E-mail") == "grace@example.com"
    assert form.value("Profile link") == "https://github.com/hopper"


def test_app_home_has_a_referral_button_for_each_opening(office: Office) -> None:
    home = office.ada.opens_home()
    assert home.buttons.count("Refer someone") == 2
    home.clicks("Refer someone")
    assert office.ada.modal("Refer someone").value("Opening") == ""


def test_an_opening_is_found_by_any_of_its_words(office: Office) -> None:
    post_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    form = office.ada.types("/refer").modal()
    staff = "ENG-1 Staff Engineer, Storage"
    for typed in ("staff", "STOR", "engineering", "eng-1", "remote europe", "berlin"):
        assert form.options("Opening", typed)[0] == staff, typed
    assert form.options("Opening", "tokyo") == [
        "DES-1 Brand Designer",
        "No role yet, but worth having",
    ]
    assert form.options("Opening", "zebra") == ["No role yet, but worth having"]


def test_errors_are_shown_under_their_fields(office: Office) -> None:
    form = office.ada.types(f"/refer {REF}").modal()

    def errors(**typed: str | None) -> dict[str, str]:
        refused = fill_lead_form(form, **typed).submits()  # type: ignore[arg-type]  # fields by name
        assert refused is not None
        assert refused.title == "Refer someone"
        return refused.errors

    assert errors(email=None) == {
        "E-mail": "Add an e-mail address or a profile link, so it's clear who you mean."
    }
    assert errors(email="grace@", profile="nonsense") == {
        "E-mail": "What follows the @ isn't a domain that gets mail. Is there a typo?",
        "Profile link": "That doesn't look like a link, such as linkedin.com/in/grace.",
    }
    assert errors(email="ADA@difference.example") == {
        "E-mail": "That's your own address. Whose should it be?"
    }
    assert errors(email="github.com/grace", profile="grace@example.com") == {
        "E-mail": "That's a link. Put it in the profile field.",
        "Profile link": "That's an e-mail address. Put it in the e-mail field.",
    }
    assert errors(name="   ") == {"Candidate's name": "Who is it?"}
    submit_and_expect(fill_lead_form(form), "Thank you")
    wait_until_settled(office)
    assert len(direct_messages(office.linus, "put Grace Hopper forward")) == 1


def test_an_endorsement_can_be_written_at_once(office: Office) -> None:
    refer_candidate(office.ada).clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    refused = submit_and_expect_errors(
        form.fills("How sure are you?", "I'd recommend"),
        {"What did you see them do?": "Write a sentence here, or under “Why this role?”."},
    )
    fill_endorsement(refused, offers=["Introduce them to the team"])
    wait_until_settled(office)
    card = office.linus.sees(SAW, where="dm")
    assert "Offers: introduce them to the team." in card.text
    thanks = office.ada.sees("You offered to introduce Grace Hopper to the team.", where="dm")
    assert thanks.buttons == ["Open the draft", "Add to what you said"]


def test_an_endorsement_can_be_written_later_from_the_acknowledgement(office: Office) -> None:
    refer_candidate(office.ada).closes()
    thanks = office.ada.sees("three minutes, whenever it suits", where="dm")
    card = office.linus.sees("Only a lead so far", where="dm")
    thanks.clicks("Say more")
    fill_endorsement(office.ada.modal("Your endorsement"), saw="She wrote the runbook.")
    office.linus.sees("She wrote the runbook.", where="dm")
    wait_until_settled(office)
    assert "Only a lead so far" not in card.reload().text
    assert thanks.reload().buttons == ["Add to what you said"]

    thanks.reload().clicks("Add to what you said")
    form = office.ada.modal("Your endorsement")
    assert form.value("What did you see them do?") == "She wrote the runbook."
    fill_endorsement(form, saw="She wrote the runbook and trained four people.")
    office.linus.sees("trained four people", where="dm")


def test_a_general_referral_needs_no_opening(office: Office) -> None:
    form = office.ada.types("/refer").modal().picks("Opening", "No role yet")
    thanks = submit_and_expect(fill_lead_form(form), "Thank you")
    assert "Thank you for putting Grace Hopper forward for a role that may come up." in thanks.text
    card = office.linus.sees("put Grace Hopper forward for a role that may come up", where="dm")
    card.clicks("I'll take it")
    office.ada.sees("@linus has taken Grace Hopper", where="dm")
    wait_until_settled(office)
    card.reload().clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing didn't work").submits()
    office.ada.sees("Grace Hopper isn't going further this time.", where="dm")


def test_an_opening_that_closes_while_the_form_is_open(office: Office) -> None:
    announcement = office.ada.sees("ENG-1", where="#hiring")
    form = fill_lead_form(office.ada.types(f"/refer {REF}").modal())
    change_status(office.margaret, "Close: not filled")
    submit_and_expect_errors(
        form,
        {
            "Opening": "ENG-1 is closed, so it takes no referrals. Choose another one, or "
            "“No role yet, but worth having”."
        },
    )
    submit_and_expect(form.picks("Opening", "No role yet"), "Thank you").closes()

    announcement.clicks("Refer someone")  # the message as it was before the edit
    assert "ENG-1 is closed, so it takes no referrals." in office.ada.modal("Vouch").text
    office.ada.modal().closes()
    office.ada.types("/refer ENG-1 Grace")
    office.ada.sees("ENG-1 is closed, so it takes no referrals.")


def test_an_unknown_ref_suggests_the_nearest_one(office: Office) -> None:
    office.ada.types("/refer ENG-11 Grace Hopper")
    office.ada.sees("There's no opening ENG-11. Did you mean ENG-1?")
    office.ada.types("/refer OPS-7 Grace Hopper")
    office.ada.sees("There's no opening OPS-7. /refer jobs lists the open ones.")


def test_a_double_submission_stores_one_referral(office: Office) -> None:
    form = fill_lead_form(office.ada.types(f"/refer {REF}").modal())
    run_concurrently(form.submits, form.submits)
    assert "so I've kept that one" not in office.ada.modal("Thank you").text
    wait_until_settled(office)
    assert len(direct_messages(office.ada, "Thank you for putting Grace Hopper forward")) == 1
    assert len(direct_messages(office.linus, "put Grace Hopper forward")) == 1


def test_a_repeated_referral_by_one_advocate_is_not_a_second_vouch(office: Office) -> None:
    endorse_from_thanks(refer_candidate(office.ada))
    again = refer_candidate(office.ada, name="G. Hopper", email="GRACE@example.com")
    assert "forward for ENG-1 on Monday 2 March, so I've kept that one." in again.text
    wait_until_settled(office)
    assert len(direct_messages(office.linus, "put Grace Hopper forward")) == 1
    assert len(direct_messages(office.linus, "vouches for")) == 0
