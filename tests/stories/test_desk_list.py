"""Recruiters and hiring managers list, filter and search referrals on the desk."""

from __future__ import annotations

from datetime import timedelta

from sandbox.driver.person import Modal, Person
from storage import openings, workspaces
from tests.cast import ADA, LINUS, Outsider
from tests.office import Office
from tests.storage.rows import add_referral
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    hand_over,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    send_introduction,
    wait_until_settled,
)

FIRST, MANY = 100, 13  # numbers of candidates, so that each has as many digits


def fill_desk(office: Office, ref: str, count: int = MANY) -> None:
    """Store referrals of Ada that Linus owns. Candidate 100 has waited longest."""
    with office.vouch.database.write() as transaction:
        ws = workspaces.list_all(transaction)[0].id
        opening = openings.find_by_ref(transaction, ws, ref)
        for number in range(FIRST, FIRST + count):
            who = Outsider(
                f"Candidate {number}", f"c{number}@example.org", f"https://example.org/{number}"
            )
            moment = office.now() - timedelta(days=FIRST + count - number)
            add_referral(transaction, ws, opening, who=who, by=ADA, owner=LINUS, now=moment)


def open_desk(person: Person, words: str = "") -> Modal:
    return person.types(f"/refer desk {words}".strip()).modal("The desk")


def test_a_recruiter_turns_the_pages_and_filters(office: Office) -> None:
    ref = post_opening(office)
    fill_desk(office, ref)
    desk = open_desk(office.linus)
    desk.sees("13 referrals.").sees("Candidate 100 for ENG-1").sees("Candidate 109")
    assert "Candidate 110" not in desk.text
    desk.clicks("Next ten")
    desk.sees("Candidate 112")
    assert "Candidate 109" not in desk.text
    assert "Next ten" not in desk.buttons
    desk.clicks("Previous ten")
    desk.sees("Candidate 100")
    assert "Previous ten" not in desk.buttons

    desk.fills("desk.filter_stage", "Interviewing")
    desk.sees("Nobody matches that. Clear the filters, or choose “Ended” above")
    desk.clicks("Clear the filters")
    desk.sees("13 referrals.")
    desk.fills("desk.filter_stage", "No answer in time").sees("Candidate 100")
    desk.fills("Any opening or team", "Engineering").sees("Candidate 100")
    desk.fills("Any advocate", "bob").sees("Nobody matches that.")
    desk.clicks("Clear the filters")
    desk.sees("13 referrals.")
    desk.fills("Search", "x").sees("Type at least 2 letters.").sees("13 referrals.")
    desk.fills("Search", "candidate 105").sees("1 referral.")
    assert "Candidate 104" not in desk.text
    desk.fills("Search", "ADA").sees("13 referrals.")
    desk.closes()
    assert "Candidate 105" in open_desk(office.linus, "candidate 105").text


def test_the_desk_and_home_show_the_deepest_voice(office: Office) -> None:
    post_opening(office)
    offers = ("Introduce them to the team",)
    thanks = refer_candidate(office.ada)
    endorse_from_thanks(thanks, conviction="Worth a look", offers=offers)
    thanks = refer_candidate(office.bob)
    endorse_from_thanks(thanks, saw="Calm when it burned.", conviction="I'd recommend")
    wait_until_settled(office)
    desk = open_desk(office.linus)
    desk.sees("@bob: I'd recommend, 2 voices (@ada was first)").sees("“Calm when it burned.”")
    desk.closes()
    office.ada.sees("Thank you for putting", where="dm").clicks("Open the draft")
    send_introduction(office.ada.modal("Your introduction"))
    acted = "@ada: Worth a look and acted on it, 2 voices"
    open_desk(office.linus).sees(acted).sees("“She rebuilt our on-call in a quarter.”").closes()
    office.linus.opens_home().sees(acted)


def test_each_sees_what_they_may_answer(office: Office) -> None:
    ref = post_opening(office)
    fill_desk(office, ref, 2)
    wait_until_settled(office)
    open_desk(office.priya).sees("2 referrals.").sees("@linus has it").closes()
    open_desk(office.margaret).sees("2 referrals.").closes()
    kenji = office.person("kenji")
    open_desk(kenji).sees("No referral is open at the moment.").closes()
    office.ada.types("/refer desk")
    office.ada.sees("The desk is for recruiters, hiring managers and whoever owns a referral.")


