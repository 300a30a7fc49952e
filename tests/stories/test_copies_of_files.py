"""Copies of résumés where something comes between: a refusal, a hidden candidate, a merger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.driver.client import wait_for
from sandbox.driver.person import Modal, Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    WAIT_SECONDS,
    advance_clock,
    come_to_work,
    fill_lead_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.ask_actions import ask_colleague, wait_for_ask_nudge
from tests.stories.test_attachments import CV, attach, open_form
from tests.stories.test_bench import add_to_bench

SECOND_CV = b"%PDF-1.7 the second one"


def copies_from(person: Person, advocate: str = "") -> list[SeenMessage]:
    """The copies that this person sees of what this advocate, or anybody, attached."""
    text = f"The résumé that @{advocate}"
    return [each for each in person.dm() if text in each.text]


def wait_for_copy(person: Person, advocate: str) -> None:
    assert wait_for(lambda: len(copies_from(person, advocate)) == 1, WAIT_SECONDS)


def hand_over(giver: Person, taker: str) -> None:
    giver.sees("Grace Hopper", where="dm").clicks("Hand over")
    giver.modal("Hand over").fills("New owner", taker).submits()


def test_a_copy_that_is_refused_for_one_reader_is_tried_for_the_next(office: Office) -> None:
    post_opening(office)
    office.slack.fail("files.info", "access_denied")
    attach(office.ada)
    come_to_work(office, "linus")
    come_to_work(office, "ada")
    told = office.ada.sees("I couldn't pass on the résumé", where="dm")
    assert "Please send it to @linus yourself" in told.text
    hand_over(office.linus, "priya")
    come_to_work(office, "priya")
    wait_for_copy(office.priya, "ada")
    # Linus gets it back, and the copy that he did not get before.
    assert copies_from(office.linus) == []
    hand_over(office.priya, "linus")
    come_to_work(office, "linus")
    wait_for_copy(office.linus, "ada")


def test_a_copy_is_made_from_the_next_source_if_one_was_deleted_in_slack(office: Office) -> None:
    post_opening(office)
    attach(office.ada)
    come_to_work(office, "linus")
    wait_for_copy(office.linus, "ada")
    (copy,) = copies_from(office.linus)
    assert office.vouch.slack.delete_file(copy.message["files"][0]["id"]).ok  # as an admin may
    hand_over(office.linus, "priya")
    come_to_work(office, "priya")
    wait_for_copy(office.priya, "ada")


@pytest.fixture
def hiding_office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url, settings={"VOUCH_HIDE_UNTIL_AGREED": "yes"}) as office:
        yield office


def test_a_copy_waits_for_a_hidden_candidate_and_comes_when_they_agree(
    hiding_office: Office,
) -> None:
    office = hiding_office
    post_opening(office)
    refer_candidate(office.ada, knows="I'll ask").closes(clear=True)
    # Bob says that she agreed; Ada, who was first, is asked about that.
    attach(office.bob)
    come_to_work(office, "linus", "bob")
    assert copies_from(office.linus) == []
    office.ada.sees("Grace Hopper", where="dm").clicks("They agreed")
    come_to_work(office, "linus")
    wait_for_copy(office.linus, "bob")
    advance_clock(office, days=2)
    assert len(copies_from(office.linus)) == 1


def test_after_a_merger_the_owner_has_every_copy(office: Office) -> None:
    post_opening(office)
    attach(office.ada)
    come_to_work(office, "linus")
    wait_for_copy(office.linus, "ada")
    # From now on Priya answers for the role, and Grace comes with another address.
    office.margaret.opens_home().clicks("Manage")
    office.margaret.modal("Manage opening").clicks("Edit what it says")
    edit = office.margaret.modal("Edit ENG-1").fills("Who answers referrals?", "priya")
    assert edit.submits() is None
    form = fill_lead_form(
        office.bob.types("/refer ENG-1").modal("Refer someone"), email="grace.hopper@gmail.com"
    )
    form.gives("Résumé", "Hopper.pdf", SECOND_CV)
    submit_and_expect(form, "Thank you").closes(clear=True)
    come_to_work(office, "priya")
    wait_for_copy(office.priya, "bob")
    office.priya.sees("@bob put Grace Hopper", where="dm").clicks("Yes, same person")
    wait_until_settled(office)
    come_to_work(office, "linus", "priya")
    owners = [each for each in (office.linus, office.priya) if "You" in each.opens_home().text]
    assert wait_for(
        lambda: any(copies_from(owner, "ada") and copies_from(owner, "bob") for owner in owners),
        WAIT_SECONDS,
    )


def attach_and_vouch(form: Modal, title: str) -> None:
    form.gives("Résumé", "Grace Hopper.pdf", CV)
    submit_and_expect(form, title).closes(clear=True)


def test_a_file_is_attached_from_the_bench_and_from_an_ask(office: Office) -> None:
    add_to_bench(office.ada)
    post_opening(office)
    listing = office.ada.types("/refer bench").modal("Your bench")
    listing.clicks("Refer")
    form = office.ada.modal("Refer someone").picks("Opening", "ENG-1")
    attach_and_vouch(fill_lead_form(office.ada.modal("Refer someone")), "Thank you")
    come_to_work(office, "linus")
    wait_for_copy(office.linus, "ada")

    ask_colleague(office.ada, name="Alan Turing", email="alan@example.com").closes()
    wait_for_ask_nudge(office, office.bob).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    attach_and_vouch(form.fills("Do they know?", "They agreed"), "Your endorsement")
    come_to_work(office, "linus", "bob")
    wait_for_copy(office.linus, "bob")


def test_how_many_files_one_may_attach_and_ask_for(office: Office) -> None:
    post_opening(office)
    attach(office.ada)
    for _ in range(4):
        form = open_form(office.ada).fills(
            "Link to a résumé or portfolio", "https://cv.example.com"
        )
        submit_and_expect(form, "Thank you").closes(clear=True)
    refused = open_form(office.ada).gives("Résumé", "sixth.pdf", CV).submits()
    assert refused is not None
    assert refused.errors == {
        "Résumé": (
            "You've attached 5 files or links to this referral already, which is the most. Send "
            "anything else to whoever answers."
        )
    }
