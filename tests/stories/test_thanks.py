"""A colleague is thanked in a direct message, which they may share in a channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.company import COMPANY
from sandbox.driver.person import Modal, Person
from sandbox.state.world import stable_id
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    post_opening,
    refer_and_endorse,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

DEED = "Walked my candidate through three interviews. <!channel> *wow*"


def fill_thanks_form(person: Person, whom: str, deed: str = DEED) -> Modal:
    form = person.types("/refer thanks").modal("Thank a colleague")
    return form.fills("Who would you like to thank?", whom).fills("What did they do?", deed)


@pytest.fixture
def open_office(sqlite_url: str) -> Iterator[Office]:
    """An office with a channel for thanks and with recognition."""
    general = stable_id("C", COMPANY["team"]["id"], "general")
    settings = {"VOUCH_THANKS_CHANNEL": general, "VOUCH_LEADERBOARD": "yes"}
    with Office(sqlite_url, settings=settings) as office:
        yield office


def test_thanks_are_sent_once_to_one_person(office: Office) -> None:
    form = office.ada.types("/refer thanks @linus").modal("Thank a colleague")
    assert form.value("Who would you like to thank?") == "linus"
    form.fills("What did they do?", DEED).fills("Anything to add?", "It showed.")
    run_concurrently(form.submits, form.submits)
    assert "@linus has your thanks" in office.ada.modal("Thank you").text
    message = office.linus.sees("@ada thanks you.", where="dm")
    assert DEED in message.text
    assert "It showed." in message.text
    assert message.buttons == []
    wait_until_settled(office)
    assert len(direct_messages(office.linus, "thanks you")) == 1
    office.ada.modal().closes()
    home = office.ada.opens_home().clicks("Thank a colleague")
    form = office.ada.modal("Thank a colleague").fills("Who would you like to thank?", "linus")
    submit_and_expect_errors(
        form.fills("What did they do?", "And again."),
        {
            "Who would you like to thank?": "You've thanked them today. You can do it again "
            "tomorrow."
        },
    )
    assert "Thank a colleague" in home.choices()
    set_clock_and_settle(office, datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    submit_and_expect(form, "Thank you")


def test_the_form_refuses_oneself_guests_apps_and_people_who_left(office: Office) -> None:
    errors = {}
    for whom in ("ada", "gus", "dora", "vouch"):
        refused = fill_thanks_form(office.ada, whom).submits()
        assert refused is not None, whom
        errors[whom] = refused.errors["Who would you like to thank?"]
        refused.closes()
    assert errors == {
        "ada": "That's you. Who else?",
        "gus": "I don't write to guests. Thank them in person.",
        "dora": "This person has left. Choose someone else.",
        "vouch": "That's an app. Choose a person.",
    }
    office.gus.types("/refer thanks")
    office.gus.sees("Only people who work here can send thanks.")


def test_thanks_wait_for_the_morning_and_are_dropped_when_the_person_has_left(
    office: Office,
) -> None:
    """The thanks are sent at 22:00 in London, which is 23:00 in Berlin."""
    set_clock_and_settle(office, datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    assert (
        "outside @linus's working hours"
        in submit_and_expect(fill_thanks_form(office.ada, "linus"), "Thank you").text
    )
    office.ada.modal("Thank you").closes()
    submit_and_expect(fill_thanks_form(office.ada, "tom"), "Thank you").closes()
    wait_until_settled(office)
    assert direct_messages(office.linus, "thanks you") == []
    change_account(office, "tom", deleted=True)
    advance_clock(office, hours=11)
    office.linus.sees("@ada thanks you.", where="dm")
    assert direct_messages(office.person("tom"), "thanks you") == []


def test_thanks_are_shown_in_a_channel_only_after_the_person_shares_them(
    open_office: Office,
) -> None:
    office = open_office
    post_opening(office)
    refer_and_endorse(office.bob)
    refer_and_endorse(office.ada, name="Alan", email="alan@example.com")
    submit_and_expect(fill_thanks_form(office.ada, "linus"), "Thank you").closes()
    message = office.linus.sees("@ada thanks you.", where="dm")
    assert "“Share it” shows it in #general" in message.text
    wait_until_settled(office)
    assert all("thanks @linus" not in message.text for message in office.bob.channel("#general"))
    run_concurrently(lambda: message.clicks("Share it"), lambda: message.clicks("Share it"))
    shared = office.bob.sees("@ada thanks @linus.", where="#general")
    assert DEED in shared.text
    office.linus.sees("You shared it in #general on Monday 2 March.", where="dm")
    form = office.bob.types("/refer thanks").modal("Thank a colleague")
    assert "@ada and @bob said what they saw, and why it fits." in form.text
