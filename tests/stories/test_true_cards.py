"""Cards and thanks say what is true, and the evidence reaches whoever answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    fill_endorsement,
    fill_lead_form,
    hand_over,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_general_referral import refer_generally

PUT_FORWARD = "@ada put Grace Hopper forward for ENG-1 Staff Engineer, Storage"
SAID_MORE = "@ada said more about Grace Hopper for ENG-1."
REMINDER = "hasn't answered yet. Can you?"
INVITATION = "makes the difference. It takes three minutes, in your words"


@pytest.fixture
def waiting(office: Office) -> Office:
    """Ada has put Grace forward and written her endorsement. Linus owns the answer."""
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    return office


@pytest.fixture
def escalated(waiting: Office) -> SeenMessage:
    """Margaret's reminder, after Linus has not answered."""
    for number, hour in ((4, 11), (9, 16)):
        set_clock_and_settle(waiting, datetime(2026, 3, number, hour, 5, tzinfo=UTC))
    (reminder,) = direct_messages(waiting.margaret, REMINDER)
    return reminder


def thanks_to(office: Office) -> SeenMessage:
    (thanks,) = direct_messages(office.ada, "Thank you for putting Grace Hopper forward")
    return thanks


def test_the_card_and_the_thanks_follow_every_change(
    waiting: Office, escalated: SeenMessage
) -> None:
    margaret = waiting.margaret
    escalated.clicks("I'll take it")
    wait_until_settled(waiting)
    (card,) = direct_messages(margaret, PUT_FORWARD)
    assert SAW in card.text
    assert "You have it: in review" in card.text
    assert card.buttons == ["Move stage", "Ask the advocate", "Not now"]
    assert "You took it. The card has what was said." in escalated.reload().text
    assert "@margaret has it: in review." in thanks_to(waiting).text

    move_stage(card, "Not now", margaret, reason="The timing didn't work")
    wait_until_settled(waiting)
    thanks = thanks_to(waiting)
    assert "This one has an answer: not now." in thanks.text
    assert thanks.buttons == []

    refer_candidate(waiting.bob).closes()  # It is open again, and so is her thanks.
    wait_until_settled(waiting)
    assert thanks_to(waiting).buttons == ["Add to what you said"]


def test_whoever_takes_an_escalated_referral_gets_its_card_at_once(office: Office) -> None:
    refer_generally(office.ada, saw=SAW)
    wait_until_settled(office)
    for number, hour in ((4, 11), (9, 6), (10, 6)):
        set_clock_and_settle(office, datetime(2026, 3, number, hour, 5, tzinfo=UTC))
    (reminder,) = direct_messages(office.carol, REMINDER)
    assert SAW not in "".join(each.text for each in office.carol.dm() if REMINDER not in each.text)
    reminder.clicks("I'll take it")
    wait_until_settled(office)
    (card,) = direct_messages(office.carol, "You have it: in review")
    assert SAW in card.text
    assert card.buttons == ["Move stage", "Ask the advocate", "Not now"]


@pytest.mark.usefixtures("escalated")
def test_who_has_a_card_gets_no_second_one(waiting: Office) -> None:
    """Linus takes it first. Then Margaret leaves."""
    direct_messages(waiting.linus, "put Grace Hopper forward for ENG-1: ")[0].clicks("I'll take it")
    wait_until_settled(waiting)
    assert len(direct_messages(waiting.margaret, PUT_FORWARD)) == 1
    assert len(direct_messages(waiting.linus, PUT_FORWARD)) == 1, "he has the card already"
    change_account(waiting, "margaret", deleted=True)
    assert "@linus has it: in review." in thanks_to(waiting).text


def test_every_row_of_app_home_opens_the_card(waiting: Office) -> None:
    linus, ada = waiting.linus, waiting.ada
    home = linus.opens_home()
    home.clicks("Open")
    card = linus.modal("Referral")
    assert SAW in card.text
    assert card.closes() is None
    home.clicks("Open")
    linus.modal("Referral").clicks("I'll take it")
    ada.sees("@linus has taken Grace Hopper", where="dm")
    wait_until_settled(waiting)
    card = linus.modal("Referral")
    assert "You have it: in review" in card.text
    assert card.closes() is None

    home = ada.opens_home()
    home.clicks("Open the card")
    own = ada.modal("Your referral")
    assert SAW in own.text
    assert "@linus has it: in review." in own.text
    assert "@linus took it." in own.text
    assert own.closes() is None


