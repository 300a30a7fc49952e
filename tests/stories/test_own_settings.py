"""Someone sets their own pause, hours, time zone and weekly budget, and each applies at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sandbox.driver.person import Modal, Person
from tests.office import Office
from tests.stories.actions import (
    direct_messages,
    local_arrival,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

OFFERED = "you offered to introduce Grace Hopper to the team, for ENG-1."
TITLE = "Your settings"


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def open_settings(person: Person) -> Modal:
    return person.types("/refer settings").modal(TITLE)


def save_and_read(form: Modal) -> str:
    saved = submit_and_expect(form, "Saved")
    text = saved.text
    saved.closes()
    return text


def offer_an_introduction(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    wait_until_settled(office)


def test_a_pause_holds_every_reminder_and_ends_at_once(office: Office) -> None:
    """The pause is set from the end of a nudge, and ended in App Home before its day."""
    offer_an_introduction(office)
    ada = office.ada
    set_clock_and_settle(office, day(5, 10, 30))
    (nudge,) = direct_messages(ada, OFFERED)
    nudge.clicks("Settings")
    form = ada.modal(TITLE).fills("Pause until", date(2026, 3, 30))
    saved = submit_and_expect(form, "Saved")
    assert "You're paused until Monday 30 March." in saved.text
    assert "Monday to Friday, from 9:30 to 16:30, London time." in saved.text
    saved.closes()
    set_clock_and_settle(office, day(20, 11))
    assert len(direct_messages(ada, OFFERED)) == 1
    assert direct_messages(ada, "No news") == []
    ada.opens_home().clicks("Settings")
    text = save_and_read(ada.modal(TITLE).fills("Pause until", None))
    assert "paused" not in text
    wait_until_settled(office)
    assert len(direct_messages(ada, OFFERED)) == 2


def test_reminders_keep_to_ones_own_hours_zone_and_budget(office: Office) -> None:
    offer_an_introduction(office)
    ada = office.ada
    form = open_settings(ada)
    form.fills("Messages a week, at most", "None").fills("Time zone", "Asia/Tokyo")
    form.fills("Your day starts at", time(13)).fills("Your day ends at", time(15, 5))
    form.fills("Your days", ["Friday", "Saturday", "Sunday"])
    text = save_and_read(form)
    assert "I write to you Friday to Sunday, from 13:00 to 15:05, Tokyo time." in text
    assert "You get no messages you didn't ask for." in text
    set_clock_and_settle(office, day(8, 5))  # 14:00 on Sunday in Tokyo
    assert direct_messages(ada, OFFERED) == []
    form = open_settings(ada)
    assert form.value("Your day ends at") == "15:05"
    assert "at most five messages" in save_and_read(form.fills("Messages a week, at most", "Five"))
    wait_until_settled(office)
    (nudge,) = direct_messages(ada, OFFERED)
    assert "Five messages a week at most." in nudge.text
    assert local_arrival(nudge, "Asia/Tokyo").strftime("%A %H") == "Sunday 14"


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_stored(office: Office) -> None:
    ada = office.ada
    form = open_settings(ada)
    form.fills("Pause until", date(2026, 3, 2)).fills("Your days", ["Monday"])
    form.fills("Your day starts at", time(16)).fills("Your day ends at", time(9))
    refused = submit_and_expect_errors(
        form,
        {
            "Pause until": "Choose tomorrow or a later day. Clear it to end a pause.",
            "Your day ends at": "Your day would end before it starts. Choose a later time.",
        },
    )
    refused.fills("Pause until", date(2027, 4, 1)).fills("Your day ends at", time(16, 20))
    refused = submit_and_expect_errors(
        refused,
        {
            "Pause until": "That's more than a year away. Choose an earlier day.",
            "Your day ends at": "That leaves less than an hour. Choose a later time.",
        },
    )
    refused.closes()
    form = open_settings(ada)
    assert (form.value("Pause until"), form.value("Your day starts at")) == ("", "09:30")
    run_concurrently(form.submits, form.submits)
    assert "Monday to Friday, from 9:30 to 16:30, London time." in ada.modal("Saved").text
    office.gus.types("/refer settings")
    office.gus.sees("Only people who work here have these settings.")


def test_whoever_pauses_is_passed_over_for_new_referrals(office: Office) -> None:
    """The pause outlives an account that is deactivated by mistake."""
    post_opening(office)
    linus = office.linus
    text = save_and_read(open_settings(linus).fills("Pause until", date(2026, 3, 9)))
    assert "New referrals, and answers that are due from you, go to someone else" in text
    change_account(office, "linus", deleted=True)
    change_account(office, "linus", deleted=False)
    refer_candidate(office.ada).closes()
    set_clock_and_settle(office, day(2, 15))  # in the hiring manager's hours
    assert direct_messages(linus, "put Grace Hopper forward") == []
    office.margaret.sees("put Grace Hopper forward", where="dm")
    set_clock_and_settle(office, day(9, 10))
    refer_candidate(office.bob, name="Alan Turing", email="alan@example.com").closes()
    wait_until_settled(office)
    linus.sees("put Alan Turing forward", where="dm")
