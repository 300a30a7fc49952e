"""Once a week, a channel gets a round-up of the changes among its openings."""

from __future__ import annotations

from nudges import roundup
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import advance_clock, post_opening, wait_until_settled


def run_roundup_tick(office: Office) -> None:
    roundup.step(office.vouch.database, office.now())


def roundup_messages(person: Person) -> list[SeenMessage]:
    return [
        message for message in person.channel("#hiring") if "The week in open roles" in message.text
    ]


def test_a_round_up_lists_changes_and_is_skipped_without_any(office: Office) -> None:
    post_opening(office)
    wait_until_settled(office)
    office.ada.sees("answers every referral", where="#hiring")
    run_roundup_tick(office)
    advance_clock(office, days=1)  # on Tuesday the only change is the announcement right above
    run_roundup_tick(office)
    assert roundup_messages(office.ada) == []
    post_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    wait_until_settled(office)  # a round-up lists openings that are announced
    announcement = office.linus.sees("DES-1", where="#hiring")
    advance_clock(office, days=7)
    roundup_message = office.ada.sees("The week in open roles here: 1 new.", where="#hiring")
    assert "DES-1 Brand Designer · Tokyo · with @margaret · new" in roundup_message.text
    assert roundup_message.buttons == ["Refer someone", "All roles"]
    roundup_message.clicks("All roles")
    assert "ENG-1" in office.ada.modal().text
    office.ada.modal().closes()
    roundup_message.clicks("Refer someone")
    office.ada.modal("Refer someone").closes()
    advance_clock(office, days=7)
    run_roundup_tick(office)
    assert len(roundup_messages(office.ada)) == 1, "nothing has changed since then"
    announcement.clicks("Details")
    office.linus.modal("Opening").clicks("Manage")
    office.linus.modal("Manage opening").fills("Change it to", "Filled").submits()
    wait_until_settled(office)
    advance_clock(office, days=7)
    run_roundup_tick(office)
    wait_until_settled(office)
    last = roundup_messages(office.ada)[-1]
    assert "The week in open roles here: 1 filled, 1 quiet." in last.text
    assert "ENG-1 Staff Engineer, Storage" in last.text
    assert "no referral for 14 days" in last.text
    assert "Filled: DES-1 Brand Designer." in last.text
