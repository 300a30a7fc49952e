"""The candidate agrees, declines, or is not asked in time."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, String, Text, select

from nudges import consent as consent_tick
from sandbox.driver.person import Modal, Person, SeenMessage
from storage.schema import METADATA
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

CONSENT_QUESTION = "Have they agreed?"
SECRETS = ("Grace", "Hopper", "grace@example.com", SAW, "Two years at the bank", "Next year")


def refer_without_consent(
    office: Office, person: Person | None = None, *, knows: str = "I'll ask"
) -> Modal:
    return refer_candidate(person or office.ada, knows=knows)


def wait_for_consent_nudge(office: Office, person: Person) -> SeenMessage:
    """Move the clock by two working days, to working hours in London and New York."""
    advance_clock(office, days=2, hours=5)
    return person.sees(CONSENT_QUESTION, where="dm")


def find_in_database(office: Office, *secrets: str) -> list[str]:
    """The rows of all tables that contain one of the secrets."""
    found = []
    with office.vouch.database.read() as transaction:
        for table in METADATA.sorted_tables:
            texts = [c for c in table.columns if isinstance(c.type, String | Text | JSON)]
            for row in transaction.execute(select(*texts)) if texts else ():
                row_text = json.dumps([str(value) for value in row], ensure_ascii=False)
                found += [f"{table.name}: {row_text}" for secret in secrets if secret in row_text]
    return found


def texts_sent_to(office: Office, *handles: str) -> str:
    return "\n".join(message.text for person in handles for message in office.person(person).dm())


def test_the_advocate_asks_with_a_draft_and_the_candidate_agrees(office: Office) -> None:
    post_opening(office)
    refer_without_consent(office).closes()
    card = office.linus.sees("Hasn't been asked yet; the advocate will ask", where="dm")
    thanks = office.ada.sees("They haven't said yes yet.", where="dm")
    assert "I'll erase everything about them on Wednesday 1 April" in thanks.text
    thanks.clicks("Open a note to ask them")
    note = office.ada.modal("Ask for their yes")
    assert "We're looking for a new colleague: Staff Engineer, Storage." in note.value("The note")
    assert "since we worked together" in note.value("The note")
    assert "Open it as a mail" in note.text
    note.closes()

    nudge = wait_for_consent_nudge(office, office.ada)
    assert nudge.buttons == ["Open the draft", "They agreed", "Later", "Settings"]
    nudge.clicks("Open the draft")
    assert office.ada.modal("Ask for their yes").submits() is None
    nudge = office.ada.sees("come back to it on Monday ", where="dm")
    wait_until_settled(office)
    assert "@ada asked them on Wednesday 4 March; no answer yet" in card.reload().text
    asked = "You asked them on Wednesday 4 March; no answer yet."
    thanks = thanks.reload()
    assert asked in thanks.text
    assert "said yes yet" not in thanks.text
    assert asked in office.ada.opens_home().text
    advance_clock(office, days=5)
    nudge = direct_messages(office.ada, CONSENT_QUESTION)[-1]
    assert "On Wednesday 4 March you asked Grace Hopper" in nudge.text
    thanks.clicks("Open a note to ask them")  # asked again later: the newest day counts
    assert office.ada.modal("Ask for their yes").submits() is None
    wait_until_settled(office)
    assert "asked them on Monday 9 March" in card.reload().text
    assert "You asked them on Monday 9 March" in thanks.reload().text
    advance_clock(office, days=7)
    nudge = direct_messages(office.ada, CONSENT_QUESTION)[-1]
    run_concurrently(lambda: nudge.clicks("They agreed"), lambda: nudge.clicks("They agreed"))
    office.ada.sees("They agreed. Thank you for asking them.", where="dm")
    wait_until_settled(office)
    card = card.reload()
    assert "Has agreed to be put forward" in card.text
    assert "asked them" not in card.text
    assert "no answer yet" not in thanks.reload().text
    for _ in range(4):
        advance_clock(office, days=10)
    assert "Has agreed" in card.reload().text
    assert len(direct_messages(office.ada, "They agreed. Thank you")) == 3, (
        "each message that asked shows the answer"
    )
    assert direct_messages(office.ada, CONSENT_QUESTION) == []


def test_everything_about_a_candidate_who_declines_is_erased(office: Office) -> None:
    post_opening(office)
    post_opening(office, title="Data Lead", team="Data", recruiter="priya")
    endorse_from_thanks(refer_without_consent(office))
    card = office.linus.sees(SAW, where="dm")
    card.clicks("Ask the advocate")
    office.linus.modal().fills("Your question", "How long was Grace there?").submits()
    office.ada.sees("How long was Grace there?", where="dm").clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "Two years at the bank").submits()
    endorse_from_thanks(
        refer_candidate(office.ada, "DAT-1", name="Gracie Hopper", knows="I'll ask"),
        saw="Next year",
    )
    wait_until_settled(office)

    nudge = wait_for_consent_nudge(office, office.ada)
    nudge.chooses("They said no")
    form = office.ada.modal("They said no")
    assert "from everything they were put forward for" in form.text
    assert form.closes() is None  # the form is closed without an answer
    assert "Grace Hopper" in card.reload().text
    nudge.chooses("They said no")
    form = office.ada.modal("They said no")
    run_concurrently(form.submits, form.submits)
    office.ada.sees("Thank you for asking, and for telling me. They said no", where="dm")
    wait_until_settled(office)

    assert "They said no, so it's withdrawn" in card.reload().text
    assert card.reload().buttons == []
    assert len(direct_messages(office.ada, "Thank you for asking, and for telling me")) == 1
    assert find_in_database(office, *SECRETS) == []
    everything = texts_sent_to(office, "ada", "bob", "linus", "priya", "margaret")
    assert [secret for secret in SECRETS if secret in everything] == []
    home = office.ada.opens_home()
    assert "Grace" not in home.text
    home.sees("I've erased what I held about them.")
    for _ in range(3):
        advance_clock(office, days=10)
    assert direct_messages(office.linus, "Hopper") == []
    assert refer_candidate(office.ada).title == "Thank you", "a new referral makes a new candidate"


def test_a_candidate_who_was_not_asked_in_time_is_erased(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, knows="Not yet")
    card = office.linus.sees(SAW, where="dm")
    for _ in range(3):
        advance_clock(office, days=9)
    assert len(direct_messages(office.ada, CONSENT_QUESTION)) == 2
    assert (
        "about them on Wednesday 1 April" in direct_messages(office.ada, CONSENT_QUESTION)[-1].text
    )
    assert "Grace Hopper" in card.reload().text
    advance_clock(office, days=4)
    notice = office.ada.sees("hasn't agreed in time, so I've withdrawn the referral", where="dm")
    assert "put forward on Monday 2 March for ENG-1" in notice.text
    wait_until_settled(office)
    assert "Nobody could tell me in time that they agreed" in card.reload().text
    for person in ("ada", "linus"):
        told = texts_sent_to(office, person)
        assert told.count("agreed in time, so") + told.count("could tell me in time") == 1, told
    assert find_in_database(office, "Hopper", "grace@example.com", SAW) == []
    assert "Hopper" not in texts_sent_to(office, "ada", "linus")


def test_a_second_look_is_promised_only_for_a_candidate_who_says_yes(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, knows="Not yet")
    move_stage(
        office.linus.sees(SAW, where="dm"),
        "Not now",
        office.linus,
        reason="The timing didn't work",
        look_again="In three months",
    )
    come_to_work(office, "ada")
    news = office.ada.sees("isn't going further", where="dm")
    assert "bring them back to @linus on Tuesday 2 June if they've said yes by then." in news.text
    assert "Without a yes, I'll erase everything about them on Wednesday 1 April." in news.text
    thanks = office.ada.sees("Thank you for putting Grace Hopper forward", where="dm")
    assert "looks at it again on Tuesday 2 June if they've said yes by then." in thanks.text
    news.clicks("Open a note to ask them")
    assert office.ada.modal().title == "Ask for their yes"


def test_consent_to_one_advocate_counts_for_all(office: Office) -> None:
    post_opening(office)
    refer_without_consent(office, knows="Not yet").closes()
    refer_without_consent(office, office.bob, knows="They agreed").closes()
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    wait_until_settled(office)
    assert "Has agreed to be put forward" in card.reload().text
    for _ in range(4):
        advance_clock(office, days=9)
    assert (
        direct_messages(office.ada, CONSENT_QUESTION)
        + direct_messages(office.bob, CONSENT_QUESTION)
        == []
    )


def test_an_interview_says_nothing_about_a_consent_that_nobody_gave(office: Office) -> None:
    post_opening(office)
    thanks = refer_without_consent(office, office.bob, knows="Not yet")
    endorse_from_thanks(thanks, offers=["Introduce them to the team"])
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    nudge = wait_for_consent_nudge(office, office.bob)
    office.bob.sees("Thank you for putting", where="dm").clicks("Open the draft")
    office.bob.modal("Your introduction").clicks("I've introduced them")
    wait_until_settled(office)
    card = card.reload()
    assert "Has introduced them" in card.text
    assert "ot been asked" not in card.text
    assert "Knows about it; I haven't heard a yes yet" in card.text

    card.chooses("Move stage")
    assert office.linus.modal("Move stage").fills("Move to", "Interviewing").submits() is None
    wait_until_settled(office)
    everything = texts_sent_to(office, "bob", "linus")
    for claim in ("agreed", "ot been asked", "their yes", "haven't heard a yes"):
        assert claim not in everything, claim
    assert "They're talking to the team now" in nudge.reload().text
    for _ in range(4):
        advance_clock(office, days=9)
    assert direct_messages(office.bob, CONSENT_QUESTION) == []
    assert "Grace Hopper" in card.reload().text, "nobody is erased in the middle of an interview"


def test_a_candidate_is_erased_on_the_same_date_when_the_advocate_has_left(office: Office) -> None:
    """Nobody can ask the candidate any more, and the owner's card shows what happened."""
    post_opening(office)
    refer_without_consent(office).closes()
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    wait_until_settled(office)
    change_account(office, "ada", deleted=True)
    wait_until_settled(office)
    advance_clock(office, days=31)
    assert "Nobody could tell me in time" in card.reload().text
    assert find_in_database(office, "Hopper") == []
    assert not consent_tick.step(office.vouch.database, office.now())


