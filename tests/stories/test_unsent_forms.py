"""A form that was closed comes back as it was typed, and can be started over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from nudges import idempotency_keys
from sandbox.driver.person import Modal
from storage.tables.messages import DRAFT
from tests.office import Office
from tests.stories.actions import (
    SAW,
    erase_candidate,
    fill_evidence,
    fill_lead_form,
    open_edit_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.test_withdrawal import open_withdrawal

UNSENT = "This is what you typed last time and didn't send."


def test_a_refused_referral_that_is_closed_comes_back(office: Office) -> None:
    ada = office.ada
    post_opening(office)
    wait_until_settled(office)
    form = fill_lead_form(ada.types("/refer ENG-1").modal(), email="grace at example")
    refused = form.submits()
    assert refused is not None
    assert list(refused.errors) == ["E-mail"]
    refused.closes()

    form = ada.types("/refer").modal("Refer someone")
    assert "This is what you typed last time and didn't send." in form.text
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("E-mail") == "grace at example"
    assert form.value("How do you know them?") == "We worked together"
    assert office.bob.types("/refer").modal().value("Candidate's name") == "", "it is Ada's alone"

    form.clicks("Start over")
    form = ada.modal("Refer someone")
    assert (form.value("Candidate's name"), form.value("E-mail")) == ("", "")
    refused = form.submits()
    assert refused is not None
    assert "Candidate's name" in refused.errors, "Slack or Vouch refuses it at the field"
    refused.closes()


def test_a_draft_is_over_when_a_referral_is_sent_and_after_a_month(office: Office) -> None:
    ada, bob = office.ada, office.bob
    post_opening(office)
    wait_until_settled(office)
    for person in (ada, bob):
        form = fill_lead_form(person.types("/refer ENG-1").modal(), email="grace at example")
        refused = form.submits()
        assert refused is not None
        refused.closes()
    form = ada.types("/refer ENG-1 Grace Hopper").modal()
    submit_and_expect(fill_lead_form(form), "Thank you").closes()
    assert ada.types("/refer").modal().value("Candidate's name") == ""

    now = office.now() + timedelta(days=31)
    idempotency_keys.step(office.vouch.database, now)
    assert bob.types("/refer").modal().value("Candidate's name") == ""


def test_friends_and_family_may_be_referred_and_the_form_says_what_is_needed(
    office: Office,
) -> None:
    ada = office.ada
    post_opening(office, needs="Calm in incidents", fit_brief="Has run on-call")
    wait_until_settled(office)
    form = ada.types("/refer ENG-1").modal()
    assert "What ENG-1 needs:\nCalm in incidents" in form.text
    assert "A strong fit for ENG-1:\nHas run on-call" in form.text
    form.closes()
    refer_candidate(ada, relationship="Friend or family").clicks("Say more now")
    assert "Calm in incidents" in ada.modal("Your endorsement").text
    ada.modal("Your endorsement").closes(clear=True)
    wait_until_settled(office)
    office.linus.sees("is a friend or relative", where="dm")


def open_endorsement(office: Office) -> Modal:
    """Open the endorsement from App Home, which has the same button before and after a draft."""
    office.ada.opens_home().sees("Your referrals").clicks("Say more")
    return office.ada.modal("Your endorsement")


def test_an_endorsement_that_is_closed_comes_back(office: Office) -> None:
    ada = office.ada
    post_opening(office)
    refer_candidate(ada).closes()
    # A choice in the form stores the typed text, and so does a refused page.
    form = open_endorsement(office)
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
    form.closes()
    form = open_endorsement(office)
    assert UNSENT in form.text
    assert form.value("What did you see them do?") == SAW
    assert form.value("How sure are you?") == "Worth a look"
    form.clicks("Start over")
    form = ada.modal("Your endorsement")
    assert UNSENT not in form.text
    assert form.value("What did you see them do?") == ""
    form.fills("How sure are you?", "Worth a look")
    refused = form.fills("When did you work together, and for how long?", "Two years").submits()
    assert refused is not None
    assert list(refused.errors) == ["What did you see them do?"]
    refused.closes()
    form = open_endorsement(office)
    assert form.value("When did you work together, and for how long?") == "Two years"

    second_page = fill_evidence(form)
    assert UNSENT not in second_page.text
    second_page.fills("Trust", "I left her the keys.")
    second_page.fills("What will you do for them?", ["Introduce them to the team"])
    second_page.closes(clear=True)
    wait_until_settled(office)
    thanks = ada.sees("Thank you for putting", where="dm")
    thanks.clicks("Add to what you said")
    form = ada.modal("Your endorsement")
    assert UNSENT not in form.text, "the first page was submitted"
    second_page = submit_and_expect(form, "Your endorsement")
    assert UNSENT in second_page.text
    assert second_page.value("Trust") == "I left her the keys."
    assert second_page.value("What will you do for them?") == "Introduce them to the team"
    second_page.clicks("Start over")
    second_page = ada.modal("Your endorsement")
    assert second_page.value("Trust") == ""
    assert second_page.value("What will you do for them?") == ""
    second_page.fills("Trust", "I left her the keys.")
    second_page.fills("Anything the team should know?", ["We're related"])
    assert second_page.submits() is None
    assert stored_drafts(office) == []


def stored_drafts(office: Office) -> list[str]:
    with office.vouch.database.read() as transaction:
        return list(transaction.scalars(select(DRAFT.c.kind).order_by(DRAFT.c.kind)))


def test_an_unsent_endorsement_goes_with_the_words_of_its_advocate_alone(office: Office) -> None:
    post_opening(office)
    for person in (office.ada, office.bob):
        refer_candidate(person).closes()
        person.opens_home().clicks("Say more")
        form = person.modal("Your endorsement")
        form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
        form.closes()
    assert stored_drafts(office) == ["evidence:1"] * 2
    submit_and_expect(open_withdrawal(office.ada), "Taken back")
    assert stored_drafts(office) == ["evidence:1"]
    office.bob.opens_home().clicks("Say more")
    assert office.bob.modal("Your endorsement").value("What did you see them do?") == SAW


def test_an_unsent_endorsement_goes_with_its_candidate_and_after_a_month(office: Office) -> None:
    ada, linus = office.ada, office.linus
    post_opening(office)
    refer_candidate(ada).closes()
    form = open_endorsement(office)
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
    form.closes()
    assert len(stored_drafts(office)) == 1
    ada.types("/refer privacy")
    ada.sees("1 endorsement you typed and didn't send. I erase that after 30 days.")
    refused = open_edit_form(office.margaret).fills("Title", "\u200b").submits()
    assert refused is not None
    refused.closes()
    for days, left in ((29, ["edit:1", "evidence:1"]), (31, [])):
        idempotency_keys.step(office.vouch.database, office.now() + timedelta(days=days))
        assert stored_drafts(office) == left

    form = open_endorsement(office)
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
    assert len(stored_drafts(office)) == 1
    wait_until_settled(office)
    linus.types("/refer desk").modal("The desk").clicks("Open")
    erase_candidate(linus.modal("Referral"))
    assert stored_drafts(office) == []
    form.fills("How sure are you?", "I'd recommend")
    assert stored_drafts(office) == [], "a form that is still open stores nothing"
