"""A new colleague leaves: the check-ins end with the last day, and so does the bonus clock."""

from __future__ import annotations

from datetime import date

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.test_bonus import own_list
from tests.stories.test_bonus_reminders import DUE, hire

HELLO = "a hello from you goes a long way"
STILL_AHEAD = "1,000 EUR eligible: it's due on Monday 1 June if they're still here"
VOID = "1,000 EUR void: they left before it was due."


def enter_last_day(office: Office, day: date | None) -> None:
    office.linus.opens_home().clicks("Bonuses")
    office.linus.modal("Bonuses").clicks("Change days")
    form = office.linus.modal("First and last day").fills("Last day", day)
    submit_and_expect(form, "Bonuses").closes()
    wait_until_settled(office)


def test_a_last_day_ends_the_check_ins_and_the_bonus_on_that_day(office: Office) -> None:
    hire(office, date(2026, 3, 3))
    # It is known ahead, and nobody tells the advocate before.
    enter_last_day(office, date(2026, 4, 7))
    assert STILL_AHEAD in own_list(office.ada)
    advance_clock(office, days=31, hours=1)
    come_to_work(office, "ada")
    hello = office.ada.sees(f"After 30 days, {HELLO}", where="dm")
    assert "has been here since Tuesday 3 March" in hello.text
    assert "7 April" not in office.ada.opens_home().text
    advance_clock(office, days=12)  # The reminder would have come on 9 April.
    come_to_work(office, "ada")
    assert len(direct_messages(office.ada, HELLO)) == 1
    assert VOID in own_list(office.ada)
    assert HELLO not in office.ada.opens_home().text

    # The day is corrected: what was asked says how it was.
    enter_last_day(office, date(2026, 4, 6))
    assert "was here from Tuesday 3 March to Monday 6 April, hired for" in hello.reload().text
    assert "I said hello" not in hello.reload().buttons

    # It was a mistake: both go on, and the day of the first check-in is over.
    enter_last_day(office, None)
    assert STILL_AHEAD in own_list(office.ada)
    advance_clock(office, days=50)
    come_to_work(office, "ada", "linus")
    office.ada.sees(f"After 90 days, {HELLO}", where="dm")
    assert len(direct_messages(office.ada, f"After 30 days, {HELLO}")) == 0
    office.linus.sees(f"{DUE} Monday 1 June", where="dm")


def test_nobody_says_hello_to_someone_who_left_within_a_month(office: Office) -> None:
    hire(office, date(2026, 3, 3))
    advance_clock(office, days=14)
    enter_last_day(office, date(2026, 3, 13))
    advance_clock(office, days=80)
    come_to_work(office, "ada", "linus")
    assert not direct_messages(office.ada, HELLO)
    office.ada.sees(f"Your bonus for Grace Hopper, ENG-1: {VOID}", where="dm")
    assert not direct_messages(office.linus, f"{DUE} Monday 1 June")
    # What was due before stays due, and someone is asked until it's paid.
    assert "1,000 EUR due: it fell due on Tuesday 3 March" in own_list(office.ada)
