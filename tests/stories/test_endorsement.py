"""The two pages of an endorsement, later additions to it, and the invitations to write one."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from sandbox.driver.person import Person, SeenMessage
from storage.tables.core import ENDORSEMENT
from tests.office import Office
from tests.stories.actions import (
    SAW,
    direct_messages,
    fill_endorsement,
    fill_evidence,
    fill_lead_form,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)

TRUST = "I left her the keys to <production> & slept."
INVITATION = "What you saw them do makes the difference. It takes three minutes, in your words."


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def find_card(office: Office) -> SeenMessage:
    wait_until_settled(office)
    return office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")


def test_the_first_page_is_stored_when_the_second_is_closed(office: Office) -> None:
    post_opening(office)
    form = refer_candidate(office.ada).clicks("Say more now")
    assert form is not None
    form = office.ada.modal("Your endorsement")
    assert "An endorsement puts your name behind Grace Hopper for ENG-1" in form.text
    second_page = fill_evidence(form)
    assert "is stored" in second_page.text
    second_page.fills("Trust", TRUST).closes(clear=True)
    assert SAW in find_card(office).text
    assert TRUST not in find_card(office).text

    thanks = office.ada.sees("Thank you for putting", where="dm")
    thanks.clicks("Add to what you said")
    form = office.ada.modal("Your endorsement")
    assert form.value("What did you see them do?") == SAW
    second_page = submit_and_expect(form, "Your endorsement")
    second_page.fills("Trust", TRUST).fills("How they lift a team", "Two juniors lead now.")
    assert second_page.submits() is None
    card = find_card(office)
    assert f"Trust: “{TRUST}”" in card.text
    assert "How they lift a team: “Two juniors lead now.”" in card.text
    assert "Adaptability" not in card.text
    # One version each for the lead and the two pages; an unchanged page makes no new version.
    assert endorsement_versions(office) == [1, 2, 3]


def endorsement_versions(office: Office) -> list[int]:
    with office.vouch.database.read() as transaction:
        return list(transaction.scalars(select(ENDORSEMENT.c.version).order_by("version")))


def test_a_double_submission_stores_one_version(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).clicks("Say more now")
    form = office.ada.modal("Your endorsement")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "Worth a look")
    run_concurrently(form.submits, form.submits)
    wait_until_settled(office)
    assert endorsement_versions(office) == [1, 2]


def invitation_messages(person: Person) -> list[SeenMessage]:
    return direct_messages(person, INVITATION)


def test_an_advocate_is_invited_to_endorse_at_most_twice(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    wait_until_settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    set_clock_and_settle(office, day(5, 9, 55))
    assert invitation_messages(office.ada) == []
    set_clock_and_settle(office, day(5, 10, 30))
    (first,) = invitation_messages(office.ada)
    assert first.buttons == ["Say more", "Later", "Not needed", "Settings"]
    assert "You get this because you put them forward." in first.text
    for number in (11, 12, 17, 18, 24, 25, 31):
        set_clock_and_settle(office, day(number, 10, 45))
    assert len(invitation_messages(office.ada)) == 2

    invitation_messages(office.ada)[-1].clicks("Say more")
    fill_endorsement(office.ada.modal("Your endorsement"))
    wait_until_settled(office)
    assert SAW in find_card(office).text
    for message in invitation_messages(office.ada):
        assert "Done. Thank you." in message.text
        assert message.buttons == ["Settings"]


def test_no_invitation_after_an_endorsement_or_an_answer(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    refer_candidate(office.bob, name="Alan", email="alan@example.com").closes()
    wait_until_settled(office)
    office.linus.sees("@bob put Alan forward", where="dm").clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing didn't work").submits()
    for number in (5, 6, 12):
        set_clock_and_settle(office, day(number, 17))  # working hours in London and in New York
    assert invitation_messages(office.ada) == []
    assert invitation_messages(office.bob) == []


def test_an_endorsement_and_its_commitments_can_be_changed_later(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    home = office.ada.opens_home()
    home.sees("Your referrals").clicks("Say more")
    fill_endorsement(
        office.ada.modal("Your endorsement"),
        offers=["Introduce them to the team", "Have a word with the hiring manager"],
    )
    wait_until_settled(office)
    thanks = office.ada.sees("Thank you for putting", where="dm")
    assert thanks.buttons == ["Open the draft", "Tell the hiring manager", "Add to what you said"]

    office.ada.opens_home().clicks("Change what you offered")
    second_page = office.ada.modal("Your endorsement")
    offers_text = "Introduce them to the team, Have a word with the hiring manager"
    assert second_page.value("What will you do for them?") == offers_text
    second_page.fills("What will you do for them?", ["Help them prepare for the interview"])
    assert second_page.submits() is None
    wait_until_settled(office)
    assert "You offered to help Grace Hopper prepare for the interview." in thanks.reload().text
    assert thanks.reload().buttons == ["Add to what you said"]
    assert "Offers: help them prepare for the interview." in find_card(office).text

    office.ada.types("/refer mine")
    listing = office.ada.sees("With you now", where="dm")
    assert listing.choices()[:2] == ["Add to what you said", "Change what you offered"]
    listing.clicks("Change what you offered")
    second_page = office.ada.modal("Your endorsement")
    second_page.fills("What will you do for them?", ["Introduce them to the team"])
    assert second_page.submits() is None
    wait_until_settled(office)
    assert "You offered to introduce Grace Hopper to the team." in thanks.reload().text
    for number, hour in ((5, 11), (11, 12), (12, 13), (13, 14)):
        set_clock_and_settle(office, day(number, hour))
    assert len(direct_messages(office.ada, "you offered to introduce")) == 2
    assert direct_messages(office.ada, "you offered to tell") == []


def test_owners_see_referrals_by_age_and_then_by_depth(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.bob, name="Alan", email="alan@example.com").closes()
    wait_until_settled(office)
    set_clock_and_settle(office, day(3, 10))
    refer_candidate(office.bob, name="Barbara", email="barbara@example.com").closes()
    form = office.ada.types("/refer ENG-1").modal()
    thanks = submit_and_expect(
        fill_lead_form(form, name="Grace", relationship="I know of them"), "Thank you"
    )
    assert thanks.clicks("Say more now") is not None
    fill_endorsement(office.ada.modal("Your endorsement"), conviction="Worth a look")
    wait_until_settled(office)
    home_text = office.linus.opens_home().text
    places = [home_text.index(name) for name in ("Alan", "Grace", "Barbara")]
    assert places == sorted(places), (
        "older days come first, and within a day the deeper endorsement"
    )
    assert "New since Tuesday 3 March · @ada: Worth a look" in home_text
    assert "New since Monday 2 March · @bob: Lead" in home_text
