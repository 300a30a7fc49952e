"""One form refers a candidate for up to three openings and sends one acknowledgement."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Modal
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    fill_endorsement,
    fill_lead_form,
    move_stage,
    open_manage_form,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    send_introduction,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

THREE_REFS = ["ENG-1", "DAT-1", "DES-1"]


@pytest.fixture(autouse=True)
def three_openings(office: Office) -> None:
    post_opening(office)
    post_opening(office, "sofia", title="Data Lead", team="Data", recruiter="priya")
    post_opening(office, "kenji", title="Design Lead", team="Design", recruiter=None)


def fill_lead_for(office: Office, openings: list[str], typed: str = "/refer") -> Modal:
    form = fill_lead_form(office.ada.types(typed).modal("Refer someone"), knows="I'll ask")
    return form.fills("Opening", openings)


def test_each_owner_gets_a_card_and_the_advocate_one_acknowledgement(office: Office) -> None:
    form = office.ada.types("/refer eng-1 Grace Hopper").modal("Refer someone")
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    form.closes()
    thanks = submit_and_expect(fill_lead_for(office, THREE_REFS, "/refer ENG-1 Grace"), "Thank you")
    assert "for ENG-1, DAT-1 and DES-1." in thanks.text
    for ref, owner in (("ENG-1", "linus"), ("DAT-1", "priya"), ("DES-1", "kenji")):
        assert f"For {ref}: @{owner} owns the answer" in thanks.text
    thanks.clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    assert "your name behind Grace Hopper for ENG-1, DAT-1 and DES-1" in form.text
    fill_endorsement(form, offers=["Introduce them to the team"])
    cards = []
    for handle, ref in (("linus", "ENG-1"), ("priya", "DAT-1"), ("kenji", "DES-1")):
        come_to_work(office, handle)
        cards.append(office.person(handle).sees(f"put Grace Hopper forward for {ref}", where="dm"))
    wait_until_settled(office)
    for card in cards:
        assert SAW in card.reload().text
    (thanks_message,) = direct_messages(office.ada, "Thank you for putting Grace Hopper forward")
    assert "You offered to introduce Grace Hopper to the team." in thanks_message.text
    first_buttons = ["Open the draft", "Add to what you said", "Open a note to ask them"]
    assert thanks_message.buttons == first_buttons
    thanks_message.clicks("Add to what you said")
    fill_endorsement(office.ada.modal("Your endorsement"), saw="And she stayed calm.")
    wait_until_settled(office)
    assert ["And she stayed calm." in card.reload().text for card in cards] == [True] * 3

    move_stage(
        cards[1].reload(), "Not now", office.person("priya"), reason="The timing didn't work"
    )
    come_to_work(office, "ada")
    office.ada.sees("Grace Hopper isn't going further for DAT-1", where="dm")
    advance_clock(office, days=2, hours=5)
    (consent_nudge,) = direct_messages(office.ada, "Have they agreed?")
    consent_nudge.clicks("They agreed")
    wait_until_settled(office)
    assert ["Has agreed to be put forward" in card.reload().text for card in cards] == [True] * 3


def test_wrong_choices_are_shown_at_the_field_and_nothing_is_lost(office: Office) -> None:
    form = fill_lead_for(office, [*THREE_REFS[:2], "No role yet"])
    submit_and_expect_errors(
        form, {"Opening": "Choose “No role yet” on its own, or up to three openings."}
    )
    form.fills("Opening", THREE_REFS)
    closing_form = open_manage_form(office.person("sofia"), "DAT-1")
    assert closing_form.fills("Change it to", "Close").submits() is None
    refused = form.submits()
    assert refused is not None
    assert refused.errors["Opening"].startswith("DAT-1 is closed, so it takes no referrals.")
    assert refused.value("E-mail") == "grace@example.com"
    wait_until_settled(office)
    assert direct_messages(office.linus, "put Grace Hopper forward") == []
    submit_and_expect(form.fills("Opening", ["ENG-1", "DES-1"]), "Thank you").closes()
    office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")


def test_one_form_can_make_a_referral_a_second_vouch_and_a_repetition(office: Office) -> None:
    refer_and_endorse(office.bob, "DAT-1")
    refer_candidate(office.ada, "ENG-1").closes()
    form = fill_lead_for(office, THREE_REFS)
    run_concurrently(form.submits, form.submits)
    thanks = office.ada.modal("Thank you")
    assert "forward for DES-1, and for vouching for them for DAT-1, where a colleague" in (
        thanks.text
    )
    assert "forward for ENG-1 on Monday 2 March, so I've kept that one." in thanks.text
    wait_until_settled(office)
    assert len(direct_messages(office.ada, "Thank you for putting")) == 2, "one for each form"
    office.person("priya").sees("@ada vouches for Grace Hopper too", where="dm")
    assert len(direct_messages(office.linus, "put Grace Hopper forward")) == 1
    come_to_work(office, "kenji")
    assert len(direct_messages(office.person("kenji"), "put Grace Hopper forward")) == 1


def test_the_weekly_notes_about_one_candidate_come_together(office: Office) -> None:
    refer_candidate(office.ada, "ENG-1").closes()
    wait_until_settled(office)
    advance_clock(office, days=1)
    refer_candidate(office.ada, "DAT-1").closes()
    wait_until_settled(office)
    advance_clock(office, days=6)
    advance_clock(office, days=1)
    first_notes = direct_messages(office.ada, "No reply yet on Grace Hopper for")
    assert len(first_notes) == 2
    for _ in range(7):
        advance_clock(office, days=1)
    notes = direct_messages(office.ada, "No reply yet on Grace Hopper for")[len(first_notes) :]
    (note,) = notes
    assert "for ENG-1" in note.text
    assert "for DAT-1" in note.text


def test_one_candidate_in_two_roles_has_one_set_of_nudges(office: Office) -> None:
    refer_candidate(office.ada, "ENG-1").closes()
    wait_until_settled(office)
    advance_clock(office, days=1)
    refer_candidate(office.ada, "DAT-1").closes()
    wait_until_settled(office)
    for _ in range(14):
        advance_clock(office, days=1)
    invitation = "What you saw them do makes the difference. It takes three minutes, in your words"
    invitations = direct_messages(office.ada, invitation)
    assert [each.text.count(invitation) for each in invitations] == [1, 1], "two at most, for both"

    # The same offer for both roles is one item; it goes on with the role that is left.
    invitations[0].clicks("Say more")
    fill_endorsement(office.ada.modal("Your endorsement"), offers=["Introduce them to the team"])
    wait_until_settled(office)
    offer = "you offered to introduce Grace Hopper to the team, for"
    advance_clock(office, days=3, hours=1)
    (nudge,) = direct_messages(office.ada, f"{offer} ENG-1 and DAT-1.")
    assert nudge.text.count("you offered") == 1
    assert nudge.buttons == ["Open the draft", "Later", "Not needed", "Settings"]
    nudge.clicks("Open the draft")
    send_introduction(office.ada.modal("Your introduction"))
    wait_until_settled(office)
    left = nudge.reload()
    assert "You introduced them. Thank you" in left.text
    assert f"{offer} DAT-1." in left.text
    left.clicks("Later")
    assert office.ada.modal("Later").submits() is None
    advance_clock(office, days=3)  # over the weekend
    again = direct_messages(office.ada, f"{offer} DAT-1.")[-1]
    again.clicks("Not needed")
    wait_until_settled(office)
    assert "Not needed any more." in again.reload().text

    # Both roles are left: one answer is for both.
    form = fill_lead_form(office.ada.types("/refer").modal("Refer someone"), name="Alan Turing")
    form.fills("E-mail", "alan@example.com").fills("Opening", THREE_REFS[:2])
    endorse_from_thanks(submit_and_expect(form, "Thank you"), offers=["Introduce them to the team"])
    wait_until_settled(office)
    advance_clock(office, days=7)
    both = "you offered to introduce Alan Turing to the team, for ENG-1 and DAT-1."
    (nudge,) = direct_messages(office.ada, both)
    nudge.clicks("Not needed")
    wait_until_settled(office)
    assert nudge.reload().text.count("Not needed any more.") == 2
    advance_clock(office, days=14)
    assert not direct_messages(office.ada, both)


def test_the_invitation_goes_on_with_the_other_role_when_the_first_one_ends(
    office: Office,
) -> None:
    refer_candidate(office.ada, "ENG-1").closes()
    wait_until_settled(office)
    advance_clock(office, days=1)
    refer_candidate(office.ada, "DAT-1").closes()
    wait_until_settled(office)
    invitation = "you put Grace Hopper forward for"
    for _ in range(5):
        advance_clock(office, days=1)  # until Sunday 8 March
    (first,) = direct_messages(office.ada, invitation)
    assert "ENG-1" in first.text
    come_to_work(office, "linus")
    card = direct_messages(office.linus, "put Grace Hopper forward for ENG-1")[0]
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    come_to_work(office, "ada")
    for _ in range(14):
        advance_clock(office, days=1)
    (_, second) = direct_messages(office.ada, invitation)
    assert "DAT-1" in second.text, "two at most, and the second is for the role that is left"
    assert "Say more" in second.buttons


def test_an_ended_referral_is_put_forward_for_another_role(office: Office) -> None:
    refer_candidate(office.ada).closes()
    come_to_work(office, "linus")
    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    news = office.ada.sees("Grace Hopper isn't going further for ENG-1", where="dm")
    news.clicks("Put forward for another role")
    form = office.ada.modal("Refer someone")
    assert form.value("Opening") == ""
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("E-mail") == "grace@example.com"
    assert form.value("How do you know them?") == "We worked together"
    assert form.value("Do they know?") == "They agreed to be put forward"
    submit_and_expect(form.fills("Opening", ["DAT-1"]), "Thank you").closes()
    come_to_work(office, "priya")
    office.priya.sees("@ada put Grace Hopper forward for DAT-1", where="dm")
