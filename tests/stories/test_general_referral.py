"""Somebody worth having before there is a role: when one opens that suits, it is asked about."""

from __future__ import annotations

from sandbox.driver.person import Modal, Person
from tests.office import Office
from tests.stories.acts import (
    at_once,
    fills_lead,
    fills_opening,
    heard,
    later,
    posts_opening,
    refers,
    says_more,
    settled,
    submitted,
)
from tests.stories.test_members import changes

CASE = "A backend engineer in Berlin: wrote our Go storage service and carried its on-call."
ASKED = "whom you put forward in general"


def in_general(person: Person, *, saw: str = CASE, name: str = "Grace Hopper") -> None:
    form = fills_lead(person.types("/refer").modal("Refer someone"), name=name)
    form.fills("Opening", "No role yet").fills("Do they know?", "They agreed")
    says_more(submitted(form, "Thank you"), saw=saw)


def opens(office: Office, title: str = "Backend Engineer, Storage") -> Modal:
    form = office.margaret.types("/refer post").modal("Post an opening")
    fills_opening(form, title=title, place="Berlin")
    form.fills("What it needs", "Go, and has carried an on-call.")
    return submitted(submitted(form, "Preview"), "Posted")


def becomes(office: Office, status: str) -> None:
    office.margaret.sees("ENG-1", where="#hiring").clicks("Details")
    office.margaret.modal("Opening").clicks("Manage")
    form = office.margaret.modal("Manage opening").fills("Change it to", status)
    assert form.submits() is None
    settled(office)


def test_the_advocate_is_asked_first_and_everything_comes_along(office: Office) -> None:
    in_general(office.ada)
    general = office.linus.sees("put Grace Hopper forward for a role that may come", where="dm")
    in_general(office.bob, saw="Keeps the books in perfect order.", name="Alan Turing")
    opens(office).closes()
    asked = office.ada.sees(ASKED, where="dm")
    assert "ENG-1 Backend Engineer, Storage may suit Grace Hopper" in asked.text
    assert "Because: " in asked.text
    assert "Go" in asked.text
    settled(office)
    assert heard(office.linus, "for ENG-1") == []
    assert heard(office.bob, ASKED) == []

    at_once(lambda: asked.clicks("Put forward"), lambda: asked.clicks("Put forward"))
    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    assert CASE in card.text
    assert "grace@example.com" in card.text
    office.ada.sees("Thank you for putting Grace Hopper forward for ENG-1.", where="dm")
    office.ada.sees("Put forward. Who has it", where="dm")
    settled(office)
    assert len(heard(office.linus, "put Grace Hopper forward for ENG-1")) == 1
    assert general.again().buttons == ["I take it", "Ask the advocate", "Not now"]
    becomes(office, "Pause")
    becomes(office, "Reopen")
    later(office, days=14)
    assert len(heard(office.ada, ASKED)) == 1


def test_not_needed_is_heard_and_closed_ones_are_not_asked_about(office: Office) -> None:
    in_general(office.ada)
    office.later(hours=14)  # midnight in London: it waits for the morning
    opens(office).closes()
    settled(office)
    assert heard(office.ada, ASKED) == []
    becomes(office, "Pause")
    later(office, hours=14)
    assert heard(office.ada, ASKED) == [], "paused meanwhile"
    becomes(office, "Reopen")
    asked = office.ada.sees(ASKED, where="dm")
    becomes(office, "Close")
    asked.clicks("Put forward")
    assert "ENG-1 is closed and takes no referrals now." in office.ada.modal("Vouch").text
    office.ada.modal("Vouch").closes()
    becomes(office, "Reopen")
    asked.clicks("Not needed")
    office.ada.sees("Not put forward. I do not ask again for this one.", where="dm")
    later(office, days=14)
    assert len(heard(office.ada, ASKED)) == 1


def test_who_is_put_forward_already_is_not_asked_about_and_a_second_vouch_stands_in(
    office: Office,
) -> None:
    posts_opening(office, title="Backend Engineer, Go")
    in_general(office.ada)
    form = fills_lead(office.bob.types("/refer").modal("Refer someone"))
    says_more(submitted(form.fills("Opening", "No role yet"), "Thank you"), saw=CASE)
    refers(office.bob, "ENG-1").closes()
    settled(office)
    changes(office, "ada", deleted=True)
    becomes(office, "Pause")
    becomes(office, "Reopen")
    opens(office).closes()
    later(office, hours=6)
    (asked,) = heard(office.bob, ASKED)
    assert "ENG-2" in asked.text
    asked.clicks("Put forward")
    card = office.linus.sees("@bob put Grace Hopper forward for ENG-2", where="dm")
    assert CASE in card.text
