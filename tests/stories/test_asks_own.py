"""An employee who wants to move asks on their own behalf: it stays between the two."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from sandbox.driver.person import Person, SeenMessage
from storage.tables.messages import HISTORY, OUTBOX
from tests.office import Office
from tests.stories.acts import clock_at, heard, later, posts_opening, settled, submitted
from tests.stories.asking import BOB_AT_WORK, asks_for_self, hears
from tests.stories.test_members import changes

LINE = "@ada asked whether you would vouch for them: they would like to move to ENG-1"
WORDS = "She found the leak that we had hunted for a year."
OTHERS = ("linus", "margaret", "priya", "carol", "aisha")


@pytest.fixture(autouse=True)
def an_opening(office: Office) -> None:
    posts_opening(office)


def vouches_for_ada(office: Office) -> SeenMessage:
    """Bob gives his word; what Ada reads."""
    hears(office, office.bob, LINE).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    assert form.value("What did you see them do?") == "Ada reads code."
    form.fills("What did you see them do?", WORDS).fills("How sure are you?", "I'd recommend")
    form.fills("What will you do for them?", ["Introduce them to the team"])
    assert form.submits() is None
    return office.ada.sees("@bob will vouch for you, for ENG-1", where="dm")


def everything_read_by(office: Office, handle: str) -> str:
    """Every surface that this person has: messages, App Home, what commands whisper."""
    person = office.person(handle)
    for command in ("/refer mine", "/refer jobs", "/refer ask"):
        person.types(command)
        if person.stack():
            person.modal().closes(clear=True)
    seen = [message.text for message in person.dm()]
    seen += [message.text for message in person.channel("#hiring")]
    return "\n".join([*seen, person.opens_home().text])


def assert_nobody_else_knows(office: Office) -> None:
    settled(office)
    for handle in OTHERS:
        read = everything_read_by(office, handle)
        assert "ada" not in read.lower(), handle
        assert WORDS not in read, handle
    with office.vouch.database.read() as transaction:
        lines = transaction.execute(select(HISTORY.c.actor, HISTORY.c.subject, HISTORY.c.detail))
        for actor, subject, detail in lines:
            assert subject != "ask"
            assert office.ada.id not in (actor, *map(str, detail.values()))


def could_not_be_said(office: Office) -> None:
    """Slack did not take her note, as it seems: an admin is shown that there is one."""
    settled(office)  # the bot is done with it
    becomes(office, "dead")
    office.carol.opens_home().sees("A private note")
    becomes(office, "sent")


def becomes(office: Office, state: str) -> None:
    with office.vouch.database.write() as transaction:
        transaction.execute(update(OUTBOX).where(OUTBOX.c.kind == "asked").values(state=state))


def test_nobody_else_learns_of_it_until_she_says_so(office: Office) -> None:
    told = asks_for_self(office.ada)
    assert "It stays between the two of you until you say otherwise." in told.text
    told.closes()
    could_not_be_said(office)
    assert_nobody_else_knows(office)
    message = vouches_for_ada(office)
    assert "Nobody else sees it until you say so." in message.text
    assert_nobody_else_knows(office)

    message.clicks("Not now")
    settled(office)
    assert "It stays between the two of you, for as long as you like." in message.again().text
    later(office, days=20)
    assert_nobody_else_knows(office)

    message.clicks("Go ahead")
    card = office.linus.sees("@bob put Ada Park forward for ENG-1", where="dm")
    for text in (WORDS, "Has agreed to be put forward", "ada@difference.example", "I'd recommend"):
        assert text in card.text
    settled(office)
    assert "You went ahead for ENG-1" in message.again().text
    assert "@linus owns the answer" in message.again().text
    office.bob.sees("Thank you for putting Ada Park forward for ENG-1.", where="dm")
    assert "@ada went ahead" in office.bob.sees(LINE, where="dm").text
    later(office, days=3)
    office.bob.sees("you offered to introduce Ada Park to the team", where="dm")


def test_a_second_go_ahead_changes_nothing(office: Office) -> None:
    asks_for_self(office.ada)
    message = vouches_for_ada(office)
    office.ada.types("/refer ask")
    listed = office.ada.modal("Your asks").sees("nobody else sees it until you say so")
    message.clicks("Go ahead")
    settled(office)
    listed.clicks("Go ahead")
    assert "You have gone ahead already" in office.ada.modal("Vouch").text
    assert len(heard(office.linus, "put Ada Park forward")) == 1


def test_what_was_withdrawn_is_forgotten_with_the_words(office: Office) -> None:
    asks_for_self(office.ada)
    message = vouches_for_ada(office)
    office.ada.opens_home().clicks("Withdraw")
    settled(office)
    assert "Go ahead" not in message.again().buttons
    read = office.bob.sees("@ada has withdrawn it", where="dm").text
    assert "move" not in read
    assert_nobody_else_knows(office)


def test_pass_and_not_the_right_person_stay_between_them_too(office: Office) -> None:
    asks_for_self(office.ada)
    hears(office, office.bob, LINE).clicks("Not the right person")
    form = office.bob.modal("Not the right person").fills("Who might know them better?", "jonas")
    assert form.submits() is None
    told = office.ada.sees("@jonas knows you better", where="dm")
    assert_nobody_else_knows(office)
    assert heard(office.person("jonas"), "asked") == []
    told.clicks("Ask them instead")
    form = office.ada.modal("Ask a colleague")
    assert form.value("For whom?") == "Myself: I would like to move"
    submitted(form, "Asked").closes()
    office.person("jonas").sees(LINE, where="dm").clicks("Pass")
    office.ada.sees("@jonas passes this time on vouching for you.", where="dm")
    assert_nobody_else_knows(office)


@pytest.mark.parametrize("leaver", ["ada", "bob"])
def test_who_has_left_takes_their_word_along(office: Office, leaver: str) -> None:
    asks_for_self(office.ada)
    message = vouches_for_ada(office)
    changes(office, leaver, deleted=True)
    settled(office)
    stays: Person = office.bob if leaver == "ada" else office.ada
    assert "is not here any more" in "\n".join(seen.text for seen in stays.dm())
    if leaver == "bob":
        assert "Go ahead" not in message.again().buttons
    later(office, days=15)
    assert heard(office.linus, "Ada Park") == []


def test_a_recruiter_who_moves_does_not_answer_herself(office: Office) -> None:
    """Priya, the opening's recruiter, would like to move: the hiring manager answers."""
    posts_opening(office, title="Recruiting Lead", recruiter="priya")
    asks_for_self(office.priya, name="Priya Nair", opening="ENG-2").closes()
    clock_at(office, BOB_AT_WORK)
    office.bob.sees("@priya asked whether you would vouch for them", where="dm").clicks(
        "I'll vouch"
    )
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    assert form.fills("How sure are you?", "I'd recommend").submits() is None
    office.priya.sees("@bob will vouch for you", where="dm").clicks("Go ahead")
    office.margaret.sees("@bob put Priya Nair forward", where="dm")
    settled(office)
    assert heard(office.priya, "put Priya Nair forward") == []
