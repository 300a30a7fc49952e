"""Someone who lost the right to answer referrals sees no more names or evidence."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    direct_messages,
    hand_over,
    post_opening,
    refer_and_endorse,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account, is_no_recruiter, set_recruiters
from tests.stories.test_general_referral import refer_generally

REMINDER = "is waiting for your first answer."
REMINDER_OF_OTHERS = "hasn't answered yet. Can you?"


def dismiss_priya(office: Office) -> None:
    """Take Priya out of the recruiters' group and wait until the bot knows it."""
    set_recruiters(office, "linus")
    assert office.priya.client.wait_for(lambda: is_no_recruiter(office.priya))


def hand_to_priya(office: Office) -> SeenMessage:
    """Linus hands the referral over. Returns Priya's card."""
    hand_over(office.linus.sees("put Grace Hopper forward", where="dm"), office.linus, "priya")
    return office.priya.sees("@linus handed this to you.", where="dm")


def ask_as_priya(office: Office) -> None:
    """Priya owns a referral of Ada's for a moment, asks her a question, and hands it to Linus."""
    card = hand_to_priya(office)
    card.clicks("Ask the advocate")
    office.priya.modal("Ask the advocate").fills("Your question", "Berlin?").submits()
    office.ada.sees("@priya asks you about", where="dm")
    hand_over(card, office.priya, "linus")
    wait_until_settled(office)


def test_an_answer_goes_to_the_owner_and_not_to_a_former_recruiter(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    ask_as_priya(office)
    dismiss_priya(office)
    office.ada.sees("@priya asks you about", where="dm").clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "Gladly, by the lake.").submits()
    wait_until_settled(office)
    assert direct_messages(office.linus, "Gladly, by the lake.")
    assert direct_messages(office.priya, "Gladly, by the lake.") == []


def test_a_reminder_that_was_passed_on_leaves_a_former_recruiter(office: Office) -> None:
    change_account(office, "carol", deleted=True)  # Recruiters are asked where no admin is left.
    refer_generally(office.ada, saw=SAW)
    wait_until_settled(office)
    set_clock_and_settle(office, datetime(2026, 3, 4, 11, 5, tzinfo=UTC))
    assert direct_messages(office.linus, REMINDER)
    set_clock_and_settle(office, datetime(2026, 3, 9, 6, 5, tzinfo=UTC))  # 11:35 in India
    if not direct_messages(office.priya, REMINDER_OF_OTHERS):
        set_clock_and_settle(office, datetime(2026, 3, 10, 6, 5, tzinfo=UTC))
    assert direct_messages(office.priya, REMINDER_OF_OTHERS)
    assert "Grace Hopper" in office.priya.opens_home().text
    dismiss_priya(office)
    home = office.priya.opens_home()
    assert "Grace" not in home.text
    assert SAW not in home.text
    known = len(direct_messages(office.priya, "Grace"))
    for _ in range(5):
        advance_clock(office, days=1)
    assert len(direct_messages(office.priya, "Grace")) == known


def test_a_reminder_of_a_former_owner_loses_the_name_when_it_is_edited(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    hand_to_priya(office)
    wait_until_settled(office)
    set_clock_and_settle(office, datetime(2026, 3, 5, 6, 5, tzinfo=UTC))
    (nudge,) = direct_messages(office.priya, REMINDER)
    dismiss_priya(office)
    hand_over(nudge, office.priya, "linus")
    wait_until_settled(office)
    edited = nudge.reload()
    assert edited.buttons == ["Settings"]
    assert "@linus has it." in edited.text
    assert "Grace" not in edited.text
    assert SAW.rstrip(".") not in edited.text
