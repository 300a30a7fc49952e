"""A candidate interviews: the kit for every advocate, and a check-in afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.stories.acts import (
    clock_at,
    heard,
    moves,
    posts_opening,
    refers,
    says_more,
    settled,
    vouches,
)

PREP = "Help them prepare for the interview"
HOW = "How did it go, from where you stand?"


def day(number: int, hour: int = 10, minute: int = 45, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture
def interviewing(office: Office) -> Office:
    """Ada has offered to help; on Tuesday the 10th Grace is invited."""
    posts_opening(office, fit_brief="Calm in incidents.\nWrites things down & *shares* them.")
    vouches(office.ada, offers=[PREP])
    settled(office)
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    card.clicks("I take it")
    clock_at(office, day(6))
    assert heard(office.ada, "you offered to help") == [], "there is no interview yet"
    clock_at(office, day(10, 10, 0))
    moves(card.again(), "Interviewing", office.linus)
    settled(office)
    return office


def test_the_kit_helps_and_the_check_in_reaches_the_owner(interviewing: Office) -> None:
    office, ada = interviewing, interviewing.ada
    news = ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    news.clicks("Open the kit")
    kit = ada.modal("The interview kit")
    for part in (
        "Writes things down & *shares* them.",
        "1. The team hopes for “Calm in incidents”.",
        "Hello Grace Hopper, you are going to meet people here for “Staff Engineer, Storage”.",
        "When suits you? Ada",
    ):
        assert part in " ".join(kit.text.split())
    kit.closes()

    clock_at(office, day(13))
    nudge = ada.sees("you offered to help Grace Hopper prepare", where="dm")
    assert "There is an interview: the kit is ready." in nudge.text
    nudge.clicks("Open the kit")
    assert ada.modal("The interview kit").submits() is None
    settled(office)
    assert "You helped them prepare. Thank you: it will show." in nudge.again().text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has helped them prepare for the interview." in card.text
    news.clicks("Open the kit")
    done = ada.modal("The interview kit")
    assert "You have helped them prepare. Thank you." in done.text
    done.closes()

    clock_at(office, day(18))
    asked = ada.sees(HOW, where="dm")
    asked.clicks("Add what you heard")
    form = ada.modal("What you heard")
    assert form.fills("What you heard", "She liked <everybody>.").submits() is None
    settled(office)
    assert "Done. Thank you." in asked.again().text
    assert "@ada heard after the interview: She liked <everybody>." in " ".join(
        card.again().text.split()
    )
    for number in (24, 25, 31):
        clock_at(office, day(number))
    assert len(heard(ada, HOW)) == 1


def test_every_advocate_is_offered_the_kit_promised_or_not(office: Office) -> None:
    posts_opening(office)
    vouches(office.ada, offers=())
    says_more(refers(office.bob, name="Gracie"), saw="Calm in a fire.")
    settled(office)
    moves(office.linus.sees("@bob vouches for", where="dm"), "Interviewing", office.linus)
    for person, called in ((office.ada, "Grace Hopper"), (office.bob, "Gracie")):
        news = person.sees(f"{called} is interviewing for ENG-1.", where="dm")
        news.clicks("Open the kit")
        kit = person.modal("The interview kit")
        assert "Nobody has written down what the team looks for: ask @margaret." in kit.text
        assert kit.submits() is None
    settled(office)
    card = office.linus.sees("@bob vouches for", where="dm")
    assert card.text.count("Has helped them prepare for the interview.") == 2


def test_nobody_is_asked_how_it_went_when_it_has_moved_on(interviewing: Office) -> None:
    office = interviewing
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    clock_at(office, day(17, 9, 0))
    moves(card, "Offer", office.linus)
    for number in (17, 18, 19, 24, 25):
        clock_at(office, day(number))
    assert heard(office.ada, HOW) == []


def test_it_is_asked_twice_at_most_and_later_is_later(interviewing: Office) -> None:
    ada = interviewing.ada
    ada.sees("is interviewing", where="dm").clicks("Open the kit")
    assert ada.modal("The interview kit").submits() is None
    clock_at(interviewing, day(18))
    ada.sees(HOW, where="dm").clicks("Later")
    assert ada.modal("Later").fills("Day", "2026-03-23").submits() is None
    settled(interviewing)
    assert "I come back to it on Monday." in ada.sees(HOW, where="dm").text
    for number in (23, 24, 25, 30, 31):
        clock_at(interviewing, day(number))
    for number in (1, 2, 8, 9, 15, 22):
        clock_at(interviewing, day(number, month=4))
    assert len(heard(ada, HOW)) <= 3
    last = heard(ada, HOW)[-1]
    last.clicks("Not needed")
    settled(interviewing)
    assert "Not needed any more." in last.again().text
