"""An endorsement in two short steps: nothing said is lost, it grows, and nobody is pressed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from sandbox.driver.person import Person, SeenMessage
from storage.tables.core import ENDORSEMENT
from tests.office import Office
from tests.stories.acts import (
    SAW,
    at_once,
    clock_at,
    endorses,
    fills_lead,
    heard,
    posts_opening,
    refers,
    sees_more,
    settled,
    submitted,
    vouches,
)

TRUST = "I left her the keys to <production> & slept."
INVITED = "What you saw them do is what makes the difference: three minutes, in your words."


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def card_of(office: Office) -> SeenMessage:
    settled(office)
    return office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")


def test_the_first_step_is_kept_when_the_second_is_left(office: Office) -> None:
    posts_opening(office)
    form = refers(office.ada).clicks("Say more now")
    assert form is not None
    form = office.ada.modal("Your endorsement")
    assert "An endorsement is your name behind Grace Hopper for ENG-1" in form.text
    step = sees_more(form)
    assert "is stored" in step.text
    step.fills("Trust", TRUST).closes(clear=True)
    assert SAW in card_of(office).text
    assert TRUST not in card_of(office).text

    thanks = office.ada.sees("Thank you for putting", where="dm")
    thanks.clicks("Add to what you said")
    form = office.ada.modal("Your endorsement")
    assert form.value("What did you see them do?") == SAW
    step = submitted(form, "Your endorsement")
    step.fills("Trust", TRUST).fills("How they lift a team", "Two juniors lead now.")
    assert step.submits() is None
    card = card_of(office)
    assert f"Trust: “{TRUST}”" in card.text
    assert "How they lift a team: “Two juniors lead now.”" in card.text
    assert "Adaptability" not in card.text
    # The lead, the first step, the second; passing a step unchanged is no new version.
    assert versions(office) == [1, 2, 3]


def versions(office: Office) -> list[int]:
    with office.vouch.database.read() as transaction:
        return list(transaction.scalars(select(ENDORSEMENT.c.version).order_by("version")))


def test_sent_twice_it_is_said_once(office: Office) -> None:
    posts_opening(office)
    refers(office.ada).clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
    at_once(form.submits, form.submits)
    settled(office)
    assert versions(office) == [1, 2]


def invitations(person: Person) -> list[SeenMessage]:
    return heard(person, INVITED)


def test_a_lead_is_invited_to_say_more_twice_and_never_again(office: Office) -> None:
    posts_opening(office)
    refers(office.ada).closes()
    settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I take it")
    clock_at(office, day(5, 9, 55))
    assert invitations(office.ada) == []
    clock_at(office, day(5, 10, 30))
    (first,) = invitations(office.ada)
    assert first.buttons == ["Say more", "Later", "Not needed"]
    assert "It comes to you because you put them forward." in first.text
    for number in (11, 12, 17, 18, 24, 25, 31):
        clock_at(office, day(number, 10, 45))
    assert len(invitations(office.ada)) == 2

    invitations(office.ada)[-1].clicks("Say more")
    endorses(office.ada.modal("Your endorsement"))
    settled(office)
    assert SAW in card_of(office).text
    for said in invitations(office.ada):
        assert "Done. Thank you." in said.text
        assert said.buttons == []


def test_who_has_said_more_or_has_an_answer_is_not_invited(office: Office) -> None:
    posts_opening(office)
    vouches(office.ada, offers=())
    refers(office.bob, name="Alan", email="alan@example.com").closes()
    settled(office)
    office.linus.sees("@bob put Alan forward", where="dm").clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing did not work").submits()
    for number in (5, 6, 12):
        clock_at(office, day(number, 17))  # civil in London and in New York
    assert invitations(office.ada) == []
    assert invitations(office.bob) == []


def test_it_grows_from_app_home_and_commitments_are_taken_up_and_dropped(office: Office) -> None:
    posts_opening(office)
    refers(office.ada).closes()
    home = office.ada.opens_home()
    home.sees("Your referrals").clicks("Say more")
    endorses(
        office.ada.modal("Your endorsement"),
        offers=["Introduce them to the team", "Have a word with the hiring manager"],
    )
    settled(office)
    thanks = office.ada.sees("Thank you for putting", where="dm")
    assert thanks.buttons == ["Open the draft", "Tell the hiring manager", "Add to what you said"]

    office.ada.opens_home().clicks("Change what you offered")
    step = office.ada.modal("Your endorsement")
    offered = "Introduce them to the team, Have a word with the hiring manager"
    assert step.value("What will you do for them?") == offered
    step.fills("What will you do for them?", ["Help them prepare for the interview"])
    assert step.submits() is None
    settled(office)
    assert "You offered to help Grace Hopper prepare for the interview." in thanks.again().text
    assert thanks.again().buttons == ["Add to what you said"]
    assert "Offers: help them prepare for the interview." in card_of(office).text

    office.ada.types("/refer mine")
    mine = office.ada.sees("With you now", where="dm")
    assert mine.choices()[:2] == ["Add to what you said", "Change what you offered"]
    mine.clicks("Change what you offered")
    step = office.ada.modal("Your endorsement")
    step.fills("What will you do for them?", ["Introduce them to the team"])
    assert step.submits() is None
    settled(office)
    assert "You offered to introduce Grace Hopper to the team." in thanks.again().text
    for number, hour in ((5, 11), (11, 12), (12, 13), (13, 14)):
        clock_at(office, day(number, hour))
    assert len(heard(office.ada, "you offered to introduce")) == 2
    assert heard(office.ada, "you offered to tell") == []


def test_the_desk_goes_by_age_and_depth_and_not_by_ties(office: Office) -> None:
    posts_opening(office)
    refers(office.bob, name="Alan", email="alan@example.com").closes()
    settled(office)
    clock_at(office, day(3, 10))
    refers(office.bob, name="Barbara", email="barbara@example.com").closes()
    form = office.ada.types("/refer ENG-1").modal()
    thanks = submitted(fills_lead(form, name="Grace", relationship="I know of them"), "Thank you")
    assert thanks.clicks("Say more now") is not None
    endorses(office.ada.modal("Your endorsement"), conviction="Worth a look")
    settled(office)
    shown = office.linus.opens_home().text
    places = [shown.index(name) for name in ("Alan", "Grace", "Barbara")]
    assert places == sorted(places), "the older day first; within a day what says more"
    assert "New since today. Recommended." in shown
    assert "New since today. Lead." in shown
