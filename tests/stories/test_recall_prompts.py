"""An announcement without referrals shows its next recall prompt, by an edit of the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    change_status,
    fill_lead_form,
    post_opening,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)

PROMPTS = (
    "Who made your worst outage calm?",
    "Who reads of B-trees?",
    "Whose reviews hurt?",
)
POSTED = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """An office without the weekly round-up, so that any new message in the channel is noticed."""
    with Office(sqlite_url, settings={"VOUCH_ROUNDUP_DAY": "never"}) as office:
        yield office


def current_prompt(office: Office) -> str:
    """The prompt that the announcement shows now."""
    asking = "Who comes to mind?"
    (announcement,) = [
        message for message in office.ada.channel("#hiring") if asking in message.text
    ]
    return next(prompt for prompt in PROMPTS if prompt in announcement.text)


def change_status_and_settle(office: Office, choice: str) -> None:
    change_status(office.margaret, choice)
    wait_until_settled(office)


def test_the_next_prompt_is_shown_after_two_weeks_without_a_referral(office: Office) -> None:
    ada = office.ada
    post_opening(office, prompts=PROMPTS)
    first = ada.sees(PROMPTS[0], where="#hiring")
    message_count = len(ada.channel("#hiring"))
    set_clock_and_settle(office, POSTED + timedelta(days=13))
    assert current_prompt(office) == PROMPTS[0]
    set_clock_and_settle(office, POSTED + timedelta(days=14))
    assert current_prompt(office) == PROMPTS[1]
    assert len(ada.channel("#hiring")) == message_count
    assert first.reload().ts == first.ts

    first.reload().clicks("I know someone")
    form = ada.modal("Refer someone")
    assert PROMPTS[1] in form.text
    assert form.value("Opening").startswith("ENG-1")
    form.closes()  # closing the form is no referral
    set_clock_and_settle(office, POSTED + timedelta(days=28, minutes=1))
    assert current_prompt(office) == PROMPTS[2]
    first.reload().clicks("I know someone")
    submit_and_expect(fill_lead_form(ada.modal("Refer someone")), "Thank you")
    wait_until_settled(office)
    advance_clock(office, days=13)
    assert current_prompt(office) == PROMPTS[2]  # a referral keeps the prompt
    advance_clock(office, days=1.1)
    # Two weeks without a referral are over, and the first prompt follows the last.
    assert current_prompt(office) == PROMPTS[0]


def test_prompts_do_not_change_while_an_opening_is_paused_or_closed(office: Office) -> None:
    post_opening(office, prompts=PROMPTS)
    refer_candidate(office.ada).closes()
    change_status_and_settle(office, "Pause: no new referrals for now")
    advance_clock(office, days=40)
    change_status_and_settle(office, "Reopen: take referrals again")
    advance_clock(office, days=13)
    assert current_prompt(office) == PROMPTS[0]  # reopened 13 days ago
    office.ada.sees(PROMPTS[0], where="#hiring").clicks("I know someone")
    form = fill_lead_form(office.ada.modal("Refer someone"), name="Alan", email="alan@example.com")
    advance_clock(office, days=1.1)
    assert current_prompt(office) == PROMPTS[1]
    change_status_and_settle(office, "Close: not filled")
    refused = form.submits()
    assert refused is not None
    assert "ENG-1 is closed, so it takes no referrals." in refused.errors["Opening"]
    advance_clock(office, days=30)
    office.ada.sees("is closed. Thank you", where="#hiring")


def test_a_guest_sees_the_prompt_and_cannot_refer(office: Office) -> None:
    post_opening(office, prompts=PROMPTS)
    office.ada.invites("gus", "#hiring")
    office.gus.sees(PROMPTS[0], where="#hiring").clicks("I know someone")
    assert "Only people who work here can refer someone." in office.gus.modal("Vouch").text
