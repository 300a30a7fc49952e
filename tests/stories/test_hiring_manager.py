"""The hiring manager gets a card when a referral arrives, and a digest on Mondays."""

from __future__ import annotations

from datetime import UTC, datetime

from nudges import manager_digests
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    post_opening,
    refer_and_endorse,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

FOR_ENG_1 = "put Grace Hopper forward for ENG-1 Staff Engineer, Storage"


def test_a_manager_reads_a_new_referral_that_a_recruiter_answers(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    come_to_work(office, "margaret", "linus")
    card = office.margaret.sees(f"@ada {FOR_ENG_1}, which you decide on.", where="dm")
    wait_until_settled(office)
    card = card.reload()
    assert "She rebuilt our on-call in a quarter." in card.text
    assert "@linus has it: a first answer by" in card.text
    assert card.buttons == ["I'll take it", "Ask the advocate", "Not now"]
    office.linus.sees(f"@ada {FOR_ENG_1}.", where="dm").clicks("I'll take it")
    wait_until_settled(office)
    assert "@linus has it: in review since Monday 2 March." in card.reload().text
    card.reload().clicks("Read in full")
    office.margaret.modal("Referral").sees("Said on Monday 2 March").closes()


def test_a_manager_who_answers_or_vouches_gets_one_message(office: Office) -> None:
    post_opening(office, recruiter=None)
    refer_and_endorse(office.ada)
    come_to_work(office, "margaret")
    assert len(direct_messages(office.margaret, "Grace Hopper")) == 1
    post_opening(office, title="Another role")
    refer_and_endorse(office.margaret, "ENG-2", name="Alan Turing", email="alan@example.org")
    come_to_work(office, "margaret")
    assert direct_messages(office.margaret, "which you decide on") == []


def test_the_digest_comes_on_monday_with_the_words_of_the_advocates(office: Office) -> None:
    post_opening(office)
    post_opening(office, "kenji", title="A role without anybody")
    # The question to Margaret, if Linus does not answer, comes a day after the digest.
    set_clock_and_settle(office, datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    refer_and_endorse(office.ada)
    refer_and_endorse(office.bob, name="Alan Turing", email="alan@example.org", saw="He proved it.")
    come_to_work(office, "margaret")  # The cards come days before the digest.
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    next_monday = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)  # 11:00 in New York
    set_clock_and_settle(office, next_monday)
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    digest = office.margaret.sees("2 referrals for your openings are new or waiting", where="dm")
    assert "She rebuilt our on-call in a quarter." in digest.text
    assert "He proved it." in digest.text
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    assert len(direct_messages(office.margaret, "for your openings")) == 1, "once a week"
    assert direct_messages(office.person("kenji"), "for your openings") == []
    digest.clicks("Open the desk")
    office.margaret.modal("The desk").sees("Grace Hopper for ENG-1")


def test_a_manager_who_left_before_monday_gets_no_digest(office: Office) -> None:
    """Their openings have someone else, who reads the words instead."""
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    manager_digests.step(office.vouch.database, office.now())
    change_account(office, "margaret", deleted=True)
    advance_clock(office, hours=2)  # An hour later the bot has confirmed that she left.
    before = [message.text for message in office.margaret.dm()]
    set_clock_and_settle(office, datetime(2026, 3, 9, 15, 0, tzinfo=UTC))
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    assert [message.text for message in office.margaret.dm()] == before
    office.linus.types("/refer desk").modal("The desk").sees("Grace Hopper for ENG-1").closes()
    office.carol.opens_home()
    assert "Didn't get through" not in office.carol.opens_home().text
