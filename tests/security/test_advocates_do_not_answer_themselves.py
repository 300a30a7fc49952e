"""Nobody answers a referral that they vouch for, while someone else can."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)

REMINDER = "because you can give an answer"


def errors_after_hand_over(office: Office, card: SeenMessage, to: str) -> str:
    """Linus tries to hand the referral of the card to someone. Returns what the form says."""
    card.chooses("Hand over")
    refused = office.linus.modal("Hand over").fills("New owner", to).submits()
    return str(refused.errors) if refused is not None else ""


def test_a_referral_is_not_handed_to_its_advocate(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    told = errors_after_hand_over(office, card, "ada")
    assert "They vouch for this candidate" in told
    assert "@margaret can take it" in told
    wait_until_settled(office)
    assert direct_messages(office.ada, "handed this to you") == []


def test_a_referral_is_not_handed_to_a_second_voucher(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    refer_candidate(office.margaret).closes()
    told = errors_after_hand_over(office, card, "margaret")
    assert "They vouch for this candidate" in told
    assert "@priya can take it" in told


def test_an_advocate_who_recruits_does_not_take_it_from_a_reminder(office: Office) -> None:
    """It was passed on to Margaret before she vouched."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    for day in (4, 5, 9):
        for hour in (6, 15):
            set_clock_and_settle(office, datetime(2026, 3, day, hour, day, tzinfo=UTC))
    (reminder,) = direct_messages(office.margaret, REMINDER)
    refer_candidate(office.margaret).closes()
    reminder.clicks("I'll take it")
    assert "You vouch for this candidate" in office.margaret.modal().text
    wait_until_settled(office)
    assert "In review" not in office.ada.opens_home().text


def test_an_owner_who_vouches_hands_it_over_before_the_first_answer(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    refer_candidate(office.linus).closes()
    card.clicks("I'll take it")
    assert "You vouch for this candidate" in office.linus.modal().text
    card.clicks("Not now")
    form = office.linus.modal("Not now").fills("Why?", "The timing didn't work")
    refused = form.submits()
    assert refused is not None
    assert "You vouch for this candidate" in refused.text + str(refused.errors)
    assert errors_after_hand_over(office, card, "margaret") == ""
    come_to_work(office, "margaret")
    office.margaret.sees("@linus handed this to you.", where="dm").clicks("I'll take it")
    office.ada.sees("@margaret", where="dm")


def test_an_advocate_answers_where_nobody_else_can(sqlite_url: str) -> None:
    nobody_else = {
        "VOUCH_RECRUITER_GROUP": "",
        "VOUCH_RECRUITERS": "U0LINUS",
        "VOUCH_ADMINS": "U0LINUS",
    }
    with Office(sqlite_url, settings=nobody_else) as office:
        post_opening(office, who="linus")
        refer_and_endorse(office.linus, offers=())
        office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
        wait_until_settled(office)
        assert "In review" in office.linus.opens_home().text