def test_every_action_is_in_the_desk_and_all_windows_stay_current(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    home = office.linus.opens_home()
    desk = open_desk(office.linus)
    desk.sees("“She rebuilt our on-call in a quarter.”").clicks("Open")
    window = office.linus.modal("Referral")
    window.sees("It's your turn").clicks("I'll take it")
    window.sees("You have it: in review since Monday 2 March.")
    home.sees("In review since Monday 2 March")
    wait_until_settled(office)
    assert "in review since Monday 2 March" in card.reload().text

    window.clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Contacted")
    assert form.submits() is not None
    window.sees("You have it: contacted since Monday 2 March.")
    home.sees("Contacted since Monday 2 March")
    window.clicks("Add a note")
    office.linus.modal("A note for the desk").fills("Your note", "Ask <her> about Berlin").submits()
    window.sees("Notes of the desk. Advocates never see them.").sees("Ask <her> about Berlin")
    window.clicks("History")
    history = office.linus.modal("History")
    history.sees("Mon 2 March: @ada put them forward.").sees("Mon 2 March: @linus took it.")
    history.sees("Mon 2 March: @linus moved it to “Contacted”.").sees("@linus wrote a note")
    history.closes()
    window.clicks("Hand over")
    office.linus.modal("Hand over").fills("New owner", "priya").submits()
    window.sees("@priya has it").clicks("Back to the list")
    office.linus.modal("The desk").sees("Nothing is waiting for you.")
    wait_until_settled(office)
    assert "Berlin" not in "".join(message.text for message in office.ada.dm())


def test_whoever_lost_the_right_is_told_when_they_click(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    hand_over(card, office.linus, "bob")
    come_to_work(office, "bob")
    office.bob.sees("@linus handed this to you.", where="dm")
    desk = open_desk(office.bob)
    desk.sees("1 referral.").clicks("Open")
    window = office.bob.modal("Referral")
    window.clicks("Add a note")
    form = office.bob.modal("A note for the desk").fills("Your note", "Too late")
    hand_over(card.reload(), office.linus, "priya")
    refusal = form.submits()
    assert refusal is not None
    assert "@priya has it." in refusal.text
    refusal.closes()
    form.closes()
    window = office.bob.modal()
    window.sees("This isn't with you any more")


def test_an_advocate_at_the_desk_sees_no_notes_about_their_candidate(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.priya)
    wait_until_settled(office)
    open_desk(office.priya, "grace").clicks("Open")
    window = office.priya.modal("Referral")
    window.sees("The desk's notes aren't shown to you, as you vouch for this candidate.")
    assert "Add a note" not in [*window.buttons, *window.choices()]


def test_a_form_that_is_abandoned_changes_nothing(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    open_desk(office.linus).clicks("Open")
    window = office.linus.modal("Referral")
    window.clicks("Move stage")
    office.linus.modal("Move stage").fills("Move to", "Offer").closes()
    window.clicks("Add a note")
    office.linus.modal("A note for the desk").fills("Your note", "Not meant to be kept").closes()
    window.sees("It's your turn").closes()
    office.linus.types("/refer desk").modal("The desk").clicks("Open")
    window = office.linus.modal("Referral")
    assert "Not meant to be kept" not in window.sees("It's your turn").text


def test_an_old_window_answers_only_once(office: Office) -> None:
    """Two people have it open. The second one is told who was first, and nothing moves."""
    post_opening(office)
    refer_and_endorse(office.ada)
    come_to_work(office, "linus", "priya")
    for person in (office.linus, office.priya):
        open_desk(person).fills("desk.scope", "With anyone").clicks("Open")
    old, window = office.priya.modal("Referral"), office.linus.modal("Referral")
    office.slack.fail("views.update", "internal_error", times=50)  # Priya's window stays old.
    window.clicks("I'll take it")
    old.clicks("I'll take it")
    office.priya.modal("Vouch").sees("@linus has taken it already.")
    wait_until_settled(office)
    come_to_work(office, "ada")
    assert len(direct_messages(office.ada, "has taken Grace Hopper")) == 1
