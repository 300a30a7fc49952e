"""Someone who had "not now" comes back to the desk and to the advocate on the day that was set."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    direct_messages,
    move_stage,
    open_manage_form,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

DAY = datetime(2026, 6, 2, 9, 5, tzinfo=UTC)  # three months after Monday 2 March
BACK = "had “not now” for ENG-1 on Monday 2 March"


def say_not_now(office: Office, card: SeenMessage, when: str | None = None) -> None:
    card.clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Not now")
    form = office.linus.modal("Not now").fills("Why?", "The timing didn't work")
    if when:
        form.fills("When to look again?", when)
    assert form.submits() is None
    wait_until_settled(office)


def end_opening(office: Office) -> None:
    open_manage_form(office.linus).fills("Change it to", "Close: not filled").submits()


def test_the_owner_gets_them_back_with_the_evidence_and_the_advocate_on_their_bench(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    news = office.ada.sees("I'll bring them back to @linus on Tuesday 2 June.", where="dm")
    news.clicks("Keep on my bench")
    form = office.ada.modal("Add to your bench")
    assert "I'll ask you about them on Tuesday 2 June 2026" in form.text
    form.fills("Remind me to get in touch", "Every half year").submits()
    office.ada.modal("Your bench").closes()

    again = refer_candidate(office.ada)  # the same voice, before the day
    assert "@linus looks at it again on Tuesday 2 June" in again.text
    assert direct_messages(office.linus, "It had an answer before") == []

    set_clock_and_settle(office, datetime(2026, 6, 1, 9, 5, tzinfo=UTC))
    assert direct_messages(office.linus, BACK) == []
    set_clock_and_settle(office, DAY)
    item = office.linus.sees(BACK, where="dm")
    assert SAW in item.text
    assert "the timing didn't work" in item.text
    assert item.buttons == ["Look again", "Later", "Not needed", "Settings"]
    office.ada.sees("Grace Hopper", where="dm")
    set_clock_and_settle(office, datetime(2026, 6, 2, 14, 5, tzinfo=UTC))
    assert "Grace Hopper" in office.ada.dm()[-1].text  # the check-in of the bench

    run_concurrently(lambda: item.clicks("Look again"), lambda: item.clicks("Look again"))
    wait_until_settled(office)
    assert "They're in the running again" in item.reload().text
    office.ada.sees("Grace Hopper was put forward for ENG-1 again", where="dm")
    assert "It's your turn" in card.reload().text


def test_the_owner_may_leave_it(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card, "In a month")
    set_clock_and_settle(office, datetime(2026, 4, 2, 9, 5, tzinfo=UTC))
    office.linus.sees(BACK, where="dm")
    advance_clock(office, days=14)
    first, second = direct_messages(office.linus, BACK)  # one reminder, and no third message
    assert "Look again" in first.buttons
    second.clicks("Not needed")
    wait_until_settled(office)
    assert second.reload().buttons == ["Settings"]
    assert "Look again" not in office.linus.opens_home().buttons


def test_nobody_is_asked_again_where_nobody_wants_it(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card, "Not again")
    assert "bring them back" not in office.ada.sees("isn't going further", where="dm").text
    set_clock_and_settle(office, DAY)
    assert direct_messages(office.linus, BACK) == []
    refer_candidate(office.ada)  # without a day, anybody may put them forward again
    office.linus.sees("It had an answer before", where="dm")


def test_another_voice_reopens_it_before_the_day(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card)
    refer_candidate(office.bob)
    office.linus.sees("@bob vouches for Grace Hopper too", where="dm")
    wait_until_settled(office)
    move_stage(card.reload(), "In review", office.linus)
    set_clock_and_settle(office, DAY)
    assert direct_messages(office.linus, BACK) == []


def test_it_comes_back_to_somebody_else_when_the_owner_has_left(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=2)
    set_clock_and_settle(office, datetime(2026, 6, 2, 15, 5, tzinfo=UTC))
    others = [office.person(handle) for handle in ("margaret", "priya", "carol")]
    (item,) = [each for person in others for each in direct_messages(person, BACK)]
    assert "Look again" in item.buttons


def test_an_opening_that_has_ended_makes_it_a_general_referral(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    end_opening(office)
    set_clock_and_settle(office, DAY)
    office.linus.sees(BACK, where="dm").clicks("Look again")
    office.ada.sees("stays with us as a general referral", where="dm")
