"""An opening is paused until a day on which someone decides; nothing ends by it."""

from __future__ import annotations

from datetime import date

from sandbox.driver.person import Modal, Person
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    open_manage_form,
    post_opening,
    refer_candidate,
    submit_and_expect_errors,
    wait_until_settled,
)


def choose_status(person: Person, to: str) -> None:
    open_manage_form(person).fills("Change it to", to).submits()


def open_pause_form(person: Person) -> Modal:
    choose_status(person, "Pause")
    return person.modal("Pause opening")


def pause(person: Person, until: date) -> None:
    assert open_pause_form(person).fills("Decide on", until).submits() is None


def test_a_pause_has_a_day_and_the_recruiter_decides_on_it(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office)
    refer_candidate(ada).closes()
    form = open_pause_form(margaret)
    assert form.value("Decide on") == "2026-03-30", "four weeks, unless another day is chosen"
    form.closes(clear=True)
    assert "Refer someone" in ada.sees("ENG-1", where="#hiring").buttons, "it was abandoned"
    refused = submit_and_expect_errors(
        open_pause_form(margaret).fills("Decide on", date(2026, 3, 2)),
        {"Decide on": "Choose tomorrow or a later day."},
    )
    assert refused.fills("Decide on", date(2026, 3, 10)).submits() is None
    ada.sees("is paused", where="#hiring")
    wait_until_settled(office)
    news = ada.sees("ENG-1 is paused until Tuesday 10 March", where="dm")
    assert "Grace Hopper keeps their place, and @linus still owns the answer." in news.text

    advance_clock(office, days=7.5)
    assert not direct_messages(linus, "a decision due")
    advance_clock(office, hours=14)
    question = linus.sees("Storage is paused, with a decision due on Tuesday 10 March.", "dm")
    question.clicks("Pause longer")
    form = linus.modal("Pause opening").fills("Decide on", date(2026, 3, 20))
    assert form.submits() is None
    wait_until_settled(office)
    linus.sees("It stays paused until Friday 20 March, and I'll ask again then.", where="dm")
    ada.sees("ENG-1 is paused until Friday 20 March", where="dm")

    advance_clock(office, days=10)
    second = [each for each in linus.dm() if "Resume" in each.buttons][-1]
    second.clicks("Resume")
    wait_until_settled(office)
    assert "Refer someone" in ada.sees("answers every referral", where="#hiring").buttons
    ada.sees("ENG-1 is open again and takes referrals. Grace Hopper is still in", where="dm")


def test_who_does_not_decide_is_asked_twice_and_then_the_next_is(office: Office) -> None:
    margaret, linus = office.margaret, office.linus
    post_opening(office)
    pause(margaret, date(2026, 3, 10))
    for days in (8, 2, 4):  # the day, the reminder, and the day of the next person
        advance_clock(office, days=days)
    advance_clock(office, hours=6)  # it has begun in New York
    assert len(direct_messages(linus, "a decision due")) == 2
    asked = margaret.sees("a decision due", where="dm")
    assert "a decision due" in margaret.opens_home().text, "it is with her now"
    asked.clicks("Close")
    office.ada.sees("is closed", where="#hiring")
    wait_until_settled(office)
    margaret.sees("It's closed now.", where="dm")


def test_who_is_asked_in_place_of_someone_away_reads_what_is_true_for_them(office: Office) -> None:
    post_opening(office)
    pause(office.margaret, date(2026, 3, 10))
    advance_clock(office, days=8)
    assert len(direct_messages(office.linus, "a decision due")) == 1
    office.linus.sets_status(":palm_tree:", "Vacation")
    advance_clock(office, days=2, hours=6)
    (asked,) = direct_messages(office.margaret, "a decision due")
    assert "I've asked" not in asked.text
    assert "I've sent two reminders so far, not only to you." in asked.text


def test_a_pause_that_is_over_before_its_day_asks_nobody(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office)
    refer_candidate(ada).closes()
    pause(margaret, date(2026, 3, 4))
    choose_status(linus, "Reopen")
    wait_until_settled(office)
    advance_clock(office, days=3)
    assert not direct_messages(linus, "a decision due")


def test_the_next_in_charge_decides_where_the_recruiter_has_left(office: Office) -> None:
    post_opening(office)
    pause(office.margaret, date(2026, 3, 10))
    office.slack.deactivate("linus")
    advance_clock(office, days=1)
    for _ in range(8):
        advance_clock(office, days=1)
    advance_clock(office, hours=6)  # the day has begun in New York
    office.margaret.sees("a decision due", where="dm")


def test_paused_and_ended_openings_stay_within_reach(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office)
    post_opening(office, "linus", title="Data Engineer", recruiter="linus")
    pause(margaret, date(2026, 3, 10))
    home = linus.opens_home()
    assert "Paused and ended" in home.text
    assert "Paused until Tuesday 10 March." in home.text
    assert "Paused and ended" not in ada.opens_home().text

    ada.types("/refer jobs all")
    (listed,) = ada.ephemerals()[-1:]
    assert "ENG-1 Staff Engineer, Storage\nPaused until Tuesday 10 March." in listed.text
    assert "Resume" not in listed.buttons
    ada.types("/refer jobs all data")
    assert "ENG-1" not in ada.ephemerals()[-1].text

    linus.opens_home().clicks("Resume")
    wait_until_settled(office)
    assert "Refer someone" in ada.sees("answers every referral", where="#hiring").buttons
    assert "Paused and ended" not in linus.opens_home().text

    refer_candidate(ada).closes()
    choose_status(margaret, "Filled")
    margaret.modal("Who hears what?").closes()
    margaret.opens_home().clicks("Decide")
    assert "Who was hired?" in margaret.modal("Who hears what?").text
    margaret.types("/refer jobs all")
    assert "One referral waits for your decision." in margaret.ephemerals()[-1].text
