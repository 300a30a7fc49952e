"""Owners take a referral, ask about it, move it or hand it over, and the advocate is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    hand_over,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect_errors,
    wait_until_settled,
)


@pytest.fixture
def card(office: Office) -> SeenMessage:
    """The card of the referral that Linus, its owner, sees."""
    post_opening(office)
    refer_and_endorse(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    return card.reload()


def test_a_double_click_takes_a_referral_once(office: Office, card: SeenMessage) -> None:
    run_concurrently(lambda: card.clicks("I'll take it"), lambda: card.clicks("I'll take it"))
    office.ada.sees("@linus has taken Grace Hopper", where="dm")
    wait_until_settled(office)
    assert len(direct_messages(office.ada, "@linus has taken")) == 1
    assert card.reload().buttons == ["Move stage", "Ask the advocate", "Not now"]
    assert office.linus.stack() == []


def test_slack_shows_its_own_warning_when_no_modal_can_be_opened(
    office: Office, card: SeenMessage
) -> None:
    office.slack.fail("views.open", "service_unavailable", status=503)
    card.clicks("Move stage")
    assert office.linus.toasts, "Slack shows a warning"
    card.clicks("Move stage")
    office.linus.modal("Move stage")


def test_a_referral_can_be_handed_to_another_recruiter(office: Office, card: SeenMessage) -> None:
    hand_over(card, office.linus, "priya")
    new_owner_card = office.priya.sees("@linus handed this to you.", where="dm")
    office.ada.sees("@priya has Grace Hopper for ENG-1 now, and will answer you.", where="dm")
    new_owner_card.clicks("I'll take it")
    office.ada.sees("@priya has taken Grace Hopper", where="dm")
    wait_until_settled(office)
    assert "@priya has it: in review since" in card.reload().text


def test_the_second_of_two_people_who_take_a_referral_is_told(
    office: Office, card: SeenMessage
) -> None:
    hand_over(card, office.linus, "priya")
    wait_until_settled(office)
    new_owner_card = office.priya.sees("@linus handed this to you.", where="dm")
    run_concurrently(
        lambda: card.reload().clicks("I'll take it"), lambda: new_owner_card.clicks("I'll take it")
    )
    notice = [person for person in (office.linus, office.priya) if person.stack()]
    assert len(notice) == 1
    first = "priya" if notice[0].handle == "linus" else "linus"
    assert f"@{first} has taken it already." in notice[0].modal("Vouch").text
    office.ada.sees(f"@{first} has taken Grace Hopper", where="dm")


def test_the_hiring_manager_can_take_a_referral_in_app_home(
    office: Office, card: SeenMessage
) -> None:
    hand_over(card, office.linus, "margaret")
    come_to_work(office, "margaret", "ada")
    office.margaret.sees("@linus handed this to you.", where="dm")
    home = office.margaret.opens_home()
    home.sees("Waiting for your answer").clicks("I'll take it")
    home.sees("In review since")
    assert "I'll take it" not in home.buttons
    office.ada.sees("@margaret has taken Grace Hopper", where="dm")


def test_only_active_colleagues_can_own_a_referral(office: Office, card: SeenMessage) -> None:
    for handle, error in (
        ("gus", "Guests can't do this. Choose a colleague."),
        ("dora", "This person has left. Choose someone else."),
    ):
        card.clicks("Hand over")
        form = submit_and_expect_errors(
            office.linus.modal("Hand over").fills("New owner", handle), {"New owner": error}
        )
        form.closes()


def test_a_note_for_the_advocate_is_sent_with_the_new_stage(
    office: Office, card: SeenMessage
) -> None:
    move_stage(card, "Contacted", office.linus, note="We speak on <Friday> & I am *glad*.")
    notice = office.ada.sees("@linus has been in touch with Grace Hopper about ENG-1.", where="dm")
    assert "We speak on <Friday> & I am *glad*." in notice.text


def test_not_now_needs_a_reason_which_the_advocate_reads(office: Office, card: SeenMessage) -> None:
    card.clicks("Not now")
    form = office.linus.modal("Not now")
    refused = form.submits()
    assert refused is not None
    assert list(refused.errors) == ["Why?"]
    refused.fills("Why?", "The place didn't work")
    assert refused.submits() is None
    notice = office.ada.sees("Grace Hopper isn't going further for ENG-1 this time.", where="dm")
    assert "The reason: the place didn't work." in notice.text
    wait_until_settled(office)
    assert card.reload().buttons == ["Read in full", "Put it right"]
    assert card.reload().choices() == ["Reopen"]
    assert "The place didn't work." in card.reload().text


def test_the_reason_field_appears_for_stages_that_need_one(
    office: Office, card: SeenMessage
) -> None:
    card.clicks("Withdrawn")
    form = office.linus.modal("Move stage")
    assert form.value("Move to") == "Withdrawn"
    form.fills("Move to", "Interviewing")
    assert "Why?" not in form.fields
    form.fills("Move to", "Withdrawn").fills("Why?", "The candidate chose something else")
    assert form.submits() is None
    notice = office.ada.sees("Grace Hopper is no longer in the running for ENG-1.", where="dm")
    assert "The reason: the candidate chose something else." in notice.text


def test_an_ended_referral_can_be_reopened(office: Office, card: SeenMessage) -> None:
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    office.ada.sees("isn't going further", where="dm")
    wait_until_settled(office)
    move_stage(card.reload(), "In review", office.linus)
    notice = office.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
    assert "The reason" not in notice.text


def test_an_outdated_form_changes_nothing(office: Office, card: SeenMessage) -> None:
    hand_over(card, office.linus, "priya")
    new_owner_card = office.priya.sees("@linus handed this to you.", where="dm")
    card.clicks("Move stage")
    stale = office.linus.modal("Move stage").fills("Move to", "Contacted")
    move_stage(new_owner_card, "Interviewing", office.priya)
    refusal = stale.submits()
    assert refusal is not None
    assert (
        "This referral has moved to “Interviewing” since then. I've left it as it is."
    ) in refusal.text
    office.ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
    office.ada.does_not_see("in touch with", settle=lambda: wait_until_settled(office))


def test_an_owner_asks_the_advocate_and_gets_an_answer(office: Office, card: SeenMessage) -> None:
    card.clicks("Ask the advocate")
    form = office.linus.modal("Ask the advocate")
    assert "Who do you want to ask?" not in form.fields
    form.fills("Your question", "Would she move to Berlin?").submits()
    question = office.ada.sees("@linus asks you about Grace Hopper for ENG-1.", where="dm")
    wait_until_settled(office)
    assert "Waiting for @ada." in card.reload().text
    question.clicks("Answer")
    form = office.ada.modal("Your answer")
    assert "Would she move to Berlin?" in form.text
    form.fills("Your answer", "Yes, with her <cat>.").submits()
    answer = office.linus.sees("@ada answered you about Grace Hopper for ENG-1.", where="dm")
    assert "Yes, with her <cat>." in answer.text
    wait_until_settled(office)
    assert "You answered:" in question.reload().text
    assert question.reload().buttons == []
    assert "Yes, with her <cat>." in card.reload().text


def ask(card: SeenMessage, person: Person, text: str) -> None:
    card.reload().clicks("Ask the advocate")
    person.modal("Ask the advocate").fills("Your question", text).submits()


def test_a_settled_referral_offers_only_what_still_makes_sense(
    office: Office, card: SeenMessage
) -> None:
    ask(card, office.linus, "Would she move to Berlin?")
    office.ada.sees("@linus asks you about Grace Hopper", where="dm").clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "She would.").submits()
    first_answer = office.linus.sees("She would.", where="dm")
    assert first_answer.buttons == ["Move stage", "Ask again"]
    ask(card, office.linus, "When?")
    question = office.ada.sees("When?", where="dm")
    question.clicks("Answer")
    late = office.ada.modal("Your answer").fills("Your answer", "In May.")
    first_answer.clicks("Ask again")
    too_late = office.linus.modal("Ask the advocate").fills("Your question", "Why not April?")
    wait_until_settled(office)
    office.priya.types("/refer desk grace").modal("The desk").clicks("Open")
    office.priya.modal("Referral").clicks("Move stage")
    assert office.priya.modal("Move stage").fills("Move to", "Hired").submits() is not None
    wait_until_settled(office)
    assert "nothing to answer any more" in question.reload().text
    assert question.reload().buttons == []
    refused = too_late.submits()
    assert refused is not None
    assert "This referral has moved to “Hired” since then." in refused.text
    refused.closes()
    assert late.submits() is None
    for answer in (first_answer.reload(), office.linus.sees("In May.", where="dm")):
        assert answer.buttons == ["Read in full"]
        assert "Hired on Monday 2 March." in answer.text


def test_what_is_overtaken_before_it_is_read_is_not_sent(office: Office, card: SeenMessage) -> None:
    """In the evening the referral changes hands twice, is taken and answered with a hire."""
    set_clock_and_settle(office, datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    hand_over(card, office.linus, "priya")
    wait_until_settled(office)
    hand_over(card.reload(), office.linus, "margaret")
    wait_until_settled(office)
    come_to_work(office, "ada")
    assert len(direct_messages(office.ada, "will answer you")) == 1
    set_clock_and_settle(office, datetime(2026, 3, 3, 20, 0, tzinfo=UTC))
    before = len(office.ada.dm())
    hand_over(card.reload(), office.linus, "priya")
    wait_until_settled(office)
    card.reload().clicks("I'll take it")
    wait_until_settled(office)
    ask(card, office.linus, "Would she move to Berlin?")
    move_stage(card.reload(), "Hired", office.linus)
    come_to_work(office, "ada")
    (news,) = office.ada.dm()[before:]
    assert "Grace Hopper is hired for ENG-1!" in news.text


def test_the_news_of_a_lead_does_not_praise_words(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    office.linus.sees("@ada put Grace Hopper forward", where="dm").clicks("I'll take it")
    news = office.ada.sees("@linus has taken Grace Hopper for ENG-1.", where="dm")
    assert "reading" not in news.text
    ask(office.linus.sees("@ada put Grace Hopper forward", where="dm"), office.linus, "Why her?")
    office.ada.sees("Why her?", where="dm")
    assert "You don't need to do anything" not in "".join(each.text for each in office.ada.dm())


def test_a_former_owner_cannot_move_the_referral(office: Office, card: SeenMessage) -> None:
    """Rights are checked on submission, not only when the form opens."""
    hand_over(card, office.linus, "bob")
    come_to_work(office, "bob")
    new_owner_card = office.bob.sees("@linus handed this to you.", where="dm")
    new_owner_card.clicks("Move stage")
    form = office.bob.modal("Move stage").fills("Move to", "Contacted")
    wait_until_settled(office)
    hand_over(card.reload(), office.linus, "priya")
    wait_until_settled(office)
    refusal = form.submits()
    assert refusal is not None
    assert refusal.text.startswith("Vouch")
    assert (
        "the hiring manager and the recruiters can answer this referral. @priya has it."
        in refusal.text
    )
    office.ada.does_not_see("in touch with", settle=lambda: wait_until_settled(office))
