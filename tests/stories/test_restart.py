"""The bot restarts: nothing acknowledged is lost, and no message is sent twice."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.office import Office
from tests.stories.actions import (
    direct_messages,
    fill_endorsement,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)


def test_forms_and_cards_work_after_a_restart(database_url: str) -> None:
    with Office(database_url) as office:
        post_opening(office)
        refer_and_endorse(office.ada)
        card = office.linus.sees("put Grace Hopper forward", where="dm")
        card.clicks("Move stage")
        form = office.linus.modal("Move stage").fills("Move to", "Contacted")
        office.stop_bot()
        office.linus.types("/refer mine")
        assert office.linus.toasts, "Slack should have said that the app did not answer"
        office.start_bot()
        assert form.submits() is None  # the form closed: no field was refused
        office.ada.sees("@linus has been in touch with Grace Hopper about ENG-1.", where="dm")
        wait_until_settled(office)
        move_stage(card.reload(), "Interviewing", office.linus)
        office.ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")


def test_queued_messages_are_sent_once_after_a_restart(database_url: str) -> None:
    with Office(database_url) as office:
        post_opening(office)
        office.ada.sees("ENG-1", where="#hiring")
        refer_candidate(office.ada)
        office.stop_bot()  # the thank-you message and the card may still be queued
        office.start_bot()
        office.ada.sees("Thank you for putting Grace Hopper forward", where="dm")
        office.linus.sees("put Grace Hopper forward", where="dm")
        wait_until_settled(office)
        assert len(direct_messages(office.ada, "Thank you for putting")) == 1
        assert len(direct_messages(office.linus, "put Grace Hopper forward")) == 1
        office.ada.sees("Thank you for putting", where="dm").clicks("Say more")
        fill_endorsement(office.ada.modal("Your endorsement"))
        office.linus.sees("She rebuilt our on-call in a quarter.", where="dm")


def test_a_follow_up_that_fell_due_while_the_bot_was_stopped_comes_once(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    wait_until_settled(office)
    office.stop_bot()
    office.set_clock(datetime(2026, 3, 5, 12, tzinfo=UTC))
    office.start_bot()
    set_clock_and_settle(office, datetime(2026, 3, 5, 12, 5, tzinfo=UTC))
    office.stop_bot()
    office.start_bot()
    wait_until_settled(office)
    assert len(direct_messages(office.ada, "you offered to introduce Grace Hopper")) == 1