def test_the_own_card_tells_the_last_three_changes(waiting: Office) -> None:
    """Ada's card shows the desk's actions and words to her, but neither Bob's words nor notes."""
    linus, ada = waiting.linus, waiting.ada
    refer_candidate(waiting.bob).closes()
    come_to_work(waiting, "linus", "ada")
    (card,) = direct_messages(linus, PUT_FORWARD)
    card.clicks("I'll take it")
    move_stage(card.reload(), "Contacted", linus)
    for advocate in ("ada", "bob"):
        ask_the_advocate(card.reload(), linus, advocate)
    assert own_changes(ada) == [
        "@linus took it.",
        "@linus moved it to “Contacted”.",
        "@linus asked you a question.",
    ]
    hand_over(card.reload(), linus, "priya")
    come_to_work(waiting, "priya")
    own = waiting.person("priya").sees("@linus handed this to you.", where="dm")
    move_stage(own, "Hired", waiting.person("priya"))
    wait_until_settled(waiting)
    own.reload().clicks("Put it right")
    wait_until_settled(waiting)
    assert own_changes(ada) == [
        "@linus asked you a question.",
        "@linus handed it to @priya.",
        "@priya put it right: it's at “Contacted”.",
    ]


def ask_the_advocate(card: SeenMessage, who: Person, advocate: str) -> None:
    card.clicks("Ask the advocate")
    form = who.modal("Ask the advocate")
    form.fills("Who do you want to ask?", advocate).fills("Your question", "Since when?")
    assert form.submits() is None


def own_changes(person: Person) -> list[str]:
    """Return the changes on the advocate's own card, without their days."""
    person.opens_home().clicks("Open the card")
    card = person.modal("Your referral")
    _, _, changes = card.text.partition("Latest changes")
    assert card.closes() is None
    return re.findall(r"^• [^:]+: (.+)$", changes, re.MULTILINE)


@pytest.mark.usefixtures("escalated")
def test_a_row_of_a_reminder_opens_the_card(waiting: Office) -> None:
    home = waiting.margaret.opens_home()
    home.chooses("Open the card")
    assert SAW in waiting.margaret.modal("Referral").text


def test_new_evidence_reaches_the_owner_once(office: Office) -> None:
    post_opening(office)
    thanks = refer_candidate(office.ada)
    wait_until_settled(office)
    (card,) = direct_messages(office.linus, PUT_FORWARD)
    assert "Only a lead so far" in card.text
    endorse_from_thanks(thanks)  # Both pages of the form are stored, one after the other.
    wait_until_settled(office)
    assert SAW in card.reload().text
    advance_clock(office, hours=1)
    (news,) = direct_messages(office.linus, SAID_MORE)
    assert SAW in news.text
    news.clicks("Open the card")
    assert SAW in office.linus.modal("Referral").text

    advance_clock(office, hours=1)
    thanks_to(office).clicks("Add to what you said")
    form = office.ada.modal("Your endorsement")
    fill_endorsement(form)  # with the same words
    advance_clock(office, hours=1)
    assert len(direct_messages(office.linus, SAID_MORE)) == 1


def test_nobody_is_told_of_evidence_that_the_card_had_or_that_is_not_theirs(
    office: Office,
) -> None:
    post_opening(office)
    thanks = refer_candidate(office.ada)
    wait_until_settled(office)
    endorse_from_thanks(thanks)
    (card,) = direct_messages(office.linus, PUT_FORWARD)
    hand_over(card.reload(), office.linus, "priya")
    wait_until_settled(office)
    advance_clock(office, hours=1)
    for person in (office.linus, office.priya):
        assert direct_messages(person, SAID_MORE) == []
    assert SAW in office.priya.sees("@linus handed this to you.", where="dm").text


def test_a_candidate_in_two_roles_has_two_cards_that_name_each_other(office: Office) -> None:
    post_opening(office)
    post_opening(office, "sofia", title="Data Lead", team="Data", recruiter="linus")
    form = fill_lead_form(office.ada.types("/refer").modal("Refer someone"))
    submit_and_expect(form.fills("Opening", ["ENG-1", "DAT-1"]), "Thank you").closes()
    wait_until_settled(office)
    (eng,) = direct_messages(office.linus, PUT_FORWARD)
    (dat,) = direct_messages(office.linus, "forward for DAT-1 Data Lead")
    assert "Also put forward for DAT-1 (@linus has it: new)." in eng.text
    assert "Also put forward for ENG-1 (@linus has it: new)." in dat.text
    eng.clicks("I'll take it")
    dat.clicks("I'll take it")
    wait_until_settled(office)
    assert "Also put forward for ENG-1 (@linus has it: in review)." in dat.reload().text

    advance_clock(office, days=3, hours=1)
    (nudge,) = direct_messages(office.ada, INVITATION)
    assert nudge.text.count(INVITATION) == 1, "one invitation for both roles"
    nudge.clicks("Say more")
    form = office.ada.modal("Your endorsement")
    assert "for ENG-1 and DAT-1" in form.text
    fill_endorsement(form)
    wait_until_settled(office)
    for card in (eng, dat):
        assert SAW in card.reload().text
