"""Someone asks what is held about them: `/refer privacy` counts it and says who erases it, and how.

Every command of the help does something.
"""

from __future__ import annotations

import re

from domain.command_line import USAGES
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    erase_candidate,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    wait_until_settled,
)


def ask_for_privacy(person: Person) -> SeenMessage:
    person.types("/refer privacy")
    return person.sees("What I hold about you")


def test_it_counts_what_is_held_and_says_who_erases_it(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    form = office.ada.types("/refer bench").modal("Your bench").clicks("Add someone")
    assert form is not None
    form.fills("Name", "Ida Rhodes").submits()
    wait_until_settled(office)
    text = ask_for_privacy(office.ada).text
    for sentence in (
        "Your profile as Slack has it: name, e-mail, time zone and status.",
        "1 referral with what you said. You erase that: /refer mine, “Take it back”.",
        "1 person on your bench, which nobody else can read. You erase them: /refer bench.",
        "1 thing you offered to do. The words go when the candidate is erased.",
        "@linus",
    ):
        assert sentence in text
    for person in ("Grace Hopper", "Ida Rhodes"):
        assert person not in text
    assert "bench" not in ask_for_privacy(office.bob).text
    assert "Your profile as Slack has it" in ask_for_privacy(office.gus).text
    office.linus.types("/refer desk").modal("The desk").clicks("Open")
    erase_candidate(office.linus.modal("Referral"))
    wait_until_settled(office)
    assert "with what you said" not in ask_for_privacy(office.ada).text


def test_a_colleague_hears_of_the_referrals_that_name_them(office: Office) -> None:
    """It says how many, and not who vouches."""
    post_opening(office)
    refer_candidate(office.ada, name="Bob Reyes", email="bob@difference.example").closes()
    text = ask_for_privacy(office.bob).text
    assert "1 referral that puts you forward." in text
    assert "@ada" not in text


def test_every_command_of_the_help_does_something(office: Office) -> None:
    names = {command.split()[1] for command, _ in USAGES if " " in command}
    for name in sorted(names - {"Ada"}):
        linus = office.linus
        before = len(linus.ephemerals())
        linus.types(f"/refer {name} hopper" if name == "search" else f"/refer {name}")
        answers = [each.text for each in linus.ephemerals()[before:]]
        if not answers:
            linus.modal().closes()
        for answer in answers:
            assert not re.search("version|do not know", answer), name
    assert linus.toasts == []
