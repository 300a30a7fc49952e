"""A general referral: the advocate is asked when an opening suits the candidate."""

from __future__ import annotations

from sandbox.driver.person import Modal, Person
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    change_status,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    fill_lead_form,
    fill_opening_form,
    post_opening,
    refer_candidate,
    run_concurrently,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

EVIDENCE = "A backend engineer in Berlin: wrote our Go storage service and carried its on-call."
MATCH = "who you put forward without a role"


def refer_generally(person: Person, *, saw: str = EVIDENCE, name: str = "Grace Hopper") -> None:
    form = fill_lead_form(person.types("/refer").modal("Refer someone"), name=name)
    form.fills("Opening", "No role yet").fills("Do they know?", "They agreed")
    endorse_from_thanks(submit_and_expect(form, "Thank you"), saw=saw)


def post_matching_opening(office: Office, title: str = "Backend Engineer, Storage") -> Modal:
    form = office.margaret.types("/refer post").modal("Post an opening")
    fill_opening_form(form, title=title, place="Berlin")
    form.fills("What it needs", "Go, and has carried an on-call.")
    return submit_and_expect(submit_and_expect(form, "Preview"), "Posted")


def change_status_and_settle(office: Office, status: str) -> None:
    change_status(office.margaret, status)
    wait_until_settled(office)


def test_the_advocate_is_asked_first_and_the_endorsement_is_copied(office: Office) -> None:
    refer_generally(office.ada)
    general = office.linus.sees("put Grace Hopper forward for a role that may come up", where="dm")
    refer_generally(office.bob, saw="Keeps the books in perfect order.", name="Alan Turing")
    post_matching_opening(office).closes()
    match_message = office.ada.sees(MATCH, where="dm")
    assert "ENG-1 Backend Engineer, Storage may suit Grace Hopper" in match_message.text
    assert "Because: " in match_message.text
    assert "Go" in match_message.text
    wait_until_settled(office)
    assert direct_messages(office.linus, "for ENG-1") == []
    assert direct_messages(office.bob, MATCH) == []

    run_concurrently(
        lambda: match_message.clicks("Put forward"), lambda: match_message.clicks("Put forward")
    )
    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    assert EVIDENCE in card.text
    assert "grace@example.com" in card.text
    office.ada.sees("Thank you for putting Grace Hopper forward for ENG-1.", where="dm")
    office.ada.sees("Put forward. My thank-you message says who has it", where="dm")
    wait_until_settled(office)
    assert len(direct_messages(office.linus, "put Grace Hopper forward for ENG-1")) == 1
    assert general.reload().buttons == ["I'll take it", "Ask the advocate", "Not now"]
    change_status_and_settle(office, "Pause")
    change_status_and_settle(office, "Reopen")
    advance_clock(office, days=14)
    assert len(direct_messages(office.ada, MATCH)) == 1


def test_a_declined_match_is_not_repeated_and_closed_openings_do_not_match(office: Office) -> None:
    refer_generally(office.ada)
    office.advance_clock(hours=14)  # midnight in London, so the message waits for the morning
    post_matching_opening(office).closes()
    wait_until_settled(office)
    assert direct_messages(office.ada, MATCH) == []
    change_status_and_settle(office, "Pause")
    advance_clock(office, hours=14)
    assert direct_messages(office.ada, MATCH) == [], "the opening was paused"
    change_status_and_settle(office, "Reopen")
    match_message = office.ada.sees(MATCH, where="dm")
    change_status_and_settle(office, "Close")
    match_message.clicks("Put forward")
    assert "ENG-1 is closed, so it takes no referrals." in office.ada.modal("Vouch").text
    office.ada.modal("Vouch").closes()
    change_status_and_settle(office, "Reopen")
    match_message.clicks("Not needed")
    office.ada.sees("Not put forward. I won't ask again about this one.", where="dm")
    advance_clock(office, days=14)
    assert len(direct_messages(office.ada, MATCH)) == 1


def test_no_match_for_an_existing_referral_and_a_second_advocate_takes_over(
    office: Office,
) -> None:
    post_opening(office, title="Backend Engineer, Go")
    refer_generally(office.ada)
    form = fill_lead_form(office.bob.types("/refer").modal("Refer someone"))
    endorse_from_thanks(
        submit_and_expect(form.fills("Opening", "No role yet"), "Thank you"), saw=EVIDENCE
    )
    refer_candidate(office.bob, "ENG-1").closes()
    wait_until_settled(office)
    change_account(office, "ada", deleted=True)
    change_status_and_settle(office, "Pause")
    change_status_and_settle(office, "Reopen")
    post_matching_opening(office).closes()
    advance_clock(office, hours=6)
    (match_message,) = direct_messages(office.bob, MATCH)
    assert "ENG-2" in match_message.text
    match_message.clicks("Put forward")
    come_to_work(office, "linus")
    card = office.linus.sees("@bob put Grace Hopper forward for ENG-2", where="dm")
    assert EVIDENCE in card.text
