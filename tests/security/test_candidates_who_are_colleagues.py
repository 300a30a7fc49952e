"""A recruiter who was put forward does not get their own referral, and may not answer it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    post_opening,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.ask_actions import ask_for_oneself, wait_for_ask_nudge

EVIDENCE = "She found the leak that we had hunted for a year."


def put_priya_forward(office: Office) -> None:
    """Priya asks Bob to vouch for her, and goes ahead with what he wrote."""
    ask_for_oneself(office.priya, name="Priya Nair")
    wait_for_ask_nudge(office, office.bob).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    form.fills("What did you see them do?", EVIDENCE).fills("How sure are you?", "I'd recommend")
    assert form.submits() is None
    come_to_work(office, "priya")
    office.priya.sees("@bob will vouch for you, for ENG-1", where="dm").clicks("Go ahead")
    wait_until_settled(office)


def priya_reads(office: Office) -> str:
    """What Priya sees in App Home and in cards, but not in the ask that she made herself."""
    cards = direct_messages(office.priya, "put Priya Nair forward")
    return "\n".join([*(card.text for card in cards), office.priya.opens_home().text])


def test_an_escalation_passes_over_the_candidate(office: Office) -> None:
    post_opening(office, recruiter="priya")
    put_priya_forward(office)
    come_to_work(office, "margaret")
    office.margaret.sees("put Priya Nair forward", where="dm")
    for day in (4, 5, 9, 10, 11):
        for hour in (6, 15):
            set_clock_and_settle(office, datetime(2026, 3, day, hour, 5, tzinfo=UTC))
    assert direct_messages(office.margaret, "is waiting for your first answer.")
    assert direct_messages(office.carol, "hasn't answered yet. Can you?")
    assert "Can you?" not in priya_reads(office)
    assert "your first answer" not in priya_reads(office)
    assert direct_messages(office.priya, EVIDENCE.rstrip(".")) == []


def test_an_owner_who_leaves_is_not_followed_by_the_candidate(office: Office) -> None:
    post_opening(office, recruiter="priya")
    put_priya_forward(office)
    come_to_work(office, "margaret")
    office.margaret.sees("put Priya Nair forward", where="dm")
    change_account(office, "margaret", deleted=True)
    set_clock_and_settle(office, datetime(2026, 3, 4, 11, 5, tzinfo=UTC))
    office.linus.sees("put Priya Nair forward", where="dm")
    assert EVIDENCE.rstrip(".") not in priya_reads(office)


@pytest.mark.parametrize("email", ["priya@difference.example", "PRIYA@difference.example"])
def test_a_colleague_who_is_the_candidate_is_known_by_their_address(
    office: Office, email: str
) -> None:
    post_opening(office, recruiter="priya")
    refer_candidate(office.ada, name="Priya Nair", email=email).closes()
    come_to_work(office, "margaret")
    card = office.margaret.sees("put Priya Nair forward", where="dm")
    card.chooses("Hand over")
    form = office.margaret.modal("Hand over").fills("New owner", "priya")
    refused = form.submits()
    assert refused is not None
    assert "They can't be the one who answers" in str(refused.errors)
    wait_until_settled(office)
    assert "Priya Nair" not in priya_reads(office)
