"""Someone asks for a round-up of open roles by their topics, and of hot roles at once.

A recruiter marks a role as hot until a day, and it ends by itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from nudges import openings as opening_tick
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    local_arrival,
    open_manage_form,
    post_opening,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.test_own_settings import open_settings, save_and_read

WEEKLY, AT_ONCE = "Once a week", "Once a week, and hot roles at once"
SMALL_PRINT = "You asked for this round-up"


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def round_ups(person: Person) -> list[SeenMessage]:
    return direct_messages(person, "this week")


def test_a_weekly_round_up_has_the_new_roles_of_ones_topics(office: Office) -> None:
    ada, bob = office.ada, office.bob
    form = open_settings(ada).fills("Topics", "storage, Design").fills("Open roles for you", WEEKLY)
    assert "Once a week I send you new roles about storage or Design." in save_and_read(form)
    post_opening(office)
    post_opening(office, title="Office Manager", team="Operations")
    set_clock_and_settle(office, day(3, 9, 0))
    assert round_ups(ada) == []
    set_clock_and_settle(office, day(3, 9, 31))
    (message,) = round_ups(ada)
    assert "One new role this week about storage or Design." in message.text
    assert "ENG-1" in message.text
    assert "OPE-1" not in message.text
    assert "Two messages a week at most." in message.text
    assert local_arrival(message, "Europe/London").strftime("%A %H:%M") == "Tuesday 09:31"
    assert round_ups(bob) == []
    set_clock_and_settle(office, day(10, 12))
    assert len(round_ups(ada)) == 1, "nothing is new for her topics"
    post_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    set_clock_and_settle(office, day(17, 12))
    last = round_ups(ada)[-1]
    assert "DES-1" in last.text
    assert "ENG-1" not in last.text
    last.clicks("Refer someone")
    assert ada.modal("Refer someone").value("Opening") == "DES-1 Brand Designer"
    ada.modal().closes()
    for weeks in range(1, 7):
        set_clock_and_settle(office, day(17, 12) + timedelta(weeks=weeks))
    assert len(round_ups(ada)) == 2, "after a silence of some weeks, nothing is new again"
    last.clicks("Stop these")
    wait_until_settled(office)
    assert "It's off." in last.reload().text
    form = open_settings(ada)
    assert (form.value("Open roles for you"), form.value("Topics")) == ("No", "storage, Design")
    form.fills("Topics", ", ".join(f"team {number}" for number in range(12)))
    submit_and_expect_errors(form, {"Topics": "That's more than 10. Leave some out."})


def test_a_late_round_up_repeats_and_leaves_out_no_role(office: Office) -> None:
    ada = office.ada
    save_and_read(open_settings(ada).fills("Open roles for you", WEEKLY))
    post_opening(office)
    set_clock_and_settle(office, day(3, 12))
    assert len(round_ups(ada)) == 1
    post_opening(office, title="Office Manager", team="Operations")
    save_and_read(open_settings(ada).fills("Pause until", date(2026, 3, 13)))
    set_clock_and_settle(office, day(11, 12))
    post_opening(office, title="Brand Designer", team="Design")
    set_clock_and_settle(office, day(13, 12))
    late = round_ups(ada)[-1]
    assert "OPE-1" in late.text
    assert "DES-1" in late.text
    assert "ENG-1" not in late.text
    post_opening(office, title="Copy Writer", team="Marketing")
    set_clock_and_settle(office, day(17, 12))
    last = round_ups(ada)[-1]
    assert "MAR-1" in last.text
    assert "DES-1" not in last.text, "she read of it on Friday"


def test_a_hot_role_is_told_at_once_to_who_asked_and_ends_by_itself(office: Office) -> None:
    post_opening(office)
    dmitri = office.person("dmitri")
    for person in (office.bob, dmitri):
        save_and_read(open_settings(person).fills("Open roles for you", AT_ONCE))
    refer_candidate(dmitri).closes()
    save_and_read(open_settings(office.ada).fills("Open roles for you", WEEKLY))
    linus, margaret = office.linus, office.margaret
    announcement = linus.sees("ENG-1", where="#hiring")
    form = open_manage_form(linus).clicks("Mark as hot")
    assert form is not None
    form = form.next_modal("Mark as hot")
    assert form.value("Hot until") == "2026-03-16"
    for chosen, answer in (
        (date(2026, 3, 1), "That day has passed. Choose today or later."),
        (date(2027, 3, 1), "That's more than 60 days away. Choose an earlier day."),
    ):
        refused = submit_and_expect_errors(form.fills("Hot until", chosen), {"Hot until": answer})
        form = refused
    submit_and_expect(form.fills("Hot until", date(2026, 3, 6)), "Marked as hot").closes()
    come_to_work(office, "bob")
    (told,) = direct_messages(office.bob, "is hot until")
    assert "ENG-1 Staff Engineer, Storage is hot until Friday 6 March" in told.text
    assert "You asked to hear about hot roles at once." in told.text
    assert direct_messages(office.ada, "is hot until") == []
    come_to_work(office, "dmitri")
    assert direct_messages(dmitri, "is hot until") == [], "he has put someone forward for it"
    set_clock_and_settle(office, day(3, 16))
    assert round_ups(office.bob)
    assert round_ups(dmitri) == [], "nothing else is new"
    assert "Hot until" in announcement.reload().text
    office.ada.types("/refer jobs")
    assert "Hot until" in office.ada.sees("Open roles.").text
    assert "Mark as hot" not in open_manage_form(margaret).text
    office.set_clock(day(7, 12))
    opening_tick.step(office.vouch.database, office.now())
    wait_until_settled(office)
    assert "Hot until" not in announcement.reload().text
