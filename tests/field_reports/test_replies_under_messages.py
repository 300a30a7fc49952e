"""People reply in the thread of a card or a question, and pass the reply on with one tap."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    endorse_from_thanks,
    move_stage,
    post_opening,
    refer_and_endorse,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.test_consent import refer_without_consent

REPLY = "She's on leave & back <on> Monday"
GENERIC = "nobody reads what's written here"


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        post_opening(office)
        refer_and_endorse(office.ada, offers=())
        yield office


def card_of(office: Office) -> SeenMessage:
    return office.linus.sees("put Grace Hopper forward", where="dm")


def ask(office: Office, text: str = "Would she move?") -> None:
    card_of(office).clicks("Ask the advocate")
    form = office.linus.modal("Ask the advocate")
    form.fills("Your question", text).submits()


def dump_database(office: Office) -> str:
    with closing(sqlite3.connect(str(office.vouch.database.url.database))) as connection:
        return "\n".join(connection.iterdump())


def test_a_reply_under_a_question_becomes_the_answer_by_one_tap(office: Office) -> None:
    ask(office)
    question = office.ada.sees("Would she move?", where="dm")
    office.ada.replies(question, REPLY)
    offer = office.ada.sees("Shall I send this to @linus as your answer?", where="dm")
    assert offer.message["thread_ts"] == question.ts
    wait_until_settled(office)
    assert "on leave" not in dump_database(office)
    offer.clicks("Send my answer")
    answer = office.linus.sees("@ada answered you about Grace Hopper", where="dm")
    assert REPLY in answer.text
    office.ada.sees("I've passed this on to @linus.", where="dm")
    assert "Answer" not in question.reload().buttons


def test_two_taps_at_once_send_the_answer_once(office: Office) -> None:
    ask(office)
    office.ada.replies(office.ada.sees("Would she move?", where="dm"), REPLY)
    offer = office.ada.sees("Shall I send this to @linus", where="dm")
    run_concurrently(lambda: offer.clicks("Send my answer"), lambda: offer.clicks("Send my answer"))
    office.linus.sees(REPLY, where="dm")
    wait_until_settled(office)
    answers = [m for m in office.linus.dm() if "answered you" in m.text]
    assert len(answers) == 1


def test_a_reply_under_a_card_becomes_a_question_to_the_advocate(office: Office) -> None:
    office.linus.replies(card_of(office), "Does she know Go?")
    office.linus.sees("Shall I ask @ada this?", where="dm").clicks("Ask")
    question = office.ada.sees("@linus asks you about Grace Hopper", where="dm")
    assert "Does she know Go?" in question.text


def test_a_reply_under_the_thanks_becomes_a_note_to_the_owner(office: Office) -> None:
    office.ada.replies(office.ada.sees("owns the answer", where="dm"), REPLY)
    office.ada.sees("Shall I pass this on to @linus?", where="dm").clicks("Pass it on")
    note = office.linus.sees("@ada wrote to you about Grace Hopper for ENG-1.", where="dm")
    assert REPLY in note.text
    assert "You asked" not in note.text
    wait_until_settled(office)
    assert "@ada wrote:" in card_of(office).reload().text


def test_a_reply_where_nothing_can_be_passed_on_gets_the_plain_answer(office: Office) -> None:
    thanks = office.ada.sees("owns the answer", where="dm")
    move_stage(card_of(office), "Not now", office.linus, reason="The timing didn't work")
    office.ada.sees("not", where="dm", after=thanks)
    wait_until_settled(office)
    office.ada.replies(thanks, REPLY)
    office.ada.sees(GENERIC, where="dm")


def test_a_reply_under_a_question_that_has_its_answer_is_refused_at_the_tap(
    office: Office,
) -> None:
    ask(office)
    question = office.ada.sees("Would she move?", where="dm")
    office.ada.replies(question, REPLY)
    offer = office.ada.sees("Shall I send this to @linus", where="dm")
    question.clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "Yes").submits()
    wait_until_settled(office)
    offer.clicks("Send my answer")
    office.ada.modal()
    wait_until_settled(office)
    assert not [m for m in office.linus.dm() if REPLY in m.text]


def test_a_reply_that_is_too_long_is_not_taken(office: Office) -> None:
    ask(office)
    question = office.ada.sees("Would she move?", where="dm")
    office.ada.replies(question, "x" * 1901)
    refusal = office.ada.sees("more than 1,900 characters", where="dm")
    assert refusal.buttons == []
    question.reload().clicks("Answer")
    assert office.ada.modal("Your answer")


def test_an_erased_candidate_takes_the_reply_in_the_button_along(sqlite_url: str) -> None:
    with Office(sqlite_url) as office:
        post_opening(office)
        endorse_from_thanks(refer_without_consent(office))
        thanks = office.ada.sees("owns the answer", where="dm")
        office.ada.replies(thanks, "Ask Grace on Monday")
        offer = office.ada.sees("Shall I pass this on to @linus?", where="dm")
        for _ in range(4):
            advance_clock(office, days=8)
        assert "Ask Grace" not in str(offer.reload().message)
