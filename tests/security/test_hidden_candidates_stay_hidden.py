"""While a candidate's name is hidden, knowing their address does not open their card.

Only the candidate's own yes counts, and the word of the advocate who put them forward first.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    direct_messages,
    endorse_from_thanks,
    post_opening,
    refer_candidate,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.ask_actions import ask_for_oneself, wait_for_ask_nudge
from tests.stories.test_consent import CONSENT_QUESTION, texts_sent_to

SECRETS = ("Grace", "Hopper", "grace@example.com", SAW)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """Ada has put Grace forward, who has not agreed. Linus and the others do not know who it is."""
    with Office(sqlite_url, settings={"VOUCH_HIDE_UNTIL_AGREED": "yes"}) as office:
        post_opening(office)
        post_opening(office, title="Data Lead", team="Data", recruiter="priya")
        endorse_from_thanks(refer_candidate(office.ada, knows="I'll ask"))
        yield office


def revealed_to_the_desk(office: Office) -> list[str]:
    wait_until_settled(office)
    desk = ("linus", "priya", "margaret", "carol")
    read = texts_sent_to(office, *desk)
    read += "".join(office.person(person).opens_home().text for person in desk)
    return [secret for secret in SECRETS if secret in read]


def answer_consent_question(office: Office, handle: str) -> SeenMessage:
    """Move the clock to the next question and answer that the candidate agreed."""
    person = office.person(handle)
    advance_clock(office, days=2, hours=5)
    question = person.sees(CONSENT_QUESTION, where="dm")
    question.clicks("They agreed")
    wait_until_settled(office)
    return question.reload()


def test_a_second_voucher_does_not_open_the_card(office: Office) -> None:
    refer_candidate(office.bob, knows="They agreed").closes()
    assert revealed_to_the_desk(office) == []
    assert "put them forward first" in office.bob.sees("Thank you for vouching", where="dm").text
    # What Bob said is not lost: Ada is asked in her next working hour, and Bob is not asked again.
    advance_clock(office, hours=1)
    office.ada.sees(CONSENT_QUESTION, where="dm")
    assert revealed_to_the_desk(office) == []
    office.ada.sees(CONSENT_QUESTION, where="dm").clicks("They agreed")
    assert set(revealed_to_the_desk(office)) == set(SECRETS)
    advance_clock(office, days=4)
    assert direct_messages(office.bob, CONSENT_QUESTION) == []


def test_a_colleague_who_refers_them_for_another_opening_opens_neither_card(
    office: Office,
) -> None:
    refer_candidate(office.bob, "DAT-1", knows="They agreed").closes()
    assert revealed_to_the_desk(office) == []
    office.priya.sees("@bob has someone in mind for DAT-1", where="dm")
    answer_consent_question(office, "ada")
    assert set(revealed_to_the_desk(office)) == set(SECRETS)


def test_a_second_voucher_who_is_asked_opens_nothing_either(office: Office) -> None:
    refer_candidate(office.bob, knows="I'll ask").closes()
    answered = answer_consent_question(office, "bob")
    assert "put them forward first" in answered.text
    assert revealed_to_the_desk(office) == []
    answered = answer_consent_question(office, "ada")
    assert "They agreed. Thank you for asking them." in answered.text
    assert set(revealed_to_the_desk(office)) == set(SECRETS)


def test_saying_it_again_and_again_asks_the_first_advocate_once(office: Office) -> None:
    for _ in range(4):
        refer_candidate(office.bob, knows="They agreed").closes()
    for _ in range(4):
        advance_clock(office, days=3)
    assert len(direct_messages(office.ada, CONSENT_QUESTION)) <= 2


def test_the_first_advocate_opens_it_with_another_form(office: Office) -> None:
    refer_candidate(office.ada, "DAT-1", knows="They agreed").closes()
    assert set(revealed_to_the_desk(office)) == set(SECRETS)


def test_the_next_advocate_is_believed_where_the_first_has_left(office: Office) -> None:
    refer_candidate(office.bob, knows="I'll ask").closes()
    change_account(office, "ada", deleted=True)
    wait_until_settled(office)
    answer_consent_question(office, "bob")
    assert "Grace" in revealed_to_the_desk(office)


def test_a_candidate_who_works_here_opens_it_themselves(office: Office) -> None:
    refer_candidate(
        office.ada, name="Jonas Weber", email="jonas@difference.example", knows="I'll ask"
    ).closes()
    wait_until_settled(office)
    assert "Jonas" not in texts_sent_to(office, "linus")
    ask_for_oneself(office.person("jonas"), name="Jonas Weber")
    wait_for_ask_nudge(office, office.bob).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "We worked together")
    form.fills("What did you see them do?", SAW).fills("How sure are you?", "I'd recommend")
    assert form.submits() is None
    office.person("jonas").sees("@bob will vouch for you", where="dm").clicks("Go ahead")
    wait_until_settled(office)
    assert "Jonas" in texts_sent_to(office, "linus")