# Hidden until they agree -----------------------------------------------------------------------


@pytest.fixture
def hiding_office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url, settings={"VOUCH_HIDE_UNTIL_AGREED": "yes"}) as office:
        yield office


def test_owners_see_no_details_until_a_hidden_candidate_agrees(
    hiding_office: Office,
) -> None:
    office = hiding_office
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    refer_and_endorse(office.bob, name="Gracie", knows="I'll ask")
    wait_until_settled(office)
    assert "@linus knows you have someone in mind" in office.ada.dm()[-1].text
    card = office.linus.sees("@ada has someone in mind for ENG-1", where="dm")
    assert "once they agree to be put forward" in card.text
    assert card.buttons == ["I'll take it", "Not now"]
    card.chooses("Move stage")
    form = office.linus.modal("Move stage")
    assert "Someone for ENG-1, now at" in form.text
    form.closes()
    office.linus.opens_home().sees("Someone for ENG-1").clicks("I'll take it")
    office.ada.sees("@linus has taken Grace Hopper", where="dm")
    wait_until_settled(office)
    advance_clock(office, days=2, hours=5)
    visible_text = texts_sent_to(office, "linus", "priya", "margaret", "carol")
    visible_text += "".join(
        office.person(person).opens_home().text for person in ("linus", "margaret")
    )
    for secret in ("Grace", "Gracie", "Hopper", "grace@example.com", SAW):
        assert secret not in visible_text, secret

    office.ada.sees(CONSENT_QUESTION, where="dm").clicks("They agreed")
    notice = office.linus.sees("Grace Hopper agreed to be put forward by @ada", where="dm")
    assert "grace@example.com" in notice.text
    wait_until_settled(office)
    for text in (SAW, "grace@example.com", "@bob worked with them"):
        assert text in card.reload().text
    assert card.reload().buttons == ["Move stage", "Ask the advocate", "Not now"]
