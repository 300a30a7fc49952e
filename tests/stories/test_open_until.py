"""An opening is open until the end of a day at the place of whoever posted it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    fill_opening_form,
    open_edit_form,
    open_manage_form,
    post_opening,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

# Margaret is in New York, where this day has 23 hours: the clocks change in its second hour.
LAST_DAY = date(2026, 3, 8)
BEFORE_MIDNIGHT = datetime(2026, 3, 9, 3, 58, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 3, 9, 4, 1, tzinfo=UTC)


def find_announcement(person: Person) -> SeenMessage:
    (announcement,) = [each for each in person.channel("#hiring") if "ENG-1" in each.text]
    return announcement


def test_the_last_day_ends_at_midnight_of_whoever_posted_it(office: Office) -> None:
    margaret, linus = office.margaret, office.linus
    form = margaret.types("/refer post").modal("Post an opening")
    assert "It closes at the end of that day, New York time." in form.text
    preview = submit_and_expect(fill_opening_form(form, closes_on=LAST_DAY), "Preview")
    assert "Open until" in preview.text
    submit_and_expect(preview, "Posted").closes()
    assert "Open until" in office.ada.sees("ENG-1", where="#hiring").text

    form = open_edit_form(linus).fills("Place", "Lisbon")
    assert "New York time" in form.text, "it is Margaret's day, whoever edits"
    assert form.submits() is None

    set_clock_and_settle(office, BEFORE_MIDNIGHT)
    assert "Refer someone" in find_announcement(office.ada).buttons
    set_clock_and_settle(office, AFTER_MIDNIGHT)
    office.ada.sees("is closed", where="#hiring")


def test_a_reopened_opening_stays_open_without_the_day_that_is_over(office: Office) -> None:
    margaret = office.margaret
    post_opening(office, closes_on=LAST_DAY)
    wait_until_settled(office)
    set_clock_and_settle(office, AFTER_MIDNIGHT)
    assert open_manage_form(margaret, "is closed").fills("Change it to", "Reopen").submits() is None
    set_clock_and_settle(office, datetime(2026, 3, 12, 12, 0, tzinfo=UTC))
    assert "Refer someone" in find_announcement(office.ada).buttons
    assert "Open until" not in find_announcement(office.ada).text


def test_today_is_a_last_day_where_it_is_still_today(office: Office) -> None:
    """It is Monday evening in New York, and Tuesday in Berlin."""
    set_clock_and_settle(office, datetime(2026, 3, 3, 1, 0, tzinfo=UTC))
    form = office.margaret.types("/refer post").modal("Post an opening")
    refused = submit_and_expect_errors(
        fill_opening_form(form, closes_on=date(2026, 3, 1)),
        {"Open until": "That day has passed. Choose today or later."},
    )
    submit_and_expect(refused.fills("Open until", date(2026, 3, 2)), "Preview")
