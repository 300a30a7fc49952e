"""An employee who wants to move asks for themselves, and only the two people know of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from sandbox.driver.person import Person, SeenMessage
from storage.tables.messages import HISTORY, OUTBOX
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    post_opening,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.ask_actions import BOB_AT_WORK, ask_for_oneself, wait_for_ask_nudge

NUDGE = "@ada asked whether you'd vouch for them: they'd like to move to ENG-1"
EVIDENCE = "She found the leak that we had hunted for a year."
OTHERS = ("linus", "margaret", "priya", "carol", "aisha")


@pytest.fixture(autouse=True)
def an_opening(office: Office) -> None:
    post_opening(office)


def let_bob_vouch_for_ada(office: Office) -> SeenMessage:
    """Let Bob vouch for Ada; return the message that she gets."""
    wait_for_ask_nudge(office, office.bob, NUDGE).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    assert form.value("What did you see them do?") == "Ada reads code."
    form.fills("What did you see them do?", EVIDENCE).fills("How sure are you?", "I'd recommend")
    form.fills("What will you do for them?", ["Introduce them to the team"])
    assert form.submits() is None
    return office.ada.sees("@bob will vouch for you, for ENG-1", where="dm")


def texts_visible_to(office: Office, handle: str) -> str:
    """The texts that this person can see in messages, App Home and answers to commands."""
    person = office.person(handle)
    for command in ("/refer mine", "/refer jobs", "/refer ask"):
        person.types(command)
        if person.stack():
            person.modal().closes(clear=True)
    texts = [message.text for message in person.dm()]
    texts += [message.text for message in person.channel("#hiring")]
    return "\n".join([*texts, person.opens_home().text])


def assert_nobody_else_knows(office: Office) -> None:
    wait_until_settled(office)
    for handle in OTHERS:
        visible_text = texts_visible_to(office, handle)
        assert "ada" not in visible_text.lower(), handle
        assert EVIDENCE not in visible_text, handle
    with office.vouch.database.read() as transaction:
        history = transaction.execute(select(HISTORY.c.actor, HISTORY.c.subject, HISTORY.c.detail))
        for actor, subject, detail in history:
            assert subject != "ask"
            assert office.ada.id not in (actor, *map(str, detail.values()))


def check_failed_note_stays_private(office: Office) -> None:
    """An admin reads only "A private note" about the ask when it could not be sent."""
    wait_until_settled(office)  # the bot does not send it any more
    set_outbox_state(office, "dead")
    office.carol.opens_home().sees("A private note")
    set_outbox_state(office, "sent")


def set_outbox_state(office: Office, state: str) -> None:
    with office.vouch.database.write() as transaction:
        transaction.execute(update(OUTBOX).where(OUTBOX.c.kind == "asked").values(state=state))


def test_nobody_else_learns_of_an_own_ask_until_the_employee_goes_ahead(office: Office) -> None:
    notice = ask_for_oneself(office.ada)
    assert "It stays between the two of you until you say otherwise." in notice.text
    notice.closes()
    check_failed_note_stays_private(office)
    assert_nobody_else_knows(office)
    message = let_bob_vouch_for_ada(office)
    assert "Nobody else sees it until you say so." in message.text
    assert_nobody_else_knows(office)

    message.clicks("Not now")
    wait_until_settled(office)
    assert "It stays between the two of you, for as long as you like." in message.reload().text
    advance_clock(office, days=20)
    assert_nobody_else_knows(office)

    message.clicks("Go ahead")
    come_to_work(office, "linus", "bob")
    card = office.linus.sees("@bob put Ada Park forward for ENG-1", where="dm")
    for text in (
        EVIDENCE,
        "Has agreed to be put forward",
        "ada@difference.example",
        "I'd recommend",
    ):
        assert text in card.text
    wait_until_settled(office)
    assert "You went ahead for ENG-1" in message.reload().text
    assert "@linus owns the answer" in message.reload().text
    office.bob.sees("Thank you for putting Ada Park forward for ENG-1.", where="dm")
    assert "@ada went ahead" in office.bob.sees(NUDGE, where="dm").text
    advance_clock(office, days=3)
    office.bob.sees("you offered to introduce Ada Park to the team", where="dm")


def test_a_second_go_ahead_changes_nothing(office: Office) -> None:
    ask_for_oneself(office.ada)
    message = let_bob_vouch_for_ada(office)
    office.ada.types("/refer ask")
    listing = office.ada.modal("Your asks").sees("nobody else sees it until you say so")
    message.clicks("Go ahead")
    wait_until_settled(office)
    listing.clicks("Go ahead")
    assert "You've gone ahead already" in office.ada.modal("Vouch").text
    assert len(direct_messages(office.linus, "put Ada Park forward")) == 1


def test_withdrawing_an_own_ask_removes_the_vouch_too(office: Office) -> None:
    ask_for_oneself(office.ada)
    message = let_bob_vouch_for_ada(office)
    office.ada.opens_home().clicks("Withdraw")
    wait_until_settled(office)
    assert "Go ahead" not in message.reload().buttons
    visible_text = office.bob.sees("@ada has withdrawn it", where="dm").text
    assert "move" not in visible_text
    assert_nobody_else_knows(office)


def test_a_pass_and_another_name_stay_between_the_two_people(office: Office) -> None:
    ask_for_oneself(office.ada)
    wait_for_ask_nudge(office, office.bob, NUDGE).clicks("Not the right person")
    form = office.bob.modal("Not the right person").fills("Who might know them better?", "jonas")
    assert form.submits() is None
    notice = office.ada.sees("@jonas knows you better", where="dm")
    assert_nobody_else_knows(office)
    assert direct_messages(office.person("jonas"), "asked") == []
    notice.clicks("Ask them instead")
    form = office.ada.modal("Ask a colleague")
    assert form.value("Who is it for?") == "Myself: I'd like to move"
    submit_and_expect(form, "Asked").closes()
    office.person("jonas").sees(NUDGE, where="dm").clicks("Pass")
    office.ada.sees("@jonas won't vouch for you this time.", where="dm")
    assert_nobody_else_knows(office)


@pytest.mark.parametrize("leaver", ["ada", "bob"])
def test_an_own_ask_ends_when_either_person_leaves(office: Office, leaver: str) -> None:
    ask_for_oneself(office.ada)
    message = let_bob_vouch_for_ada(office)
    change_account(office, leaver, deleted=True)
    advance_clock(office, hours=1)
    come_to_work(office, "ada", "bob")
    remaining: Person = office.bob if leaver == "ada" else office.ada
    assert "has left" in "\n".join(message.text for message in remaining.dm())
    if leaver == "bob":
        assert "Go ahead" not in message.reload().buttons
    advance_clock(office, days=15)
    assert direct_messages(office.linus, "Ada Park") == []


def test_a_recruiter_who_wants_to_move_does_not_own_the_referral(office: Office) -> None:
    """Priya is the recruiter of the opening, so the hiring manager becomes the owner."""
    post_opening(office, title="Recruiting Lead", recruiter="priya")
    ask_for_oneself(office.priya, name="Priya Nair", opening="ENG-2").closes()
    set_clock_and_settle(office, BOB_AT_WORK)
    office.bob.sees("@priya asked whether you'd vouch for them", where="dm").clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    assert form.fills("How sure are you?", "I'd recommend").submits() is None
    come_to_work(office, "priya")
    office.priya.sees("@bob will vouch for you", where="dm").clicks("Go ahead")
    come_to_work(office, "margaret")
    office.margaret.sees("@bob put Priya Nair forward", where="dm")
    wait_until_settled(office)
    assert direct_messages(office.priya, "put Priya Nair forward") == []


def test_a_colleague_who_went_ahead_hears_every_change(office: Office) -> None:
    ask_for_oneself(office.ada)
    went_ahead = let_bob_vouch_for_ada(office)
    went_ahead.clicks("Go ahead")
    wait_until_settled(office)
    card = office.linus.sees("@bob put Ada Park forward", where="dm")
    card.clicks("I'll take it")
    office.ada.sees("@linus has taken you for ENG-1", where="dm")
    move_stage(card.reload(), "Interviewing", office.linus)
    office.ada.sees("You're interviewing for ENG-1", where="dm")
    card.reload().clicks("Hand over")
    form = office.linus.modal("Hand over").fills("New owner", "priya")
    assert form.submits() is None
    wait_until_settled(office)
    assert "@priya owns the answer" in went_ahead.reload().text
    assert len(direct_messages(office.ada, "You're interviewing for ENG-1")) == 2

    come_to_work(office, "priya")
    handed = office.person("priya").sees("put Ada Park forward", where="dm")
    word, person = "For Bob's eyes.", office.person("priya")
    move_stage(handed, "Not now", person, reason="The timing didn't work", note=word)
    come_to_work(office, "ada", "bob")
    news = office.ada.sees("You're not going further for ENG-1", where="dm")
    assert "the timing didn't work" in news.text
    assert "I'll bring it back to @priya" in news.text
    assert word not in "\n".join(message.text for message in office.ada.dm())
    office.bob.sees("Ada Park isn't going further for ENG-1", where="dm")
    assert_only_the_desk_knows(office)


def assert_only_the_desk_knows(office: Office) -> None:
    for handle in ("jonas", "mei"):
        assert "Ada" not in "\n".join(each.text for each in office.person(handle).dm())


def test_a_colleague_who_did_not_go_ahead_hears_nothing(office: Office) -> None:
    """The colleague vouches for Ada as well, from the outside; her own ask stays private."""
    ask_for_oneself(office.ada)
    let_bob_vouch_for_ada(office).clicks("Not now")
    refer_candidate(office.bob, name="Ada Park", email="ada@difference.example")
    card = office.linus.sees("put Ada Park forward", where="dm")
    card.clicks("I'll take it")
    wait_until_settled(office)
    assert direct_messages(office.ada, "has taken you for ENG-1") == []
