"""A form that was closed comes back as it was typed, and can be started over."""

from __future__ import annotations

from datetime import timedelta

from nudges import idempotency_keys
from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)


def test_a_refused_referral_that_is_closed_comes_back(office: Office) -> None:
    ada = office.ada
    post_opening(office)
    wait_until_settled(office)
    form = fill_lead_form(ada.types("/refer ENG-1").modal(), email="grace at example")
    left = form.submits()
    assert left is not None
    assert list(left.errors) == ["E-mail"]
    left.closes()

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
        left = form.submits()
        assert left is not None
        left.closes()
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
    office.linus.sees("is a friend or family", where="dm")
