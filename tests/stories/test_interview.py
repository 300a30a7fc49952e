"""A candidate is interviewed: advocates get the interview kit, and a check-in afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    wait_until_settled,
)

PREPARATION_OFFER = "Help them prepare for the interview"
CHECK_IN = "How did it go, from where you stand?"


def day(number: int, hour: int = 10, minute: int = 45, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture
def interviewing(office: Office) -> Office:
    """Ada has offered help, and on Tuesday the 10th Grace's stage becomes Interviewing."""
    post_opening(office, fit_brief="Calm in incidents.\nWrites things down & *shares* them.")
    refer_and_endorse(office.ada, offers=[PREPARATION_OFFER])
    wait_until_settled(office)
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    card.clicks("I'll take it")
    set_clock_and_settle(office, day(6))
    assert direct_messages(office.ada, "you offered to help") == [], "there is no interview yet"
    set_clock_and_settle(office, day(10, 10, 0))
    move_stage(card.reload(), "Interviewing", office.linus)
    wait_until_settled(office)
    return office


def test_the_kit_is_marked_as_used_and_the_check_in_reaches_the_owner(interviewing: Office) -> None:
    office, ada = interviewing, interviewing.ada
    stage_message = ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    stage_message.clicks("Open the kit")
    kit = ada.modal("The interview kit")
    for text in (
        "Writes things down & *shares* them.",
        "1. The team wants “Calm in incidents”.",
        "Hi Grace, You're about to meet people here for the Staff Engineer, Storage role.",
        "When would suit you? Ada",
    ):
        assert text in " ".join(kit.text.split())
    kit.closes()

    set_clock_and_settle(office, day(13))
    nudge = ada.sees("you offered to help Grace Hopper prepare", where="dm")
    assert "There's an interview, and the kit is ready." in nudge.text
    nudge.clicks("Open the kit")
    assert ada.modal("The interview kit").submits() is None
    wait_until_settled(office)
    assert "You helped them prepare. Thank you. It will show." in nudge.reload().text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has helped them prepare for the interview." in card.text
    stage_message.clicks("Open the kit")
    kit_afterwards = ada.modal("The interview kit")
    assert "You've helped them prepare. Thank you." in kit_afterwards.text
    kit_afterwards.closes()

    set_clock_and_settle(office, day(18))
    check_in = ada.sees(CHECK_IN, where="dm")
    check_in.clicks("Add what you heard")
    form = ada.modal("What you heard")
    assert form.fills("What you heard", "She liked <everybody>.").submits() is None
    wait_until_settled(office)
    assert "Done. Thank you." in check_in.reload().text
    assert "@ada heard after the interview: She liked <everybody>." in " ".join(
        card.reload().text.split()
    )
    for number in (24, 25, 31):
        set_clock_and_settle(office, day(number))
    assert len(direct_messages(ada, CHECK_IN)) == 1


def test_every_advocate_can_open_the_kit_without_having_offered_help(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    endorse_from_thanks(refer_candidate(office.bob, name="Gracie"), saw="Calm in a fire.")
    wait_until_settled(office)
    move_stage(office.linus.sees("@bob vouches for", where="dm"), "Interviewing", office.linus)
    come_to_work(office, "ada", "bob")
    for person, name in ((office.ada, "Grace Hopper"), (office.bob, "Gracie")):
        stage_message = person.sees(f"{name} is interviewing for ENG-1.", where="dm")
        stage_message.clicks("Open the kit")
        kit = person.modal("The interview kit")
        assert "Nobody has written down what the team wants, so ask @margaret." in kit.text
        assert kit.submits() is None
    wait_until_settled(office)
    card = office.linus.sees("@bob vouches for", where="dm")
    assert card.text.count("Has helped them prepare for the interview.") == 2


def test_nothing_comes_about_interviews_after_the_stage_has_moved_on(
    interviewing: Office,
) -> None:
    office = interviewing
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    set_clock_and_settle(office, day(17, 9, 0))
    move_stage(card, "Offer", office.linus)
    for number in (17, 18, 19, 24, 25):
        set_clock_and_settle(office, day(number))
    assert direct_messages(office.ada, CHECK_IN) == []
    assert direct_messages(office.ada, "you offered to help") == [], "nothing is left to prepare"
    assert "prepare for the interview" not in office.ada.sees("Thank you for putting").text


def test_a_check_in_can_be_postponed_and_comes_at_most_twice_more(interviewing: Office) -> None:
    ada = interviewing.ada
    ada.sees("is interviewing", where="dm").clicks("Open the kit")
    assert ada.modal("The interview kit").submits() is None
    set_clock_and_settle(interviewing, day(18))
    ada.sees(CHECK_IN, where="dm").clicks("Later")
    assert ada.modal("Later").fills("Day", "2026-03-23").submits() is None
    wait_until_settled(interviewing)
    assert "come back to it on Monday 23 March." in ada.sees(CHECK_IN, where="dm").text
    for number in (23, 24, 25, 30, 31):
        set_clock_and_settle(interviewing, day(number))
    for number in (1, 2, 8, 9, 15, 22):
        set_clock_and_settle(interviewing, day(number, month=4))
    assert len(direct_messages(ada, CHECK_IN)) <= 3
    last_check_in = direct_messages(ada, CHECK_IN)[-1]
    last_check_in.clicks("Not needed")
    wait_until_settled(interviewing)
    assert "Not needed any more." in last_check_in.reload().text
