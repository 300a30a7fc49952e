"""Two candidates who are alike turn out to be one person, or two."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.stages import Reason
from sandbox.driver.person import SeenMessage
from services import consent
from storage import candidates, commitments, endorsements, history, questions, referrals
from storage.tables.core import CANDIDATE, FOLLOW_UP, REFERRAL
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.security.test_lost_rights import dismiss_priya
from tests.stories.actions import (
    SAW,
    advance_clock,
    direct_messages,
    hand_over,
    move_stage,
    post_opening,
    refer_and_endorse,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_consent import find_in_database

QUESTION = "Is this the same person as"
YES, NO = "Yes, same person", "No, different people"


@pytest.fixture
def twins(office: Office) -> Office:
    """Ada and Bob have put Grace forward for one role, by two addresses; Ada for another, too."""
    post_opening(office)
    post_opening(office, title="Data Lead", team="Data", recruiter="linus")
    refer_and_endorse(office.ada, email="gracehopper@gmail.com", offers=())
    advance_clock(office, hours=5)  # Bob is at work in New York.
    refer_and_endorse(
        office.bob,
        email="g.racehopper@gmail.com",
        saw="She wrote the first compiler.",
        knows="I'll ask",
    )
    refer_and_endorse(office.bob, "DAT-1", email="g.racehopper@gmail.com", offers=())
    wait_until_settled(office)
    return office


def cards(office: Office) -> list[SeenMessage]:
    return direct_messages(office.linus, "put Grace Hopper forward for")


def card_of(office: Office, advocate: str, ref: str) -> SeenMessage:
    (card,) = direct_messages(office.linus, f"@{advocate} put Grace Hopper forward for {ref}")
    return card


def test_a_yes_makes_one_person_of_two_and_nothing_is_lost(twins: Office) -> None:
    office = twins
    second = card_of(office, "bob", "ENG-1")
    second.clicks("Ask the advocate")
    office.linus.modal().fills("Your question", "Since when?").submits()
    office.bob.sees("Since when?", where="dm").clicks("Answer")
    office.bob.modal("Your answer").fills("Your answer", "Since 1944.").submits()
    move_stage(second, "Interviewing", office.linus)
    wait_until_settled(office)
    assert f"{QUESTION} Grace Hopper (gracehopper@gmail.com), who @ada put" in second.reload().text
    run_concurrently(lambda: second.clicks(YES), lambda: second.clicks(YES))
    wait_until_settled(office)

    assert "has one card now, with everyone's words." in second.reload().text
    first = card_of(office, "ada", "ENG-1")
    for text in (
        SAW,
        "She wrote the first compiler.",
        "Since 1944.",
        "First voice · @ada",
        "Second vouch · @bob",
        "g.racehopper@gmail.com (from @bob)",
        "gracehopper@gmail.com (from @ada)",
        "You have it: interviewing",
    ):
        assert text in first.text, text
    assert QUESTION not in "".join(each.text for each in cards(office))
    thanks = office.bob.sees("Thank you for vouching for Grace Hopper for ENG-1", where="dm")
    assert "Yours is a second vouch" in thanks.text
    with office.vouch.database.read() as transaction:
        ws = office.vouch.workspace.id
        (row,) = transaction.execute(select(CANDIDATE)).all()
        assert row.consent == "agreed", "Ada said that she agreed"
        assert row.decide_by is None
        found = referrals.list_by_candidate(transaction, ws, row.id)
        assert [(each.opening_ref, each.advocate) for each in found] == [
            ("ENG-1", "U0ADA"),
            ("DAT-1", "U0BOB"),
        ]
        eng = found[0].id
        assert referrals.find(transaction, ws, eng + 1) == found[0], "old buttons still work"
        assert len(endorsements.list_given_contacts(transaction, ws, [eng])) == 2
        assert [each.member for each in commitments.list_by_referrals(transaction, ws, [eng])[eng]]
        assert len(questions.list_by_referral(transaction, ws, eng)) == 1
        verbs = [line[2] for line in history.list_lines(transaction, ws, "referral", eng)]
        assert verbs.count("referral.submitted") == 2
        about = select(FOLLOW_UP).where(FOLLOW_UP.c.state == "open")
        open_ones = {
            (each.kind, each.member, each.referral_id)
            for each in transaction.execute(about).all()
            if each.kind in ("heartbeat", "commitment", "stage")
        }
        assert ("commitment", "U0BOB", eng) in open_ones
        assert ("heartbeat", "U0ADA", eng) in open_ones
        assert ("heartbeat", "U0BOB", eng) in open_ones
        assert ("stage", "U0LINUS", eng) in open_ones

    advance_clock(office, days=40)
    assert "Grace Hopper" in first.reload().text, "she agreed, so nothing is erased"
    with office.vouch.database.write() as transaction:
        actor = actor_for(transaction, office.vouch.workspace.id, "U0CAROL")
        context = context_for(transaction, actor, now=office.now())
        candidate = candidates.find(transaction, actor.member.workspace_id, row.id)
        assert candidate is not None
        assert consent.erase_candidate(context, candidate, Reason.OTHER)
    office.vouch.wake_delivery.set()
    wait_until_settled(office)
    secrets = ("racehopper@gmail.com", "Hopper", SAW, "compiler", "Since 1944")
    assert find_in_database(office, *secrets) == []


def test_a_no_is_never_asked_again(twins: Office) -> None:
    office = twins
    first, second = card_of(office, "ada", "ENG-1"), card_of(office, "bob", "ENG-1")
    second.clicks(NO)
    wait_until_settled(office)
    assert QUESTION not in first.reload().text
    assert QUESTION not in second.reload().text
    with office.vouch.database.read() as transaction:
        assert len(transaction.execute(select(CANDIDATE)).all()) == 2
        assert len(transaction.execute(select(REFERRAL)).all()) == 3
    refer_and_endorse(office.ada, "DAT-1", email="gracehopper@gmail.com", offers=())
    wait_until_settled(office)
    assert QUESTION not in "".join(each.text for each in cards(office))


def test_the_advocate_of_both_says_it_and_nobody_else_can(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, email="gracehopper@gmail.com", offers=())
    advance_clock(office, hours=1)
    refer_and_endorse(
        office.ada, email="grace.hopper@gmail.com", saw="She is calm.", offers=(), knows="Not yet"
    )
    wait_until_settled(office)
    asked = [each for each in office.ada.dm() if QUESTION in each.text]
    assert {YES, NO} <= set(asked[-1].buttons)
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=2)
    asked[-1].clicks(YES)
    wait_until_settled(office)
    assert not [each for each in office.ada.dm() if QUESTION in each.text]
    with office.vouch.database.read() as transaction:
        (row,) = transaction.execute(select(REFERRAL)).all()
        (own,) = endorsements.list_current(transaction, row.workspace_id, row.id)
        assert own.evidence.saw == "She is calm."
        assert own.is_first
        versions = endorsements.list_given_contacts(transaction, row.workspace_id, [row.id])
        assert len(versions) == 2, "the earlier words are kept as an earlier version"


def test_who_lost_the_right_cannot_say_it(twins: Office) -> None:
    """Priya owns one of the two. Without the role of a recruiter she may not see the other one."""
    office = twins
    advance_clock(office, hours=19)  # Priya is at work in India.
    hand_over(card_of(office, "bob", "ENG-1"), office.linus, "priya")
    card = office.priya.sees("@linus handed this to you.", where="dm")
    dismiss_priya(office)
    for answer in (YES, NO):
        card.clicks(answer)
        refusal = office.priya.modal("Vouch")
        assert "Only its owner, the hiring manager" in refusal.text
        refusal.closes()
    with office.vouch.database.read() as transaction:
        assert len(transaction.execute(select(CANDIDATE)).all()) == 2
        assert len(transaction.execute(select(REFERRAL)).all()) == 3
