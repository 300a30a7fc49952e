"""A stage that was entered by mistake is corrected within a day, and everybody is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.errors import NotAllowedError, StaleError
from sandbox.driver.person import SeenMessage
from services import corrections
from storage import referrals
from storage.tables.core import REFERRAL
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    hand_over,
    move_stage,
    post_opening,
    refer_candidate,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

CORRECTION = "That was a mistake. @linus has put it right: it's at “contacted”."


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """Linus's card of Grace, who is contacted since yesterday. Ada and Bob vouch for her."""
    post_opening(office)
    refer_candidate(office.ada, knows="I'll ask").closes()
    refer_candidate(office.bob, knows="I'll ask").closes()
    wait_until_settled(office)
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    move_stage(card, "Contacted", office.linus)
    wait_until_settled(office)
    advance_clock(office, days=1, hours=0.5)
    return card.reload()


def test_a_hire_by_mistake_is_put_right_and_everybody_who_was_told_hears_it(
    office: Office, card: SeenMessage
) -> None:
    advance_clock(office, hours=4.5)  # Bob is at work in New York.
    move_stage(card, "Hired", office.linus)
    wait_until_settled(office)
    card = card.reload()
    run_concurrently(lambda: card.clicks("Put it right"), lambda: card.clicks("Put it right"))
    for advocate in (office.ada, office.bob):
        advocate.sees(f"Grace Hopper was at “hired” for ENG-1. {CORRECTION}", where="dm")
    wait_until_settled(office)
    assert len(direct_messages(office.ada, CORRECTION)) == 1
    with office.vouch.database.read() as transaction:
        stored = transaction.execute(select(REFERRAL)).one()
    assert stored.furthest_stage == "contacted", "figures count no hire that was a mistake"
    assert stored.first_answered_at is not None
    card = card.reload()
    assert "You have it: contacted" in card.text
    assert "Put it right" not in card.buttons, "the day of the stage before is over"
    thanks = direct_messages(office.ada, "Thank you for putting Grace Hopper forward")[0]
    assert "@linus has it: contacted." in thanks.text
    assert "said yes yet" in thanks.text, "nobody has said that she agrees"
    assert "Say more" in thanks.buttons
    advance_clock(office, days=8)
    office.ada.sees("Nothing new on Grace Hopper", where="dm")
    office.ada.sees("Have they agreed?", where="dm")
    office.linus.sees("Grace Hopper has been contacted", where="dm")


def test_a_stage_cannot_be_put_right_after_a_day_or_a_further_change(
    office: Office, card: SeenMessage
) -> None:
    card.clicks("Put it right")  # The message was posted yesterday.
    notice = office.linus.modal("Vouch")
    assert "that day is over" in notice.text
    notice.closes()
    move_stage(card, "Interviewing", office.linus)
    move_stage(card.reload(), "Offer", office.linus)
    wait_until_settled(office)
    with office.vouch.database.write() as transaction:
        actor = actor_for(transaction, office.vouch.workspace.id, "U0LINUS")
        context = context_for(transaction, actor, now=office.now())
        (referral,) = referrals.list_by_owner(
            transaction, actor.member.workspace_id, "U0LINUS", limit=9
        )
        entry = corrections.find_correctable_change(context, referral)
        assert entry is not None
        with pytest.raises(StaleError):
            corrections.correct_stage(context, referral.id, entry.history_id - 1)
    assert "You have it: offer" in card.reload().text
    assert not direct_messages(office.ada, "That was a mistake")


def test_only_who_may_answer_puts_a_stage_right(office: Office, card: SeenMessage) -> None:
    """Jonas owns it by a hand-over. After another one, it is not his any more, and stays so."""
    hand_over(card, office.linus, "jonas")
    jonas = office.person("jonas")
    own = jonas.sees("@linus handed this to you.", where="dm")
    move_stage(own, "Interviewing", jonas)
    wait_until_settled(office)
    hand_over(card.reload(), office.linus, "priya")
    wait_until_settled(office)
    with office.vouch.database.write() as transaction:
        actor = actor_for(transaction, office.vouch.workspace.id, "U0JONAS")
        context = context_for(transaction, actor, now=office.now())
        with pytest.raises(NotAllowedError):
            corrections.correct_stage(context, 1, 1)
    change_account(office, "bob", deleted=True)
    handed_over = office.priya.sees("@linus handed this to you.", where="dm")
    handed_over.clicks("Put it right")
    office.ada.sees("@priya has put it right: it's at “contacted”.", where="dm")
    wait_until_settled(office)
    assert "You have it: contacted" in handed_over.reload().text
    assert not direct_messages(office.bob, "has put it right")
