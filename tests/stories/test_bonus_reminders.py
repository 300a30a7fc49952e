"""What a bonus needs is asked for until it is done, and the advocate is told how it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sandbox.driver.person import SeenMessage
from tests.invariants import MessageLog
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_bonus import post_with_bonus
from tests.stories.test_own_settings import open_settings, save_and_read

QUESTION = "I don't know their first day yet, and the bonus counts from it. When is it?"
DUE = "@ada's bonus for Grace Hopper, ENG-1: 1,000 EUR fell due on"


def hire(office: Office, first_day: date | None = None) -> SeenMessage:
    """Ada put Grace forward for a role with a bonus, and Linus hires her."""
    post_with_bonus(office)
    refer_candidate(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    card.reload().clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Hired")
    if first_day is not None:
        form.fills("Their first day", first_day)
    assert form.submits() is None
    wait_until_settled(office)
    return card


def test_a_first_day_begins_where_the_advocate_is(office: Office) -> None:
    """Ada is in Auckland, where it is Monday morning while it is Sunday in UTC."""
    save_and_read(open_settings(office.ada).fills("Time zone", "Pacific/Auckland"))
    hire(office, date(2026, 3, 9))
    set_clock_and_settle(office, datetime(2026, 3, 8, 20, 31, tzinfo=UTC))
    news = office.ada.sees("Grace Hopper, hired for ENG-1, started on Monday 9 March.", where="dm")
    assert "1,000 EUR due: it fell due on Monday 9 March" in news.text


def test_the_first_day_is_asked_for_and_then_each_part_to_be_paid(office: Office) -> None:
    log = MessageLog(office)
    hire(office)
    news = office.ada.sees("Grace Hopper is hired for ENG-1!", where="dm")
    assert "Your bonus counts from their first day, and I'll tell you then" in news.text

    # Nobody knows the day: the owner is asked, puts it off, is asked again and enters it.
    advance_clock(office, days=3, hours=1)
    question = office.linus.sees(QUESTION, where="dm")
    assert "Grace Hopper was hired for ENG-1 on Monday 2 March." in question.text
    question.clicks("Later")
    assert office.linus.modal("Later").submits() is None
    wait_until_settled(office)
    assert "I'll come back to it on" in question.reload().text
    advance_clock(office, days=1)
    assert len(direct_messages(office.linus, QUESTION)) == 2
    direct_messages(office.linus, QUESTION)[-1].clicks("Enter the first day")
    form = office.linus.modal("First and last day").fills("First day", date(2026, 3, 9))
    assert form.submits() is None
    wait_until_settled(office)
    assert "Their first day is entered. Thank you." in question.reload().text
    assert not direct_messages(office.linus, QUESTION)

    # The first day: the advocate hears it, and whoever pays is asked.
    advance_clock(office, days=3)
    come_to_work(office, "ada", "linus")
    first_day = office.ada.sees(
        "Grace Hopper, hired for ENG-1, started on Monday 9 March.", where="dm"
    )
    assert "1,000 EUR due: it fell due on Monday 9 March" in first_day.text
    assert "I'll remind @linus until it's paid." in first_day.text
    assert "it's due on Sunday 7 June if they're still here" in first_day.text
    due = office.linus.sees(f"{DUE} Monday 9 March. Has it been paid?", where="dm")
    due.clicks("Mark as paid")
    due.clicks("Mark as paid")
    assert "@linus has marked it as paid already." in office.linus.modal("Vouch").text
    wait_until_settled(office)
    assert "Paid: @linus marked it on Monday 9 March." in due.reload().text
    assert "paid: @linus marked it on Monday 9 March." in first_day.reload().text
    assert "I'll remind" not in first_day.reload().text

    # It was a mistake: it is due again, and asked for again some days later.
    office.linus.opens_home().clicks("Bonuses")
    office.linus.modal("Bonuses").clicks("Take back")
    wait_until_settled(office)
    assert "isn't paid yet" in first_day.reload().text
    advance_clock(office, days=7, hours=1)
    assert len(direct_messages(office.linus, DUE)) == 2  # the first one asks again, too
    direct_messages(office.linus, DUE)[1].clicks("Mark as paid")
    wait_until_settled(office)
    assert not direct_messages(office.linus, DUE)

    # Grace leaves before the second part is due: nobody is asked, and the advocate is told so.
    office.linus.opens_home().clicks("Bonuses")
    office.linus.modal("Bonuses").clicks("Change days")
    days = office.linus.modal("First and last day").fills("Last day", date(2026, 3, 16))
    submit_and_expect(days, "Bonuses")
    advance_clock(office, days=85)
    come_to_work(office, "ada", "linus")
    office.ada.sees(
        "Your bonus for Grace Hopper, ENG-1: 1,000 EUR void: they left before it was due.",
        where="dm",
    )
    assert not direct_messages(office.linus, DUE)
    assert log.read().find_breaches() == []


def test_someone_else_is_asked_where_nobody_answers_or_the_person_left(office: Office) -> None:
    hire(office, date(2026, 3, 3))
    advance_clock(office, days=1, hours=1)
    come_to_work(office, "linus")
    assert len(direct_messages(office.linus, DUE)) == 1
    for _ in range(2):  # the second reminder, and then someone else
        advance_clock(office, days=7, hours=1)
    come_to_work(office, "linus", "carol")
    assert len(direct_messages(office.linus, DUE)) == 2
    asked = office.carol.sees(DUE, where="dm")
    assert "I've sent three reminders so far, not only to you." in asked.text
    assert not direct_messages(office.margaret, DUE), "she cannot mark a bonus"

    # Carol leaves: Linus is asked again, and answers the first message that asked him.
    change_account(office, "carol", deleted=True)
    advance_clock(office, hours=2)
    advance_clock(office, days=8)
    come_to_work(office, "linus")
    assert len(direct_messages(office.linus, DUE)) == 3
    direct_messages(office.linus, DUE)[0].clicks("Mark as paid")
    wait_until_settled(office)
    assert not direct_messages(office.linus, DUE)


def test_an_advocate_who_is_back_within_the_month_gets_the_bonus_after_all(office: Office) -> None:
    hire(office, date(2026, 3, 3))
    change_account(office, "ada", deleted=True)
    advance_clock(office, hours=2)  # to the second look, on the day before the first part is due
    office.linus.opens_home().clicks("Bonuses")
    payroll = office.linus.modal("Bonuses")
    assert payroll.text.count("void: the advocate left before it was due.") == 2, payroll.text
    payroll.closes()
    advance_clock(office, days=7)
    come_to_work(office, "linus")
    assert not direct_messages(office.linus, DUE)
    change_account(office, "ada", deleted=False)
    wait_until_settled(office)
    come_to_work(office, "ada", "linus")
    office.linus.sees(f"{DUE} Tuesday 3 March. Has it been paid?", where="dm")
    news = office.ada.sees("Grace Hopper, hired for ENG-1, started on Tuesday 3 March.", where="dm")
    assert "1,000 EUR due: it fell due on Tuesday 3 March" in news.text
    assert "I'll remind @linus until it's paid." in news.text


def test_a_hire_that_was_a_mistake_asks_nobody(office: Office) -> None:
    card = hire(office, date(2026, 3, 3))
    card.reload().clicks("Put it right")
    wait_until_settled(office)
    advance_clock(office, days=14)
    assert not direct_messages(office.linus, DUE)
    assert not direct_messages(office.ada, "Grace Hopper, hired for")
